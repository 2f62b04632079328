package reading_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"upline/documents/intake"
	"upline/documents/intake/reading"
	"upline/internal/fault"
)

// FuzzText: what is accepted has a text that is read here, or cannot be read, which is said; it is never longer than allowed.
func FuzzText(f *testing.F) {
	word := office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", map[string]string{"word/document.xml": "<w:p><w:t>ü</w:t></w:p>"})
	excel := office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", map[string]string{"xl/sharedStrings.xml": "<t>ü</t>"})
	for _, raw := range [][]byte{[]byte(mail), word, excel, []byte("<a>b</a>"), []byte("text"), []byte("a;b\n1;2\n"), []byte("\xff\xfea\x00")} {
		f.Add(raw)
	}
	path := filepath.Join(f.TempDir(), "file")
	r := reading.New(reading.Config{Folder: f.TempDir(), Limits: reading.Limits{Text: 100}})
	f.Fuzz(func(t *testing.T, raw []byte) {
		i := intake.Inspector{Limits: intake.Limits{Unpacked: 1 << 20}}
		report, err := i.Inspect(t.Context(), intake.File{Body: bytes.NewReader(raw), Size: int64(len(raw))})
		if err != nil {
			t.Fatal(err)
		}
		if report.Verdict != intake.Accepted || report.Type == intake.PDF || report.Type.IsPicture() {
			return
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := r.Text(t.Context(), reading.File{Path: path, Report: report})
		if err != nil && fault.KindOf(err) != fault.Invalid || len(text.String()) > 100 {
			t.Fatalf("%s: %q %v", report.Type, text.String(), err)
		}
	})
}

// FuzzPreview: what is accepted as a picture is drawn, or cannot be drawn, which is said.
func FuzzPreview(f *testing.F) {
	small := sheet().SubImage(sheet().Rect.Inset(570))
	for _, raw := range [][]byte{pngOf(small), jpegOf(small), tiffOf(sheet())} {
		f.Add(raw, uint8(1))
	}
	path := filepath.Join(f.TempDir(), "file")
	r := reading.New(reading.Config{Folder: f.TempDir(), Limits: reading.Limits{Picture: 1 << 20}})
	f.Fuzz(func(t *testing.T, raw []byte, page uint8) {
		report, err := (&intake.Inspector{}).Inspect(t.Context(), intake.File{Body: bytes.NewReader(raw), Size: int64(len(raw))})
		if err != nil {
			t.Fatal(err)
		}
		if report.Verdict != intake.Accepted || !report.Type.IsPicture() {
			return
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		err = r.Preview(t.Context(), reading.File{Path: path, Report: report}, int(page), 16, &bytes.Buffer{})
		if kind := fault.KindOf(err); err != nil && kind != fault.Invalid && kind != fault.NotFound {
			t.Fatalf("%s: %v", report.Type, err)
		}
	})
}
