package intake

import (
	"bytes"
	"strconv"
)

// pdf is a PDF file under way. It is not understood as a viewer does, by its directory: viewers differ, and objects can be hidden
// from some of them. Instead, all that is in it is read from end to end, packed objects too, and a name that does something counts
// wherever it stands.
type pdf struct {
	*look
	headers   int   // of objects, where objects may be
	raw       int   // the same, anywhere
	pages     int   // objects that are pages
	declared  int   // pages by the largest count of a tree
	encrypted bool  // somewhere
	attached  int   // files that are declared
	embedded  int   // files that are there
	unpacked  int64 // bytes of all streams
	packs     int64 // bytes of object streams
	endless   bool  // no stream ends from here on
}

// seePDF looks at a PDF file.
func (l *look) seePDF() error {
	if len(l.head) < 8 || l.head[6] != '.' {
		return damaged("a PDF begins with its version")
	}
	if err := l.endPDF(); err != nil {
		return err
	}
	p := &pdf{look: l}
	if err := p.bytes(); err != nil {
		return err
	}
	if err := p.objects(); err != nil {
		return err
	}
	return p.conclude()
}

// endPDF checks that a PDF has an end, and what stands behind it.
func (l *look) endPDF() error {
	tail, base, err := l.tail(64 << 10)
	if err != nil {
		return err
	}
	at := bytes.LastIndex(tail, []byte("%%EOF"))
	if at < 0 || !bytes.Contains(tail[:at], []byte("startxref")) {
		return damaged("the end of the PDF is missing")
	}
	return l.trailing(base + int64(at) + 5)
}

// objects goes through all objects.
func (p *pdf) objects() error {
	x := &lexer{look: p.look}
	x.seek(0)
	o := &object{pdf: p}
	for {
		t, err := x.next()
		if err != nil {
			return err
		}
		if t.kind == tokenEnd {
			return nil
		}
		if err := o.take(t); err != nil {
			return err
		}
		if t.isHeader() && o.isNumber(1) {
			if err := p.header(x.at - 3); err != nil {
				return err
			}
		}
		if t.kind == tokenWord && t.text == "stream" && o.closed {
			if err := p.stream(x, o); err != nil {
				return err
			}
		}
	}
}

// header counts the header of an object where objects may be, by the same rule as anywhere.
func (p *pdf) header(at int64) error {
	begin := max(at-rawHeaderMax, 0)
	window := make([]byte, min(at+4, p.size)-begin)
	if err := p.readAt(window, begin); err != nil {
		return err
	}
	if isRawHeader(window, int(at-begin)) {
		p.headers++
	}
	return nil
}

// conclude says what follows from all that was read.
func (p *pdf) conclude() error {
	if p.raw > p.headers {
		p.attach("pdf-hidden", "it hides objects where viewers may or may not see them: print it to a new PDF to have it shown")
	}
	if p.attached > 0 && p.embedded == 0 {
		p.attach("pdf-files", "it has files in it that cannot be looked at")
	}
	p.report.Pages = max(p.pages, p.declared)
	if p.declared > 0 {
		p.report.Pages = p.declared
	}
	if err := p.look.pages(max(p.pages, p.declared)); err != nil {
		return err
	}
	if p.report.Pages == 0 && !p.encrypted {
		return damaged("it has no page")
	}
	return nil
}

// object is what was read last: the tokens before, and the dictionary that is open or was closed last.
type object struct {
	*pdf
	last   [3]token // the newest first
	depth  int      // of dictionaries
	nested int      // arrays in the outermost dictionary
	closed bool     // the outermost dictionary has just been closed
	dict   map[string]string
	key    string
	values int // tokens of the key
}

// Limits of what is kept of a dictionary: those of streams are short.
const (
	dictKeysMax   = 64
	dictValuesMax = 16
	ambiguous     = "\x00" // the key of what is there twice, or too much
)

// take takes a token in.
func (o *object) take(t token) error {
	if err := o.judge(o.last[0], t); err != nil {
		return err
	}
	if t.kind != tokenWord || t.text != "stream" {
		o.closed = false
	}
	switch t.kind {
	case tokenOpen:
		if o.depth++; o.depth == 1 {
			o.dict, o.key, o.values, o.nested = map[string]string{}, "", 0, 0
		} else {
			o.value("<<")
		}
	case tokenClose:
		o.depth = max(o.depth-1, 0)
		if o.closed = o.depth == 0; o.closed {
			o.count()
		}
	case tokenName:
		o.name(t.text)
	default:
		if o.depth == 1 && t.text == "[" {
			o.nested++
		}
		if o.depth == 1 && t.text == "]" {
			o.nested = max(o.nested-1, 0)
		}
		if t.text == "endobj" || t.text == "obj" {
			o.depth = 0
		}
		o.value(t.text)
	}
	o.last = [3]token{t, o.last[0], o.last[1]}
	return nil
}

// name takes a name in: a key, or a value.
func (o *object) name(text string) {
	if o.depth != 1 || o.nested > 0 || o.key != "" && o.values == 0 {
		o.value("/" + text)
		return
	}
	o.key, o.values = text, 0
	if _, known := o.dict[text]; known || len(o.dict) >= dictKeysMax {
		o.key = ambiguous // viewers differ in which they take
	}
}

// value takes a token in that belongs to a key of the outermost dictionary.
func (o *object) value(text string) {
	if o.values++; o.depth == 0 || o.key == "" || o.values > dictValuesMax {
		return
	}
	if before := o.dict[o.key]; before != "" && o.key != ambiguous {
		text = before + " " + text
	}
	o.dict[o.key] = text
}

// count counts pages, by themselves and as trees of them say.
func (o *object) count() {
	switch o.dict["Type"] {
	case "/Page":
		o.pages++
	case "/Pages":
		if n, err := strconv.Atoi(o.dict["Count"]); err == nil {
			o.declared = max(o.declared, n)
		}
	}
}

// isNumber says whether a token before the newest is a number.
func (o *object) isNumber(back int) bool {
	t := o.last[back]
	if t.kind != tokenWord || t.text == "" {
		return false
	}
	for _, c := range []byte(t.text) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
