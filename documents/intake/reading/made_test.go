package reading_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/qr"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"upline/documents/intake"
	"upline/documents/intake/reading"
)

// brought writes bytes into a file, and looks at it as it would come in.
func brought(t testing.TB, name string, raw []byte) reading.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	i := intake.Inspector{Folder: t.TempDir()}
	report, err := i.Inspect(t.Context(), intake.File{Name: name, Body: bytes.NewReader(raw), Size: int64(len(raw))})
	if err != nil || report.Verdict != intake.Accepted {
		t.Fatalf("%s is %s: %v %v", name, report.Verdict, report.Findings, err)
	}
	return reading.File{Path: path, Report: report}
}

// sheet is a white page of paper, A5 at 200 dpi.
func sheet() *image.Gray {
	p := image.NewGray(image.Rect(0, 0, 1165, 1654))
	draw.Draw(p, p.Rect, image.White, image.Point{}, draw.Src)
	return p
}

// write writes lines on a page, as large as on a letter.
func write(t testing.TB, p draw.Image, lines ...string) {
	t.Helper()
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 12, DPI: 200})
	if err != nil {
		t.Fatal(err)
	}
	d := font.Drawer{Dst: p, Src: image.Black, Face: face}
	for i, line := range lines {
		d.Dot = fixed.P(100, 150+i*60)
		d.DrawString(line)
	}
}

// stick puts a code on a page.
func stick(t testing.TB, p draw.Image, at image.Point, text string, kind barcode.Barcode) {
	t.Helper()
	width, height := 300, 300
	if kind.Metadata().Dimensions == 1 {
		width, height = 800, 120
	}
	scaled, err := barcode.Scale(kind, width, height)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	draw.Draw(p, scaled.Bounds().Add(at), scaled, image.Point{}, draw.Src)
}

func stickQR(t testing.TB, p draw.Image, text string) {
	t.Helper()
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	stick(t, p, image.Pt(700, 900), text, code)
}

func stick128(t testing.TB, p draw.Image, text string) {
	t.Helper()
	code, err := code128.Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	stick(t, p, image.Pt(150, 1300), text, code)
}

func pngOf(p image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func jpegOf(p image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// tiffOf is a TIFF of pages in grey.
func tiffOf(pages ...*image.Gray) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	le := func(n, size int) {
		for range size {
			b = append(b, byte(n))
			n >>= 8
		}
	}
	for n, p := range pages {
		width, height := p.Rect.Dx(), p.Rect.Dy()
		entries := [][3]int{
			{256, 4, width},
			{257, 4, height},
			{258, 3, 8},
			{259, 3, 1},
			{262, 3, 1},
			{273, 4, len(b) + 2 + 9*12 + 4},
			{277, 3, 1},
			{278, 4, height},
			{279, 4, width * height},
		}
		le(len(entries), 2)
		for _, e := range entries {
			le(e[0], 2)
			le(e[1], 2)
			le(1, 4)
			le(e[2], 4)
		}
		next := len(b) + 4 + width*height
		if n == len(pages)-1 {
			next = 0
		}
		le(next, 4)
		b = append(b, p.Pix...)
	}
	return b
}

// page is a page of a PDF: with text, or with a picture of a scan.
type page struct {
	text    string
	picture image.Image
	box     string // in points; empty: A5
}

// pdfOf writes a PDF of pages.
func pdfOf(pages ...page) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), fmt.Sprintf(format, args...))
	}
	var kids []string
	for n := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 4+3*n))
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), strings.Join(kids, " "))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	for n, p := range pages {
		if p.box == "" {
			p.box = "0 0 420 595"
		}
		content := "BT /F1 12 Tf 40 500 Td (" + p.text + ") Tj ET"
		picture := []byte{}
		bounds := image.Rect(0, 0, 1, 1)
		if p.picture != nil {
			content, picture, bounds = "420 0 0 595 0 0 cm /I Do", jpegOf(p.picture), p.picture.Bounds()
		}
		object("<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /I %d 0 R >> >> >>", p.box, 5+3*n, 6+3*n)
		object("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
		object("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream",
			bounds.Dx(), bounds.Dy(), len(picture), picture)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}

// dark is how many pixels of a picture are rather dark.
func dark(p image.Image) int {
	n := 0
	for y := p.Bounds().Min.Y; y < p.Bounds().Max.Y; y++ {
		for x := p.Bounds().Min.X; x < p.Bounds().Max.X; x++ {
			if color.GrayModel.Convert(p.At(x, y)).(color.Gray).Y < 128 {
				n++
			}
		}
	}
	return n
}
