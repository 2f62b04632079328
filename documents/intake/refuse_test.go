package intake_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"

	"upline/documents/intake"
)

func TestWhatIsNotTaken(t *testing.T) {
	pdf, picture := pdfOf(), pngOf(noise(30, 20))
	archive := zipOf(member{"a.txt", "ja\n"})
	for _, c := range []struct {
		what string
		raw  []byte
		code string
	}{
		{"nothing", nil, "empty"},
		{"an archive of nothing", zipOf(), "empty"},
		{"a program for Linux", []byte("\x7fELF\x02\x01\x01\x00\x00"), "program"},
		{"a program for Windows", []byte("MZ\x90\x00\x03\x00\x00\x00"), "program"},
		{"a script", []byte("#!/bin/sh\nrm -rf /\n"), "program"},
		{"a script in UTF-16", wide("  @ECHO OFF\r\n"), "program"},
		{"a script of PHP", []byte("\n<?PHP echo 1;"), "program"},
		{"bytes", []byte{1, 2, 3, 4, 5, 0, 200}, "unknown-type"},
		{"GIF", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00"), "type-not-taken"},
		{"text with bytes later on", append(bytes.Repeat([]byte("text\n"), 2000), 0, 1, 2), "unknown-type"},
		{"text that is in no encoding", []byte("a \x81\x8d\x9d b"), "unknown-type"},
		{"half a character of UTF-16", []byte("\xff\xfea\x00b"), "damaged"},
		{"EICAR", []byte(eicar()), "eicar"},
		{"EICAR further in", []byte(strings.Repeat("x", 256<<10-20) + eicar() + "\n"), "eicar"},
		{"EICAR in an archive", zipOf(member{"a.txt", eicar()}), "eicar"},
		{"EICAR in an archive in an archive", zipOf(member{"a.zip", string(zipOf(member{"b.txt", eicar()}))}), "eicar"},
		{"EICAR in a PDF", pdfOf(flateStream("", []byte(eicar()))), "eicar"},
		{"EICAR in a file in a PDF", pdfOf(flateStream("/Type /EmbeddedFile", []byte(eicar()))), "eicar"},
		{"EICAR in Word", wordOf(member{"word/media/a.bin", eicar()}), "eicar"},
		{"EICAR in a mail", []byte(mailWith("a.txt", eicar())), "eicar"},
		{"a program in an archive", zipOf(member{"a.txt", "\x7fELF\x02\x01\x01\x00"}), "program"},
		{"a program in a mail", []byte(mailWith("a.pdf", "MZ\x90\x00\x03\x00\x00\x00")), "program"},
		{"a program in Word", wordOf(member{"word/media/a.png", "MZ\x90\x00\x03\x00\x00\x00"}), "program"},

		{"PDF with something before it", append([]byte("\n"), pdf...), "two-types"},
		{"PDF with bytes before it", append([]byte("\x00\x01"), pdf...), "two-types"},
		{"PDF and ZIP", append(append([]byte{}, pdf...), archive...), "two-types"},
		{"PDF and ZIP that ends as PDF", polyglot(pdf), "two-types"},
		{"PNG and ZIP", append(append([]byte{}, picture...), archive...), "two-types"},
		{"PNG and PDF", append(append([]byte{}, picture...), pdf...), "two-types"},
		{"PNG with PDF in its beginning", pngWith(picture, "tEXt", []byte("a\x00%PDF-1.4")), "two-types"},
		{"JPEG and a program", append(jpegOf(noise(3, 3)), "MZ\x90\x00\x03\x00\x00\x00"...), "program"},
		{"text and ZIP", append(bytes.Repeat([]byte("Hallo\n"), 1000), archive...), "two-types"},
		{"ZIP with something before it", append([]byte("PK\x03\x04\x00"), archive...), "two-types"},
		{"ZIP with something behind it", append(append([]byte{}, archive...), 'x'), "two-types"},

		{"XML with a document type", []byte(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), "xml-doctype"},
		{"XML that is deep", []byte(strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65)), "xml-depth"},
		{"XML without an end", []byte("<?xml version='1.0'?><a><b></b>"), "damaged"},
		{"XML with an entity of its own", []byte("<?xml version='1.0'?><a>&b;</a>"), "damaged"},
		{"XML with a long tag", []byte("<a " + strings.Repeat(`b=">" `, 20_000) + "/>"), "bomb"},
		{"XML in an encoding that hides tags", []byte(`<?xml version="1.0" encoding="iso-2022-jp"?><a/>`), "xml-encoding"},
		{"Word with a document type", wordOf(member{"word/a.xml", "<!DOCTYPE a><a/>"}), "xml-doctype"},
		{"PDF with XML with a document type", pdfOf(flateStream("/Type /EmbeddedFile", []byte("<?xml version='1.0'?><!DOCTYPE a><a/>"))), "xml-doctype"},

		{"an archive that leads elsewhere", zipOf(member{"../a.txt", "a"}), "path"},
		{"an archive with a whole path", zipOf(member{"/etc/passwd", "a"}), "path"},
		{"an archive for Windows", zipOf(member{`a\..\b.txt`, "a"}), "path"},
		{"an archive with a drive", zipOf(member{"C:a.txt", "a"}), "path"},
		{"an archive with one name twice", zipOf(member{"a.txt", "a"}, member{"A.txt", "b"}), "two-types"},
		{"an archive too deep", zipOf(member{"a.zip", string(zipOf(member{"b.zip", string(archive)}))}), "nested"},
		{"an archive of zeros", zipOfZeros("a.txt", 64<<20), "bomb"},
		{"an archive whose members overlap", overlapping(), "bomb"},
		{"an archive whose directory says another name", bytes.Replace(archive, []byte("a.txt"), []byte("b.txt"), 1), "two-types"},
		{"Word of zeros", wordOf(member{"word/media/a.bin", strings.Repeat("\x00", 64<<20)}), "bomb"},

		{"a picture of too many pixels", pngSized(50_000, 50_000), "too-many-pixels"},
		{"a picture that unpacks to more", pngBomb(), "bomb"},
		{"a picture with a piece too large", pngWith(picture, "tEXt", make([]byte, 9<<20)), "bomb"},
		{"a picture with a wrong check sum", bytes.Replace(picture, []byte("IEND\xae"), []byte("IEND\xaf"), 1), "damaged"},
		{"pages that lead back", tiffRing(), "damaged"},
		{"PDF of more pages than are taken", pdfPages(5_001, ""), "too-many-pages"},
		{"PDF that says so", bytes.Replace(pdf, []byte("/Count 1 "), []byte("/Count 99999 "), 1), "too-many-pages"},
		{"PDF without a page", bytes.ReplaceAll(bytes.ReplaceAll(pdf, []byte("/Type /Page"), []byte("/Type /Pogo")), []byte("/Count 1"), []byte("/Count 0")), "damaged"},
	} {
		got := inspect(t, "a", c.raw, intake.Limits{})
		if got.Verdict != intake.Refused || got.Findings[len(got.Findings)-1].Code != c.code {
			t.Errorf("%s is %s, %s: %+v, want refused for %s", c.what, got.Verdict, got.Type, got.Findings, c.code)
		}
		if err := got.Err(); err == nil {
			t.Errorf("%s is refused without an error", c.what)
		}
	}
}

