package intake

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// seeXML goes through an XML file, and tells its form by its first element.
func (l *look) seeXML(from int64) error {
	l.report.Type = XML
	var s subject
	err := WalkXML(l.section(from, l.size-from), l.limits.Depth, s.start, s.text)
	l.report.Form, l.report.Code = formOf(s.root), s.code
	switch s.root.Local {
	case "svg":
		l.report.Type = SVG
	case "html":
		l.report.Type = HTML
	}
	if err == nil {
		err = l.seeType() // SVG and HTML, too
	}
	return l.orDamaged(err, "its XML cannot be read")
}

// orDamaged is a refusal or an error of the file below as it is, and anything else as damage.
func (l *look) orDamaged(err error, what string) error {
	if _, ok := errors.AsType[*refusal](err); err == nil || ok || l.ctx.Err() != nil || isOwn(err) {
		return err
	}
	return damaged("%s (%s)", what, Shown(err.Error()))
}

// subject is what an XML file is about, by its first element and the code of an invoice.
type subject struct {
	root   xml.Name
	before string // the element that began last
	inCode bool
	code   string
}

func (s *subject) start(e xml.StartElement) {
	if s.root.Local == "" {
		s.root = e.Name
	}
	name := e.Name.Local
	form := formOf(s.root)
	s.inCode = s.code == "" && (form == UBL && (name == "InvoiceTypeCode" || name == "CreditNoteTypeCode") || form == CII && name == "TypeCode" && s.before == "ID")
	s.before = name
}

func (s *subject) text(text []byte) {
	if code := strings.TrimSpace(string(text[:min(len(text), 64)])); s.inCode && len(code) == 3 {
		s.code = code
	}
	s.inCode = false
}

// formOf says what an XML file is about by its first element.
func formOf(root xml.Name) Form {
	switch space := root.Space; {
	case root.Local == "CrossIndustryInvoice" && strings.HasPrefix(space, "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:"):
		return CII
	case strings.HasPrefix(space, "urn:oasis:names:specification:ubl:schema:xsd:Invoice-"), strings.HasPrefix(space, "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-"):
		return UBL
	case strings.HasPrefix(space, "urn:iso:std:iso:20022:tech:xsd:camt."):
		return CAMT
	case strings.HasPrefix(space, "urn:iso:std:iso:20022:tech:xsd:pain."):
		return PAIN
	}
	return ""
}

// WalkXML goes through XML from end to end, in any of its usual encodings. It refuses document types, and so all entities but the
// five; more depth than allowed; and tags and texts that would take too much memory.
//
// Errors: Invalid for what is refused; otherwise those of the reader, or of XML that is not well formed.
func WalkXML(r io.Reader, depthMax int, start func(xml.StartElement), text func([]byte)) error {
	r, wide := narrow(r)
	d := xml.NewDecoder(&tagLimit{from: r})
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if label = strings.ToLower(label); wide && strings.HasPrefix(label, "utf-16") {
			return input, nil
		}
		if !isNarrow(label) {
			return nil, refuse("xml-encoding", "XML in the encoding %s is not read: bring it in UTF-8", Shown(label))
		}
		return charset.NewReaderLabel(label, input)
	}
	for depth := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive:
			return refuse("xml-doctype", "XML with a document type or other declarations is not taken")
		case xml.StartElement:
			if depth++; depth > depthMax {
				return refuse("xml-depth", "its elements are nested more than %d deep", depthMax)
			}
			start(t)
		case xml.EndElement:
			depth--
		case xml.CharData:
			if text != nil {
				text(t)
			}
		}
	}
}

// isNarrow says whether an encoding has the characters of ASCII where ASCII has them, and nowhere else.
func isNarrow(label string) bool {
	for _, known := range []string{"utf-8", "us-ascii", "iso-8859-", "windows-125", "latin"} {
		if strings.HasPrefix(label, known) {
			return true
		}
	}
	return false
}

// narrow turns UTF-16 into UTF-8, and says so.
func narrow(r io.Reader) (io.Reader, bool) {
	buffered := bufio.NewReader(r)
	switch begin, _ := buffered.Peek(2); string(begin) {
	case "\xff\xfe", "\xfe\xff", "<\x00", "\x00<":
		order := unicode.LittleEndian
		if begin[0] == 0 {
			order = unicode.BigEndian
		}
		return transform.NewReader(buffered, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), true
	}
	return buffered, false
}
