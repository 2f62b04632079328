package intake

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings in which text is read.
const (
	utf8Encoding  = "utf-8"
	utf16LE       = "utf-16le"
	utf16BE       = "utf-16be"
	windows1252   = "windows-1252"
	utf8Mark      = "\xef\xbb\xbf"
	undefined1252 = "\x81\x8d\x8f\x90\x9d"
)

// seeText goes through a text file, tells its encoding, and what is written in it.
func (l *look) seeText() error {
	if err := l.encoding(); err != nil {
		return err
	}
	head := l.textHead()
	trimmed := strings.TrimLeft(head, " \t\r\n\f")
	if what := program([]byte(trimmed)); what != "" {
		return refuse("program", "the file is %s: programs are not taken", what)
	}
	switch {
	case isMarkup(trimmed, "<!doctype html", "<html", "<head", "<body", "<script", "<iframe"):
		l.report.Type = HTML
		return l.seeType()
	case strings.HasPrefix(trimmed, "<?xml") || isElement(trimmed):
		from := int64(0)
		if bytes.HasPrefix(l.head, []byte(utf8Mark)) {
			from = int64(len(utf8Mark))
		}
		return l.seeXML(from)
	case isMail(head):
		l.report.Type = Mail
		return l.seeMail()
	case isTable(head):
		l.report.Type = CSV
	}
	return nil
}

// encoding reads all of a text file, and tells how its characters are written.
func (l *look) encoding() error {
	switch {
	case bytes.HasPrefix(l.head, []byte("\xff\xfe")):
		l.report.Encoding = utf16LE
		return l.wide(utf16.LittleEndian)
	case bytes.HasPrefix(l.head, []byte("\xfe\xff")):
		l.report.Encoding = utf16BE
		return l.wide(utf16.BigEndian)
	}
	isUTF8, is1252 := true, true
	var cut [utf8.UTFMax]byte // a character that the end of a piece cut
	kept := 0
	err := l.pieces(0, 0, func(piece []byte, _ int64, _ int) error {
		for _, b := range piece {
			if isControl(b) {
				return l.stranger()
			}
			is1252 = is1252 && strings.IndexByte(undefined1252, b) < 0
		}
		if isUTF8 {
			joined := append(append([]byte{}, cut[:kept]...), piece...)
			whole := wholeRunes(joined)
			isUTF8 = utf8.Valid(joined[:whole])
			kept = copy(cut[:], joined[whole:])
		}
		return nil
	})
	if err != nil {
		return err
	}
	switch {
	case isUTF8 && kept == 0:
		l.report.Encoding = utf8Encoding
	case is1252:
		l.report.Encoding = windows1252
	default:
		return l.stranger()
	}
	return nil
}

// wholeRunes is how many bytes come before a character that is cut at the end.
func wholeRunes(p []byte) int {
	for back := 1; back < utf8.UTFMax && back <= len(p); back++ {
		if b := p[len(p)-back]; utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRune(p[len(p)-back:]) {
				return len(p) - back
			}
			break
		}
	}
	return len(p)
}

// wide reads all of a text in UTF-16, which must be well formed.
func (l *look) wide(order utf16.Endianness) error {
	if l.size%2 != 0 {
		return damaged("text in UTF-16 has two bytes for a character")
	}
	r := transform.NewReader(l.section(0, l.size), utf16.UTF16(order, utf16.UseBOM).NewDecoder())
	buffer := make([]byte, 32<<10)
	for {
		n, err := r.Read(buffer)
		for _, b := range buffer[:n] {
			if isControl(b) {
				return l.stranger()
			}
		}
		if bytes.Contains(buffer[:n], []byte("\ufffd")) {
			return l.stranger()
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// textHead is how the text begins, in UTF-8.
func (l *look) textHead() string {
	text, _ := Decode(l.head[:len(l.head)/2*2], l.report.Encoding)
	if len(l.head) < headSize {
		text, _ = Decode(l.head, l.report.Encoding)
	}
	return text
}

// isMarkup says whether text begins with one of some tags, in any case.
func isMarkup(text string, tags ...string) bool {
	for _, tag := range tags {
		if len(text) >= len(tag) && strings.EqualFold(text[:len(tag)], tag) {
			return true
		}
	}
	return false
}

// isElement says whether text begins as an element of XML, or a comment or declaration of it.
func isElement(text string) bool {
	if strings.HasPrefix(text, "<!") {
		return true
	}
	name, ok := strings.CutPrefix(text, "<")
	if !ok {
		return false
	}
	end := strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.:-", r)
	})
	return end > 0 && unicode.IsLetter(rune(name[0])) && strings.ContainsRune(" \t\r\n/>", rune(name[end]))
}
