package intake

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"strconv"
	"strings"
)

// stream looks at the stream behind a dictionary, and goes on behind it.
func (p *pdf) stream(x *lexer, o *object) error {
	if err := x.line(); err != nil {
		return err
	}
	begin := x.at
	if err := p.content(begin, o.dict); err != nil {
		return err
	}
	end, err := p.endOf(begin, o.dict["Length"])
	if err != nil {
		return err
	}
	x.seek(end)
	return nil
}

// line goes over the end of the line behind the word stream.
func (x *lexer) line() error {
	b, ok, err := x.byte()
	if !ok || b == '\n' {
		return err
	}
	if b != '\r' {
		x.back()
		return nil
	}
	if b, ok, err = x.byte(); ok && b != '\n' {
		x.back()
	}
	return err
}

// endOf finds where a stream ends: where its length says, if there is an end, and otherwise at the next one. Without one, there is
// no stream, and what follows is read as objects.
func (p *pdf) endOf(begin int64, length string) (int64, error) {
	if n, err := strconv.ParseInt(length, 10, 64); err == nil && n >= 0 && n < p.size-begin {
		near := make([]byte, min(p.size-begin-n, 16))
		if err := p.readAt(near, begin+n); err != nil {
			return 0, err
		}
		if bytes.HasPrefix(bytes.TrimLeft(near, "\r\n "), []byte("endstream")) {
			return begin + n, nil
		}
	}
	if p.endless {
		return begin, nil
	}
	var end int64 = -1
	err := p.pieces(begin, 8, func(piece []byte, at int64, _ int) error {
		if found := bytes.Index(piece, []byte("endstream")); found >= 0 {
			end = at + int64(found)
			return errFound
		}
		return nil
	})
	if end >= 0 {
		return end, nil
	}
	p.endless = true
	return begin, err
}

// isPacked says whether a stream can be read as one of objects: those have a First, whatever they are called.
func isPacked(dict map[string]string) bool {
	return dict["First"] != "" || dict["Type"] == "/ObjStm" || dict[ambiguous] != ""
}

// isFlate says whether a stream is packed with Flate, and with nothing else.
func isFlate(dict map[string]string) bool {
	filter := strings.Trim(dict["Filter"], "[] ")
	parameters := strings.Trim(dict["DecodeParms"], "[] ")
	return dict[ambiguous] == "" && (filter == "/FlateDecode" || filter == "/Fl") && (parameters == "" || parameters == "null")
}

// content unpacks a stream, and looks at what it may be.
func (p *pdf) content(begin int64, dict map[string]string) error {
	isFile := dict["Type"] == "/EmbeddedFile"
	if isFile {
		p.embedded++
	}
	raw := p.section(begin, p.size-begin)
	if dict["Filter"] == "" {
		return p.plain(raw, dict, isFile)
	}
	if !isFlate(dict) {
		if isPacked(dict) {
			p.attach("pdf-hidden", "it packs objects in a way that is not looked into: print it to a new PDF to have it shown")
		}
		if isFile {
			p.attach("pdf-files", "it has files in it that cannot be looked at")
		}
	}
	unpacked, err := zlib.NewReader(raw)
	if err != nil {
		return p.readable(err)
	}
	counted := &pdfUnpacking{pdf: p, from: unpacked, max: pdfStreamMax}
	switch {
	case isPacked(dict):
		counted.max, counted.pack = pdfPackMax, true
		err = p.objectsIn(counted)
	case isFile:
		err = p.file(counted)
	default:
		watch := &watcher{}
		if err = copyAll(watch, counted); isProgramFile(watch.head) {
			return refuse("program", "it has a program in it")
		}
		if watch.eicar {
			return refuse("eicar", "it has the EICAR string, by which scanners are tested")
		}
	}
	return p.readable(err)
}

// plain looks at a stream that is not packed. Its names were seen with all bytes; those of objects are read anew, to know short ones.
func (p *pdf) plain(raw io.Reader, dict map[string]string, isFile bool) error {
	n, err := strconv.ParseInt(dict["Length"], 10, 64)
	if err != nil || n < 0 {
		n = pdfPackMax
	}
	raw = io.LimitReader(raw, n)
	switch {
	case isPacked(dict):
		return p.objectsIn(&pdfUnpacking{pdf: p, from: raw, max: pdfPackMax + 1, pack: true})
	case isFile:
		return p.file(raw)
	}
	head := make([]byte, headSize)
	read, err := io.ReadFull(raw, head)
	if isProgramFile(head[:read]) {
		return refuse("program", "it has a program in it")
	}
	return p.readable(err)
}

// readable is an error of the file below or a refusal as it is; what cannot be unpacked is no error: viewers show what they can.
func (p *pdf) readable(err error) error {
	if _, ok := errors.AsType[*refusal](err); ok || p.ctx.Err() != nil {
		return err
	}
	return nil
}

// objectsIn goes through the objects of a stream of them.
func (p *pdf) objectsIn(r io.Reader) error {
	x := &lexer{look: p.look}
	x.from(r)
	o := &object{pdf: p}
	for {
		t, err := x.next()
		if err != nil || t.kind == tokenEnd {
			return err
		}
		if err := o.take(t); err != nil {
			return err
		}
	}
}

// isProgramFile says whether bytes begin as a program does that has more than two bytes to be known by: pictures begin with any.
func isProgramFile(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\x7fELF")) {
		return true
	}
	if len(head) < 64 || string(head[:2]) != "MZ" {
		return false
	}
	at := int(head[0x3c]) | int(head[0x3d])<<8
	return at+4 <= len(head) && string(head[at:at+4]) == "PE\x00\x00"
}

// file looks at a file in a PDF: the XML of an invoice is taken, programs are refused, anything else makes the PDF an attachment.
func (p *pdf) file(r io.Reader) error {
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	head = head[:n]
	if err := p.readable(err); err != nil {
		return err
	}
	if what := program(head); what != "" {
		return refuse("program", "the PDF has %s in it", what)
	}
	begin := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(utf8Mark)), " \t\r\n")
	if !bytes.HasPrefix(begin, []byte("<?xml")) && !isElement(string(begin[:min(len(begin), 64)])) || isMarkup(string(begin), "<html", "<svg", "<!") {
		watch := &watcher{}
		_, _ = watch.Write(head)
		if err := copyAll(watch, r); p.readable(err) != nil {
			return err
		}
		if watch.eicar {
			return refuse("eicar", "it has the EICAR string, by which scanners are tested")
		}
		p.attach("pdf-files", "it has files in it other than the XML of an invoice")
		return nil
	}
	return p.invoice(io.MultiReader(bytes.NewReader(head), r))
}
