// Package coversheet draws cover sheets: a page that is put before a document when it is scanned, and says by a QR code what the document is
// and whose. Package documents/intake/cover reads them again.
package coversheet

import (
	"time"

	"upline/documents/intake/cover"
	"upline/documents/paper"
)

// codeSize is how wide and high the code is, in millimetres: a fax can read it.
const codeSize = 80

// Cover is what a cover sheet says.
type Cover struct {
	cover.Sheet
	Language string // of the letterhead
	Name     string // of the partner, for people; may be empty
	Made     time.Time
}

// Draw writes a cover sheet as PDF/A-3b: one page.
//
// Errors: Invalid when it says nothing or too much, or the letterhead does not speak the language; Internal when it could not be drawn.
func Draw(head *paper.Letterhead, c Cover) ([]byte, error) {
	payload, err := c.Payload()
	if err != nil {
		return nil, err
	}
	texts, err := head.Texts(c.Language)
	if err != nil {
		return nil, err
	}
	title := texts.Say("coversheet.title")
	sheet, err := head.Begin(paper.About{Language: c.Language, Title: title, Short: title, Made: c.Made})
	if err != nil {
		return nil, err
	}
	sheet.Facts(c.facts(texts)...)
	sheet.Title(title)
	sheet.Paragraph(texts.Say("coversheet.use"))
	sheet.Space(8)
	if err := sheet.Code(payload, codeSize); err != nil {
		return nil, err
	}
	sheet.Space(8)
	sheet.Note(texts.Say("coversheet.proof"))
	return sheet.Bytes()
}

// facts are what people read of it.
func (c *Cover) facts(texts paper.Texts) (facts []paper.Fact) {
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, paper.Fact{Name: texts.Say("coversheet." + key), Value: value})
		}
	}
	if c.Class != "" {
		add("class", texts.Say("coversheet.class_"+c.Class))
	}
	add("partner", c.Partner)
	add("name", c.Name)
	add("reference", c.Reference)
	return facts
}
