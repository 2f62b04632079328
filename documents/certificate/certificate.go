// Package certificate writes what a partner hangs on the wall: that a rank was achieved.
package certificate

import (
	"time"

	"upline/documents/paper"
	"upline/internal/fault"
	"upline/internal/period"
)

// op names the operation in errors.
const op = "certificate"

// Certificate says who achieved what, and since when.
type Certificate struct {
	Language string // of the letterhead
	Partner  string // the name
	Rank     string // its title, in the words of the plan
	Achieved period.Day
	Issued   period.Day
}

// Draw writes a certificate as PDF/A-3b: a page across.
//
// Errors: Invalid when something is missing, or the letterhead does not speak the language; Internal when it could not be drawn.
func Draw(head *paper.Letterhead, c Certificate) ([]byte, error) {
	if c.Partner == "" || c.Rank == "" || c.Issued < c.Achieved {
		return nil, fault.Invalidf(op, "a certificate names partner and rank, and is issued when the rank is achieved or later")
	}
	texts, err := head.Texts(c.Language)
	if err != nil {
		return nil, err
	}
	y, m, d := c.Issued.Date()
	sheet, err := head.BeginAward(paper.About{
		Language: c.Language, Title: texts.Say("certificate.title") + " · " + c.Rank + " · " + c.Partner, Made: time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		return nil, err
	}
	sheet.Centred(texts.Say("certificate.title"), 40, paper.Accent)
	sheet.Space(11)
	sheet.Centred(texts.Say("certificate.to"), 13, paper.Plain)
	sheet.Space(8)
	sheet.Centred(c.Partner, 30, paper.Strong)
	sheet.Space(8)
	sheet.Centred(texts.Say("certificate.achieved", "day", texts.LongDay(c.Achieved)), 13, paper.Plain)
	sheet.Space(8)
	sheet.Centred(c.Rank, 34, paper.Accent)
	sheet.Space(8)
	sheet.Centred(texts.Say("certificate.thanks"), 12, paper.Plain)
	sheet.Signatures(texts.Say("certificate.place", "city", head.Company.City, "day", texts.LongDay(c.Issued)), texts.Say("certificate.signature", "company", head.Company.Name))
	return sheet.Bytes()
}
