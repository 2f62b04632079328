package creditnote

import (
	"strconv"
	"time"

	"upline/documents/paper"
	"upline/internal/period"
)

// Draw writes a note as PDF/A-3b with its XML in it, and returns both.
//
// Errors: Invalid when the note does not keep the rules; Internal when it could not be drawn.
func Draw(head *paper.Letterhead, n Note, profile Profile) (pdf, xml []byte, err error) {
	if xml, err = n.XML(head, profile); err != nil {
		return nil, nil, err
	}
	totals, treatment, err := n.reckon(head.Company)
	if err != nil {
		return nil, nil, err
	}
	texts, err := head.Texts(n.Language)
	if err != nil {
		return nil, nil, err
	}
	sheet, err := head.Begin(paper.About{
		Language: n.Language, Title: n.title(texts) + " · " + n.Partner.Name, Short: n.title(texts) + " · " + texts.Day(n.Issued),
		Made: midnight(n.Issued), XMP: profile.xmp(),
	})
	if err != nil {
		return nil, nil, err
	}
	d := drawing{sheet, n, totals, treatment}
	d.opening(companyOf(head.Company))
	d.items()
	d.settlement()
	sheet.Note(sheet.Say("credit_note.objection"))
	sheet.Attach(paper.File{Name: profile.file(), Type: "text/xml", About: n.title(texts), Relation: paper.Alternative, Content: xml})
	pdf, err = sheet.Bytes()
	return pdf, xml, err
}

// midnight is when a document of a day is said to be made: the same content gives the same bytes.
func midnight(day period.Day) time.Time {
	y, m, d := day.Date()
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
}

// drawing is a note while it is drawn.
type drawing struct {
	*paper.Sheet
	note      Note
	totals    Totals
	treatment Treatment
}

// opening writes to whom, what and when.
func (d drawing) opening(company Party) {
	n := d.note
	d.Address(n.Partner.address(company.Country)...)
	facts := []paper.Fact{
		{Name: d.Say("credit_note.number"), Value: n.Number},
		{Name: d.Say("credit_note.day"), Value: d.Day(n.Issued)},
		{Name: d.Say("credit_note.span"), Value: d.Say("credit_note.span_days", "from", d.Day(n.From), "through", d.Day(n.Through))},
		{Name: d.Say("credit_note.partner"), Value: n.Partner.ID},
		{Name: d.Say("credit_note.tax_number"), Value: n.Partner.taxNumber()},
	}
	if d.treatment.Category != OutOfScope {
		facts = append(facts, paper.Fact{Name: d.Say("credit_note.vat_id"), Value: n.Partner.vatID()}, paper.Fact{Name: d.Say("credit_note.our_vat_id"), Value: company.VATID})
	}
	facts = append(facts, paper.Fact{Name: d.Say("credit_note.preceding"), Value: n.precedingText(d.Texts)})
	var known []paper.Fact
	for _, fact := range facts {
		if fact.Value != "" {
			known = append(known, fact)
		}
	}
	d.Facts(known...)
	d.Title(n.title(d.Texts))
	d.Paragraph(n.intro(d.Texts))
	if n.Reason != "" {
		d.Paragraph(d.Say("credit_note.reason", "reason", n.Reason))
	}
}

// items writes the items and the sums below them.
func (d drawing) items() {
	n := d.note
	table := d.Table(
		paper.Column{Title: d.Say("credit_note.position"), Width: 10}, paper.Column{Title: d.Say("credit_note.service")},
		paper.Column{Title: d.Say("credit_note.details"), Width: 28, Right: true}, paper.Column{Title: d.Say("credit_note.amount"), Width: 38, Right: true},
	)
	for i, item := range n.Items {
		table.Row(strconv.Itoa(i+1), item.title(d.Texts), item.about(d.Texts), n.say(d.Texts, item.Amount))
	}
	tax := d.Say("credit_note.tax_none")
	if d.treatment.Rate > 0 {
		tax = d.Say("credit_note.tax", "rate", d.Percent(int64(d.treatment.Rate)), "net", n.say(d.Texts, d.totals.Net))
	}
	table.Sum("", d.Say("credit_note.net"), "", n.say(d.Texts, d.totals.Net))
	table.Sum("", tax, "", n.say(d.Texts, d.totals.Tax))
	table.Sum("", d.Say("credit_note.gross"), "", n.say(d.Texts, d.totals.Gross))
	table.End()
	if d.treatment.Reason != "" {
		d.Paragraph(d.Say(d.treatment.Reason))
	}
}

// settlement writes how the total becomes a payout: a table when there is more to it than the total.
func (d drawing) settlement() {
	n := d.note
	if len(n.Payment.Entries) > 0 {
		d.Heading(d.Say("credit_note.settlement"))
		table := d.Table(paper.Column{Title: d.Say("credit_note.settlement")}, paper.Column{Title: d.Say("credit_note.amount"), Width: 38, Right: true})
		table.Row(n.title(d.Texts), n.say(d.Texts, d.totals.Gross))
		for _, entry := range n.Payment.Entries {
			table.Row(entry.text(d.Texts), n.say(d.Texts, entry.Amount))
		}
		if n.Payment.Payout > 0 {
			table.Sum(d.Say("credit_note.sum_payout"), n.say(d.Texts, n.Payment.Payout))
		}
		if d.totals.Open != 0 {
			table.Sum(d.Say("credit_note.sum_open"), n.say(d.Texts, d.totals.Open))
		}
		table.End()
	}
	for _, text := range n.payout(d.Texts, d.totals) {
		d.Paragraph(text)
	}
}