func TestLimitsAreSaid(t *testing.T) {
	for _, c := range []struct {
		raw    []byte
		limits intake.Limits
		code   string
	}{
		{[]byte("12345"), intake.Limits{Size: 4}, "too-large"},
		{pdfPages(3, ""), intake.Limits{Pages: 2}, "too-many-pages"},
		{tiffOf(3, 4, 4), intake.Limits{Pages: 2}, "too-many-pages"},
		{pngOf(noise(10, 10)), intake.Limits{Pixels: 99}, "too-many-pixels"},
		{zipOf(member{"a", "a"}, member{"b", "b"}), intake.Limits{Entries: 1}, "too-many-members"},
		{zipOf(member{"a", strings.Repeat("ab", 100)}), intake.Limits{Unpacked: 100}, "bomb"},
		{[]byte("<a><b/></a>"), intake.Limits{Depth: 1}, "xml-depth"},
	} {
		if got := inspect(t, "a", c.raw, c.limits); !got.Has(c.code) || got.Verdict != intake.Refused {
			t.Errorf("%+v: %v, want %s", c.limits, got.Findings, c.code)
		}
	}
	if got := inspect(t, "a", pdfPages(10_000, ""), intake.Limits{Pages: 10_000}); got.Verdict != intake.Accepted || got.Pages != 10_000 {
		t.Errorf("10,000 pages are %s: %v", got.Verdict, got.Findings)
	}
}

