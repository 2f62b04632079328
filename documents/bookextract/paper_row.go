package bookextract

import (
	"upline/commission"
	"upline/documents/paper"
	"upline/internal/money"
	"upline/internal/period"
)

func (p *Paper) begins() {
	s := p.sheet
	p.table = s.Table(
		paper.Column{Title: s.Say("extract.order"), Width: 33}, paper.Column{Title: s.Say("extract.seller"), Width: 29},
		paper.Column{Title: s.Say("extract.value"), Width: 25, Right: true}, paper.Column{Title: s.Say("extract.paid"), Width: 18},
		paper.Column{Title: s.Say("extract.level"), Width: 17, Right: true}, paper.Column{Title: s.Say("extract.base"), Width: 21, Right: true},
		paper.Column{Title: s.Say("extract.amount"), Right: true},
	)
}

// row is a line: two facts in each cell, the second below the first.
func (p *Paper) row(e *Entry) []string {
	s := p.sheet
	order, seller, value, paid, base := s.Say("statement.no_order"), e.Source, "", "", ""
	if e.Order != "" {
		order = e.Order
	}
	if o := e.Of; o != nil {
		order += "\n" + s.Day(o.Placed)
		seller += "\n" + o.Kind
		value = s.Decimal(o.Points.String(), 2) + "\n" + s.Decimal(o.CV.String(), 2)
		paid = p.paid(o)
	}
	level := "\n" + e.Condition.String()
	if e.Level != commission.NoLevel {
		level = s.Number(int64(e.Level), 0, 0) + level
	}
	if e.HasBase {
		base = s.Decimal(e.Base.String(), 2) + "\n" + s.Percent(int64(e.Percent))
	}
	return []string{order, seller, value, paid, level, base, p.amount(e.Amount)}
}

func (p *Paper) paid(o *Order) string {
	if o.Paid == period.Forever {
		return p.sheet.Say("extract.unpaid")
	}
	return p.sheet.Day(o.Paid)
}

func (p *Paper) amount(a money.Amount) string {
	return p.sheet.Amount(int64(a), p.tally.run.Scale, p.tally.run.Currency)
}

func (p *Paper) cancellation(c *Cancellation) string {
	return p.sheet.Say("extract.cancelled", "id", c.ID, "day", p.sheet.Day(c.On), "share", p.sheet.Percent(int64(c.Share)*100), "reason", reason(p.sheet.Texts, c.Reason))
}

// reason is the code of a reason in words.
func reason(texts paper.Texts, code string) string {
	if key := "extract.reason_" + code; texts.Has(key) {
		return texts.Say(key)
	}
	return code
}
