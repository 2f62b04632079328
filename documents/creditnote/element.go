package creditnote

import (
	"bytes"
	"encoding/xml"

	"upline/internal/money"
	"upline/internal/period"
)

// tree writes XML, element by element. A pair of attribute and value may follow the name.
type tree struct {
	out   bytes.Buffer
	scale int
}

// in writes an element with others in it.
func (t *tree) in(name string, content func()) {
	t.out.WriteString("<" + name + ">")
	content()
	t.out.WriteString("</" + name + ">\n")
}

// text writes an element with a text in it, unless that is empty: the standard wants no empty elements.
func (t *tree) text(name, value string, attribute ...string) {
	if value == "" {
		return
	}
	t.out.WriteString("<" + name)
	if len(attribute) == 2 {
		t.out.WriteString(" " + attribute[0] + `="`)
		_ = xml.EscapeText(&t.out, []byte(attribute[1])) // a buffer takes everything
		t.out.WriteString(`"`)
	}
	t.out.WriteString(">")
	_ = xml.EscapeText(&t.out, []byte(value))
	t.out.WriteString("</" + name + ">\n")
}

func (t *tree) amount(name string, amount money.Amount, attribute ...string) {
	t.text(name, amount.Format(t.scale), attribute...)
}

// day writes a day as CII wants it (format 102: yyyyMMdd), in the namespace of dates given.
func (t *tree) day(name, namespace string, day period.Day) {
	text := day.String()
	t.in(name, func() { t.text(namespace+":DateTimeString", text[:4]+text[5:7]+text[8:], "format", "102") })
}
