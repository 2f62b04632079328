package coversheet_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"upline/documents/coversheet"
	"upline/documents/intake"
	"upline/documents/intake/cover"
	"upline/documents/intake/reading"
	"upline/documents/retention"
	"upline/internal/papertest"
)

func TestEachClassHasAWord(t *testing.T) {
	for _, language := range []string{"de", "en"} {
		texts, err := papertest.Letterhead(t).Texts(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, class := range retention.Classes() {
			if key := "coversheet.class_" + string(class); !texts.Has(key) {
				t.Errorf("%s is not in %s", key, language)
			}
		}
		for _, key := range []string{"title", "use", "proof", "class", "partner", "name", "reference"} {
			if !texts.Has("coversheet." + key) {
				t.Errorf("coversheet.%s is not in %s", key, language)
			}
		}
	}
}

// A sheet that is drawn says the same when it was drawn as a picture, also with the longest that it can say. LOOK keeps them.
func TestASheetIsReadAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("runs programs that draw and read")
	}
	for name, s := range map[string]cover.Sheet{
		"usual":   {Class: "contract", Partner: "P-4711", Reference: "O-2026-17"},
		"class":   {Class: "bank_statement"},
		"umlauts": {Class: "other", Partner: "Ü:ß/ 7", Reference: "a+b"},
		"longest": {Class: "correspondence", Partner: strings.Repeat("ü", 30), Reference: strings.Repeat("€", 20)},
	} {
		for _, language := range []string{"de", "en"} {
			file, err := coversheet.Draw(papertest.Letterhead(t), coversheet.Cover{Sheet: s, Language: language, Name: "Änne Müller", Made: time.Unix(1_790_000_000, 0)})
			if err != nil {
				t.Fatal(err)
			}
			if folder := os.Getenv("LOOK"); folder != "" {
				if err := os.WriteFile(filepath.Join(folder, "coversheet-"+name+"-"+language+".pdf"), file, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got := sheetsOf(t, file); len(got) != 1 || got[0] != s {
				t.Errorf("%s in %s is read as %+v, want %+v", name, language, got, s)
			}
		}
	}
}

// sheetsOf reads the cover sheets of a file, as if it had been scanned.
func sheetsOf(t *testing.T, file []byte) (sheets []cover.Sheet) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scan.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := (&intake.Inspector{Folder: t.TempDir()}).Inspect(t.Context(), intake.File{Name: "scan.pdf", Body: bytes.NewReader(file), Size: int64(len(file))})
	if err != nil || report.Verdict != intake.Accepted {
		t.Fatalf("%v %+v", err, report)
	}
	codes, err := reading.New(reading.Config{Folder: t.TempDir()}).Codes(t.Context(), reading.File{Path: path, Report: report})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		if s, ok := cover.Read(code.Text); ok {
			sheets = append(sheets, s)
		}
	}
	return sheets
}
