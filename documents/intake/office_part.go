package intake

import (
	"encoding/xml"
	"path"
	"strings"
)

// fieldMax is how much of a field of Word is looked at, in bytes: what it does stands first.
const fieldMax = 256

// officePart is an XML part of an Office file under way.
type officePart struct {
	*archive
	relations bool
	inField   bool
	field     []byte // of Word, which may cut it in many
}

// start looks at one element: relations that load from elsewhere, fields that ask programs.
func (p *officePart) start(e xml.StartElement) {
	p.inField = false
	switch e.Name.Local {
	case "Relationship":
		if kind := path.Base(attribute(e, "Type")); p.relations && kind != "hyperlink" && strings.EqualFold(attribute(e, "TargetMode"), "External") {
			p.attach("office-external", "it loads a %s from elsewhere", Shown(kind))
		}
	case "ddeLink":
		p.dde()
	case "fldSimple":
		if isDDE(attribute(e, "instr")) {
			p.dde()
		}
	case "fldChar":
		p.field = p.field[:0]
	case "instrText":
		p.inField = true
	}
}

// text looks at the text of a field.
func (p *officePart) text(text []byte) {
	if !p.inField {
		return
	}
	p.field = append(p.field, text[:min(len(text), fieldMax-len(p.field))]...)
	if isDDE(string(p.field)) {
		p.dde()
	}
}

func (p *officePart) dde() { p.attach("office-dde", "it asks other programs for data (DDE)") }

// isDDE says whether a field of Word asks another program.
func isDDE(field string) bool {
	return strings.HasPrefix(strings.ToUpper(strings.TrimSpace(field)), "DDE")
}

// attribute is the value of an attribute, whatever its name space; empty: it has none.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
