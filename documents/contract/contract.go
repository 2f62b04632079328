// Package contract writes a partner's contract as it was accepted online: the texts in their versions, the boxes that were ticked, and each
// step with its time to the second. What proves all of it is kept apart (graph/joining); this is what people read.
package contract

import (
	"strings"
	"time"

	"upline/documents/paper"
	"upline/internal/fault"
	"upline/internal/period"
)

// op names the operation in errors.
const op = "contract"

// Contract is what was agreed, and how that came about.
type Contract struct {
	Language     string // of the letterhead
	Partner      string // the number
	Address      []string
	Registration string // the id of the application
	Accepted     time.Time
	Zone         *time.Location // in which times are written
	Texts        []Text
	Consents     []string // boxes that were ticked, by their names
	Steps        []Step   // in the order in which they came
	Record       string   // SHA-256 of what proves it, in hex
}

// Text is a text that was accepted, in its exact words: paragraphs between empty lines, those that begin with # are headings.
type Text struct{ Kind, Version, SHA256, Content string }

// Step is something that happened on the way.
type Step struct {
	At   time.Time
	What string // it proves, in the language of the contract
}

// Write writes the contract as PDF/A-3b.
//
// Errors: Invalid when it has no texts, or the letterhead does not speak the language.
func Write(head *paper.Letterhead, c *Contract) ([]byte, error) {
	if len(c.Texts) == 0 || c.Accepted.IsZero() {
		return nil, fault.Invalidf(op, "the contract of partner %s has no texts that were accepted", c.Partner)
	}
	texts, err := head.Texts(c.Language)
	if err != nil {
		return nil, err
	}
	title := texts.Say("contract.title", "partner", c.Partner)
	sheet, err := head.Begin(paper.About{Language: c.Language, Title: title, Made: c.Accepted})
	if err != nil {
		return nil, err
	}
	w := writer{sheet, c}
	sheet.Address(c.Address...)
	sheet.Facts(
		paper.Fact{Name: w.Say("contract.partner"), Value: c.Partner}, paper.Fact{Name: w.Say("contract.accepted"), Value: w.moment(c.Accepted)},
		paper.Fact{Name: w.Say("contract.registration"), Value: c.Registration},
	)
	sheet.Title(title)
	sheet.Paragraph(w.Say("contract.intro", "at", w.moment(c.Accepted)))
	for i := range c.Texts {
		w.text(&c.Texts[i])
	}
	w.consents()
	w.steps()
	w.versions()
	sheet.Note(w.Say("contract.record", "sha256", c.Record))
	return sheet.Bytes()
}

// writer writes a contract.
type writer struct {
	*paper.Sheet
	of *Contract
}

// moment writes a time to the second, in the zone of the contract.
func (w writer) moment(at time.Time) string {
	at = at.In(w.of.Zone)
	return w.Day(period.DayOf(at, w.of.Zone)) + " " + at.Format("15:04:05 MST")
}

func (w writer) text(t *Text) {
	for paragraph := range strings.SplitSeq(t.Content, "\n\n") {
		paragraph = strings.TrimSpace(paragraph)
		if heading, is := strings.CutPrefix(paragraph, "# "); is {
			w.Heading(heading)
		} else if paragraph != "" {
			w.Paragraph(paragraph)
		}
	}
}

func (w writer) consents() {
	w.Heading(w.Say("contract.consents"))
	for _, name := range w.of.Consents {
		w.Paragraph("– " + w.Say("contract.consent_"+name))
	}
}

func (w writer) steps() {
	w.Heading(w.Say("contract.steps"))
	table := w.Table(paper.Column{Title: w.Say("contract.at"), Width: 40}, paper.Column{Title: w.Say("contract.what")})
	for _, step := range w.of.Steps {
		table.Row(w.moment(step.At), step.What)
	}
	table.End()
}

func (w writer) versions() {
	table := w.Table(
		paper.Column{Title: w.Say("contract.text"), Width: 36}, paper.Column{Title: w.Say("contract.version"), Width: 20},
		paper.Column{Title: w.Say("contract.sha256")},
	)
	for i := range w.of.Texts {
		t := &w.of.Texts[i]
		name := t.Kind
		if key := "contract.text_" + t.Kind; w.Has(key) {
			name = w.Say(key)
		}
		table.Row(name, t.Version, t.SHA256)
	}
	table.End()
}
