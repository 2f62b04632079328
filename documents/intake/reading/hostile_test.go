package reading_test

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"upline/documents/intake"
	"upline/documents/intake/reading"
	"upline/internal/fault"
)

// A page of A4 at 300 dpi, and one of 600, are read with the memory that programs get.
func TestLargePagesAreRead(t *testing.T) {
	if testing.Short() {
		t.Skip("needs programs: poppler-utils, tesseract-ocr")
	}
	large := image.NewGray(image.Rect(0, 0, 4960, 7016))
	for i := range large.Pix {
		large.Pix[i] = 255
	}
	write(t, large, "Provisionsabrechnung")
	for name, raw := range map[string][]byte{
		"a.pdf": pdfOf(page{picture: large, box: "0 0 595 842"}),
		"a.jpg": jpegOf(large),
	} {
		got, err := reading.New(reading.Config{Folder: t.TempDir()}).Text(t.Context(), brought(t, name, raw))
		if err != nil || got.Unread > 0 || len(got.Pages) != 1 {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

// PDF files that are not what they say: a reader says so, or reads what there is; it does not hang and does not take much.
func TestHostilePDFsAreReadOrNot(t *testing.T) {
	if testing.Short() {
		t.Skip("needs programs: poppler-utils, tesseract-ocr")
	}
	plain := string(pdfOf(page{text: "Ein langer Text, der gelesen wird"}))
	for what, raw := range map[string]string{
		"says that it has many pages":    strings.Replace(plain, "/Count 1", "/Count 4", 1),
		"has a page within itself":       strings.Replace(plain, "/Kids [4 0 R]", "/Kids [2 0 R]", 1),
		"has a page as wide as a town":   strings.Replace(plain, "[0 0 420 595]", "[0 0 900000 9]", 1),
		"has a page without a size":      strings.Replace(plain, "[0 0 420 595]", "[0 0 0 0]", 1),
		"has a table that leads nowhere": strings.Replace(plain, "startxref\n", "startxref\n9", 1),
		"paints without an end":          strings.Replace(plain, "BT /F1", "/I Do /I Do BT /F1", 1),
	} {
		t.Run(what, func(t *testing.T) {
			i := intake.Inspector{}
			report, err := i.Inspect(t.Context(), intake.File{Name: "a.pdf", Body: strings.NewReader(raw), Size: int64(len(raw))})
			if err != nil {
				t.Fatal(err)
			}
			if report.Verdict != intake.Accepted {
				t.Logf("refused: %v", report.Findings)
				return
			}
			path := brought(t, "a.pdf", []byte(raw))
			r := reading.New(reading.Config{Folder: t.TempDir()})
			text, err := r.Text(t.Context(), path)
			if kind := fault.KindOf(err); err != nil && kind != fault.Invalid {
				t.Errorf("the text: %v", err)
			}
			var b bytes.Buffer
			shown := r.Preview(t.Context(), path, 1, 100, &b)
			if kind := fault.KindOf(shown); shown != nil && kind != fault.Invalid {
				t.Errorf("the preview: %v", shown)
			}
			t.Logf("%d pages, %d unread, %v; preview %d bytes, %v", len(text.Pages), text.Unread, err, b.Len(), shown)
		})
	}
}
