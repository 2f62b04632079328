package reading_test

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"upline/documents/intake"
	"upline/documents/intake/reading"
	"upline/internal/fault"
)

// part takes pages out of a file, and looks at them as at any file that comes in.
func part(t *testing.T, f reading.File, first, last int) ([]byte, reading.File) {
	t.Helper()
	var b bytes.Buffer
	if err := reading.New(reading.Config{Folder: t.TempDir()}).Part(t.Context(), f, first, last, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), brought(t, "part", b.Bytes())
}

// striped is a small page whose pixels tell it from others.
func striped(n int) *image.Gray {
	p := image.NewGray(image.Rect(0, 0, 31, 7))
	for i := range p.Pix {
		p.Pix[i] = byte(100 + n*20 + i%3)
	}
	return p
}

func TestPagesOfATIFF(t *testing.T) {
	pages := []*image.Gray{striped(0), striped(1), striped(2), striped(3)}
	whole := brought(t, "a.tif", tiffOf(pages...))
	for first := 1; first <= 4; first++ {
		for last := first; last <= 4; last++ {
			raw, f := part(t, whole, first, last)
			if f.Report.Pages != last-first+1 {
				t.Fatalf("pages %d to %d are %d", first, last, f.Report.Pages)
			}
			for n, p := range pages {
				inside := n+1 >= first && n+1 <= last
				if bytes.Contains(raw, p.Pix) != inside {
					t.Errorf("page %d in pages %d to %d: %v", n+1, first, last, !inside)
				}
			}
			got, err := tiff.Decode(bytes.NewReader(raw))
			if err != nil || !bytes.Equal(got.(*image.Gray).Pix, pages[first-1].Pix) {
				t.Errorf("page %d is another one: %v", first, err)
			}
			again, _ := part(t, f, 1, f.Report.Pages)
			if !bytes.Equal(again, raw) {
				t.Errorf("all pages of pages %d to %d are not the same", first, last)
			}
		}
	}
}

// Pages as scanners write them: packed, in strips, with values behind their tags.
func TestPagesOfATIFFInStrips(t *testing.T) {
	var b bytes.Buffer
	picture := image.NewNRGBA(image.Rect(0, 0, 300, 200))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i * 7)
	}
	if err := tiff.Encode(&b, picture, &tiff.Options{Compression: tiff.Deflate, Predictor: true}); err != nil {
		t.Fatal(err)
	}
	raw, f := part(t, brought(t, "a.tif", b.Bytes()), 1, 1)
	got, err := tiff.Decode(bytes.NewReader(raw))
	if err != nil || f.Report.Width != 300 || !bytes.Equal(got.(*image.NRGBA).Pix, picture.Pix) {
		t.Errorf("%+v %v", f.Report, err)
	}
}

func TestPagesOfAPDF(t *testing.T) {
	if testing.Short() {
		t.Skip("needs programs: poppler-utils")
	}
	words := []string{"Seite von Anna", "Seite von Berta", "Seite von Clara", "Seite von Dora"}
	var pages []page
	for _, w := range words {
		pages = append(pages, page{text: w + " mit Text genug"})
	}
	whole := brought(t, "a.pdf", pdfOf(pages...))
	for _, c := range [][2]int{{1, 1}, {2, 3}, {4, 4}, {1, 4}} {
		raw, f := part(t, whole, c[0], c[1])
		text, err := reading.New(reading.Config{Folder: t.TempDir()}).Text(t.Context(), f)
		if err != nil || len(text.Pages) != c[1]-c[0]+1 {
			t.Fatalf("pages %v: %+v %v", c, text, err)
		}
		for n, w := range words {
			inside := n+1 >= c[0] && n+1 <= c[1]
			if strings.Contains(text.String(), w) != inside || !inside && bytes.Contains(raw, []byte(w)) {
				t.Errorf("page %d in pages %v: %v", n+1, c, !inside)
			}
		}
	}
}

func TestPagesThatAreNotThere(t *testing.T) {
	r := reading.New(reading.Config{Folder: t.TempDir()})
	for _, c := range []struct {
		name        string
		raw         []byte
		first, last int
		want        fault.Kind
	}{
		{"a.tif", tiffOf(striped(0), striped(1)), 0, 1, fault.NotFound},
		{"a.tif", tiffOf(striped(0), striped(1)), 2, 3, fault.NotFound},
		{"a.tif", tiffOf(striped(0), striped(1)), 2, 1, fault.Invalid},
		{"a.png", pngOf(striped(0)), 1, 1, fault.Invalid},
		{"a.txt", []byte("text"), 1, 1, fault.NotFound},
	} {
		if err := r.Part(t.Context(), brought(t, c.name, c.raw), c.first, c.last, &bytes.Buffer{}); fault.KindOf(err) != c.want {
			t.Errorf("pages %d to %d of %s: %v, want %s", c.first, c.last, c.name, err, c.want)
		}
	}
}

// FuzzPart: what is accepted as TIFF is taken apart into what is accepted, or cannot be, which is said.
func FuzzPart(f *testing.F) {
	f.Add(tiffOf(striped(0), striped(1)))
	r := reading.New(reading.Config{Folder: f.TempDir()})
	f.Fuzz(func(t *testing.T, raw []byte) {
		report, err := (&intake.Inspector{}).Inspect(t.Context(), intake.File{Body: bytes.NewReader(raw), Size: int64(len(raw))})
		if err != nil {
			t.Fatal(err)
		}
		if report.Verdict != intake.Accepted || report.Type != intake.TIFF {
			return
		}
		var b bytes.Buffer
		if err := r.Part(t.Context(), brought(t, "a", raw), 1, report.Pages, &b); err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		part, err := (&intake.Inspector{}).Inspect(t.Context(), intake.File{Body: bytes.NewReader(b.Bytes()), Size: int64(b.Len())})
		if err != nil || part.Pages != report.Pages || part.Width != report.Width {
			t.Fatalf("%+v, then %+v, %v", report, part, err)
		}
	})
}
