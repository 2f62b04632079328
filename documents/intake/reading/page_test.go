package reading_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"reflect"
	"testing"

	"upline/documents/intake/cover"
	"upline/documents/intake/reading"
	"upline/internal/fault"
)

func TestPreviews(t *testing.T) {
	half := sheet()
	draw.Draw(half, image.Rect(0, 827, 1165, 1654), image.Black, image.Point{}, draw.Src)
	long := image.NewGray(image.Rect(0, 0, 20, 1000))
	through := image.NewNRGBA(image.Rect(0, 0, 10, 10))
	through.Set(5, 5, color.NRGBA{0, 0, 0, 255})
	for _, c := range []struct {
		name    string
		raw     []byte
		page    int
		want    image.Point
		percent int // of the page that is dark
		program bool
	}{
		{"a.png", pngOf(half), 1, image.Pt(100, 142), 50, false},
		{"a.png", pngOf(through), 1, image.Pt(100, 100), 1, false},
		{"a.jpg", jpegOf(half), 1, image.Pt(100, 142), 50, false},
		{"a.tif", tiffOf(sheet(), half), 2, image.Pt(100, 142), 50, false},
		{"a.tif", tiffOf(sheet(), half), 1, image.Pt(100, 142), 0, false},
		{"long.png", pngOf(long), 1, image.Pt(8, 400), 100, false},
		{"a.pdf", pdfOf(page{text: "Text"}, page{picture: half}), 2, image.Pt(100, 142), 50, true},
		{"a.pdf", pdfOf(page{text: "Text"}, page{picture: half}), 1, image.Pt(100, 142), 0, true},
		{"long.pdf", pdfOf(page{text: "Text", box: "0 0 10 14000"}), 1, image.Pt(1, 400), 0, true},
	} {
		if c.program && testing.Short() {
			continue
		}
		var b bytes.Buffer
		err := reading.New(reading.Config{Folder: t.TempDir()}).Preview(t.Context(), brought(t, c.name, c.raw), c.page, 100, &b)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got, err := png.Decode(&b)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got.Bounds().Size() != c.want {
			t.Errorf("%s is %v, want %v", c.name, got.Bounds().Size(), c.want)
		}
		percent := dark(got) * 100 / (c.want.X * c.want.Y)
		if percent < c.percent-3 || percent > c.percent+3 {
			t.Errorf("page %d of %s is dark by %d %%, want %d", c.page, c.name, percent, c.percent)
		}
	}
}

func TestWhatHasNoPreview(t *testing.T) {
	r := reading.New(reading.Config{Folder: t.TempDir()})
	for _, c := range []struct {
		name        string
		raw         []byte
		page, width int
		want        fault.Kind
	}{
		{"a.png", pngOf(sheet()), 2, 100, fault.NotFound},
		{"a.png", pngOf(sheet()), 0, 100, fault.NotFound},
		{"a.png", pngOf(sheet()), 1, 5, fault.Invalid},
		{"a.png", pngOf(sheet()), 1, 5_000, fault.Invalid},
		{"a.txt", []byte("text"), 1, 100, fault.Invalid},
	} {
		if err := r.Preview(t.Context(), brought(t, c.name, c.raw), c.page, c.width, &bytes.Buffer{}); fault.KindOf(err) != c.want {
			t.Errorf("%s, page %d, %d wide: %v, want %s", c.name, c.page, c.width, err, c.want)
		}
	}
	small := reading.New(reading.Config{Folder: t.TempDir(), Limits: reading.Limits{Picture: 1_000_000}})
	if err := small.Preview(t.Context(), brought(t, "a.png", pngOf(sheet())), 1, 100, &bytes.Buffer{}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a picture that takes too much memory is drawn: %v", err)
	}
}

func TestCodesAndCoverSheets(t *testing.T) {
	if testing.Short() {
		t.Skip("needs programs: poppler-utils, zbar-tools")
	}
	said := cover.Sheet{Class: "contract", Partner: "P-4711", Reference: "Auftrag Ä/1"}
	payload, err := said.Payload()
	if err != nil {
		t.Fatal(err)
	}
	front, letter := sheet(), sheet()
	stickQR(t, front, payload)
	write(t, letter, "Ein Brief")
	stick128(t, letter, "O-2026-17")
	r := reading.New(reading.Config{Folder: t.TempDir()})
	for name, raw := range map[string][]byte{
		"a.pdf": pdfOf(page{text: "Vorab"}, page{picture: front}, page{picture: letter}, page{text: "Ende"}),
		"a.tif": tiffOf(sheet(), front, letter, sheet()),
	} {
		codes, err := r.Codes(t.Context(), brought(t, name, raw))
		want := []cover.Code{{Page: 2, Kind: cover.QR, Text: payload}, {Page: 3, Kind: cover.Code128, Text: "O-2026-17"}}
		if err != nil || !reflect.DeepEqual(codes, want) {
			t.Errorf("%s has %+v, %v; want %+v", name, codes, err, want)
			continue
		}
		parts := cover.Split(4, codes)
		if len(parts) != 2 || parts[0].Sheet != nil || parts[0].Last != 1 || *parts[1].Sheet != said || parts[1].First != 3 || parts[1].Last != 4 {
			t.Errorf("%s is split into %+v", name, parts)
		}
	}
}
