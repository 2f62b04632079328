package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"context"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"upline/documents/intake"
)

// inspect looks at bytes as a file of a name.
func inspect(t testing.TB, name string, raw []byte, limits intake.Limits) intake.Report {
	t.Helper()
	i := intake.Inspector{Limits: limits, Folder: t.TempDir()}
	report, err := i.Inspect(context.Background(), intake.File{Name: name, Body: bytes.NewReader(raw), Size: int64(len(raw))})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// packed is how Flate packs bytes, as PDF and PNG have it.
func packed(raw []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(raw)
	_ = w.Close()
	return b.Bytes()
}

// pdfObject is a numbered object; a stream follows its dictionary where it is not nil.
type pdfObject struct {
	dict   string
	stream []byte
}

// pdfOf writes a PDF of one page with further objects, from 4 on.
func pdfOf(more ...pdfObject) []byte { return pdfPages(1, "", more...) }

// pdfPages writes a PDF of a number of pages, with more in its catalogue.
func pdfPages(pages int, catalogue string, more ...pdfObject) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	write := func(o pdfObject) {
		offsets = append(offsets, b.Len())
		if o.stream == nil {
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), o.dict)
			return
		}
		fmt.Fprintf(&b, "%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n", len(offsets), o.dict, o.stream)
	}
	first := 3 + len(more)
	var kids []string
	for n := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", first+n))
	}
	write(pdfObject{dict: "<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>"})
	write(pdfObject{dict: fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", pages, strings.Join(kids, " "))})
	for _, o := range more {
		write(o)
	}
	for range pages {
		write(pdfObject{dict: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"})
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}

// flateStream is a stream packed with Flate.
func flateStream(dict string, raw []byte) pdfObject {
	p := packed(raw)
	return pdfObject{fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>", dict, len(p)), p}
}

// packedObject is an object in an object stream.
func packedObject(text string) pdfObject {
	return flateStream("/Type /ObjStm /N 1 /First 5", []byte("90 0 "+text))
}

// member is a file in an archive.
type member struct{ name, text string }

func zipOf(members ...member) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, err := w.Create(m.name)
		if err != nil {
			panic(err)
		}
		_, _ = f.Write([]byte(m.text))
	}
	_ = w.Close()
	return b.Bytes()
}

// zipOfZeros is an archive of a member of zeros, made without holding them.
func zipOfZeros(name string, size int64) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestCompression) })
	f, _ := w.Create(name)
	_, _ = io.CopyN(f, zeros{}, size)
	_ = w.Close()
	return b.Bytes()
}

// zeros is a reader of as many zeros as wanted.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

const (
	wordMain  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	excelMain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)

// typesOf is the member that makes an archive one of Office.
func typesOf(main string, more ...string) member {
	text := `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType="` + main + `"/>`
	for _, m := range more {
		text += `<Override PartName="/other" ContentType="` + m + `"/>`
	}
	return member{"[Content_Types].xml", text + "</Types>"}
}

func wordOf(more ...member) []byte {
	body := member{"word/document.xml", `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Vertrag über Äpfel</w:t></w:r></w:p></w:body></w:document>`}
	return zipOf(append([]member{typesOf(wordMain), body}, more...)...)
}

// noise is a picture that packs badly.
func noise(width, height int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	state := uint32(1)
	for i := range p.Pix {
		state = state*1664525 + 1013904223
		p.Pix[i] = byte(state >> 24)
	}
	return p
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

// tiffOf is a TIFF of grey pages, each as wide and high as said.
func tiffOf(pages, width, height int) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	le16 := func(n int) { b = append(b, byte(n), byte(n>>8)) }
	le32 := func(n int) { b = append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24)) }
	for n := range pages {
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
		le16(len(entries))
		for _, e := range entries {
			le16(e[0])
			le16(e[1])
			le32(1)
			le32(e[2])
		}
		next := len(b) + 4 + width*height
		if n == pages-1 {
			next = 0
		}
		le32(next)
		for i := range width * height {
			b = append(b, byte(i*7))
		}
	}
	return b
}

// webpOf is a WebP of one pixel without loss.
func webpOf() []byte {
	return []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
}

// eicar is the string by which scanners are tested, put together here so that they do not find it in this file.
func eicar() string {
	return strings.Join([]string{`X5O!P%@AP[4\PZX54(P^)7CC)7}$`, "EICAR", "-STANDARD-ANTIVIRUS-", "TEST-FILE!", "$H+H*"}, "")
}

func crc(raw []byte) uint32 { return crc32.ChecksumIEEE(raw) }

// packedZeros is how Flate packs zeros, made without holding them.
func packedZeros(n int64) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = io.CopyN(w, zeros{}, n)
	_ = w.Close()
	return b.Bytes()
}