// Whatever is cut off is refused: what is left of it is never taken for the whole.
func TestFilesThatAreCutOff(t *testing.T) {
	for name, raw := range map[string][]byte{
		"pdf": pdfOf(), "png": pngOf(noise(10, 10)), "jpeg": jpegOf(noise(10, 10)), "tiff": tiffOf(2, 10, 10), "webp": webpOf(),
		"docx": wordOf(), "zip": zipOf(member{"a", "a"}, member{"b", "b"}), "xml": []byte(ciiText),
	} {
		for cut := 1; cut < len(raw); cut += max(len(raw)/60, 1) {
			got := inspect(t, "a", raw[:len(raw)-cut], intake.Limits{})
			if name == "pdf" && cut <= 1 { // the last line break
				continue
			}
			if got.Verdict == intake.Accepted && got.Type != intake.Text {
				t.Errorf("%s without its last %d bytes is accepted as %s", name, cut, got.Type)
			}
		}
	}
}

func mailWith(name, text string) string {
	return "From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n" +
		"Content-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte(text)) + "\r\n--x--\r\n"
}

// polyglot is a PDF with a ZIP behind it whose comment ends it as a PDF.
func polyglot(pdf []byte) []byte {
	archive := zipOf(member{"a", "a"})
	comment := "startxref\n0\n%%EOF\n"
	binary.LittleEndian.PutUint16(archive[len(archive)-2:], uint16(len(comment)))
	return append(append(append([]byte{}, pdf...), archive...), comment...)
}

// pngWith is a PNG with a piece behind its measures.
func pngWith(png []byte, kind string, data []byte) []byte {
	const begin = 8 + 25
	return append(append(append([]byte{}, png[:begin]...), chunk(kind, data)...), png[begin:]...)
}

func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc(b[4:]))
}

// pngSized is a PNG that says it is large.
func pngSized(width, height int) []byte {
	h := binary.BigEndian.AppendUint32(nil, uint32(width))
	h = append(binary.BigEndian.AppendUint32(h, uint32(height)), 8, 2, 0, 0, 0)
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", h), chunk("IDAT", packed(nil)), chunk("IEND", nil)}, nil)
}

// pngBomb is a PNG of one pixel that unpacks to 100 MB.
func pngBomb() []byte {
	h := []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0}
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", h), chunk("IDAT", packed(make([]byte, 100<<20))), chunk("IEND", nil)}, nil)
}

// overlapping is an archive with a member inside of the bytes of another.
func overlapping() []byte {
	stored := func(name, text string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		f, _ := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		_, _ = f.Write([]byte(text))
		_ = w.Close()
		return b.Bytes()
	}
	inner := stored("b", "text")
	directory := bytes.Index(inner, []byte("PK\x01\x02"))
	entry := append([]byte{}, inner[directory:len(inner)-22]...)
	outer := stored("a", string(inner[:directory]))
	binary.LittleEndian.PutUint32(entry[42:], 31)
	end := append([]byte{}, outer[len(outer)-22:]...)
	binary.LittleEndian.PutUint16(end[8:], 2)
	binary.LittleEndian.PutUint16(end[10:], 2)
	binary.LittleEndian.PutUint32(end[12:], binary.LittleEndian.Uint32(end[12:])+uint32(len(entry)))
	return append(append(outer[:len(outer)-22], entry...), end...)
}

// tiffRing is a TIFF whose only page is followed by itself.
func tiffRing() []byte {
	raw := tiffOf(1, 4, 4)
	next := 8 + 2 + 9*12
	binary.LittleEndian.PutUint32(raw[next:], 8)
	return raw
}
