// Package statement writes commission statements: what a partner earned in a period, and every line of it with its order, level,
// percentage, condition period and the rank then held (HGB § 87c).
//
// It knows neither the graph nor the object store: facts come in, a file goes out.
package statement

import (
	"strconv"
	"time"

	"upline/commission"
	"upline/documents/evidence"
	"upline/documents/paper"
	"upline/internal/money"
	"upline/internal/period"
)

// Statement is what is known of a partner's period.
type Statement struct {
	Language string // two letters, one that the letterhead speaks
	Partner  Partner
	Run      string // the id
	Period   period.Period
	Issued   period.Day
	Made     time.Time // when the run was posted: the time in the file
	Currency string    // ISO 4217
	Scale    int       // decimal places of amounts
	commission.Statement
	Standing *Standing // nil: not in the sponsor tree
	Bonuses  []Bonus   // in the order in which they are printed
	// Volume, of Volumes, is which of several this is, from 1, where there are too many lines for one; sums are those of all.
	Volume, Volumes int
}

// Title is what it is called.
func (s *Statement) Title(texts paper.Texts) string {
	title := texts.Say("statement.title", "month", texts.Month(s.Period))
	if s.Volumes > 1 {
		title += texts.Say("statement.part", "no", strconv.Itoa(s.Volume), "of", strconv.Itoa(s.Volumes))
	}
	return title
}

// Partner is to whom it goes.
type Partner struct {
	ID, Name string
	Address  []string // the lines below the name; may be empty
}

// Standing is where the partner stood in the period.
type Standing struct {
	PaidAs, Career string // ranks, as they are called; empty: none
	PV, GV         money.Volume
	Active         bool
}

// Bonus is the lines of a bonus.
type Bonus struct {
	Title string
	Lines []Line
}

// Line is a line, with what the evidence says only elsewhere.
type Line struct {
	evidence.Line
	Rank string // that the partner then held, as it is called; empty: none
}

// Write writes the statement as a file, PDF/A-3b.
//
// Errors: Invalid when the letterhead does not speak the language.
func Write(head *paper.Letterhead, s *Statement) ([]byte, error) {
	texts, err := head.Texts(s.Language)
	if err != nil {
		return nil, err
	}
	title := s.Title(texts)
	sheet, err := head.Begin(paper.About{
		Language: s.Language, Title: title, Short: title + " · " + s.Partner.ID + " · " + s.Partner.Name, Made: s.Made,
	})
	if err != nil {
		return nil, err
	}
	w := &writer{sheet, s}
	sheet.Address(append([]string{s.Partner.Name}, s.Partner.Address...)...)
	w.facts()
	sheet.Title(title)
	if s.Volume <= 1 {
		w.sums()
		w.outcome()
	}
	w.lines()
	sheet.Note(sheet.Say("statement.rights"))
	return sheet.Bytes()
}

// writer writes a statement.
type writer struct {
	*paper.Sheet
	of *Statement
}

// amount writes an amount with its currency.
func (w *writer) amount(a money.Amount) string {
	return w.Amount(int64(a), w.of.Scale, w.of.Currency)
}

func (w *writer) facts() {
	facts := []paper.Fact{
		{Name: w.Say("statement.partner"), Value: w.of.Partner.ID},
		{Name: w.Say("statement.period"), Value: w.Day(w.of.Period.Start()) + " – " + w.Day(w.of.Period.End())},
		{Name: w.Say("statement.issued"), Value: w.Day(w.of.Issued)},
		{Name: w.Say("statement.run"), Value: w.of.Run},
	}
	if s := w.of.Standing; s != nil {
		facts = append(facts,
			paper.Fact{Name: w.Say("statement.paid_as"), Value: w.rank(s.PaidAs)},
			paper.Fact{Name: w.Say("statement.career"), Value: w.rank(s.Career)},
			paper.Fact{Name: w.Say("statement.volume"), Value: w.Decimal(s.PV.String(), 2) + " / " + w.Decimal(s.GV.String(), 2)},
		)
		if !s.Active {
			facts = append(facts, paper.Fact{Name: w.Say("statement.activity"), Value: w.Say("statement.inactive")})
		}
	}
	w.Facts(facts...)
}

func (w *writer) rank(name string) string {
	if name == "" {
		return w.Say("statement.no_rank")
	}
	return name
}

// sums writes the account: what was there, what came and went, and what is left.
func (w *writer) sums() {
	table := w.Table(paper.Column{Title: w.Say("statement.account")}, paper.Column{Title: w.Say("statement.amount"), Width: 40, Right: true})
	s := w.of
	for _, row := range []struct {
		name   string
		amount money.Amount
		always bool
	}{
		{"opening", s.Opening, true}, {"earnings", s.Earnings, true}, {"reversals", s.Reversals, false}, {"reserve", s.Reserve, false}, {"release", s.Release, false},
	} {
		if row.always || row.amount != 0 {
			table.Row(w.Say("statement."+row.name), w.amount(row.amount))
		}
	}
	table.Sum(w.Say("statement.balance"), w.amount(s.Balance))
	table.Row(w.Say("statement.payout"), w.amount(-s.Payout))
	table.Sum(w.Say("statement.closing"), w.amount(s.Closing))
	table.End()
}

// outcome says in words what comes of it.
func (w *writer) outcome() {
	s := w.of
	switch {
	case s.Payout > 0:
		w.Paragraph(w.Say("statement.paid", "amount", w.amount(s.Payout)))
	case s.Balance < 0:
		w.Paragraph(w.Say("statement.negative", "amount", w.amount(s.Balance)))
	case s.Balance > 0:
		w.Paragraph(w.Say("statement.carried", "amount", w.amount(s.Balance)))
	}
}

// lines writes every line, bonus by bonus.
func (w *writer) lines() {
	w.Heading(w.Say("statement.lines"))
	if len(w.of.Bonuses) == 0 {
		w.Paragraph(w.Say("statement.nothing"))
		return
	}
	table := w.Table(
		paper.Column{Title: w.Say("statement.order"), Width: 34}, paper.Column{Title: w.Say("statement.source")},
		paper.Column{Title: w.Say("statement.level"), Width: 11, Right: true}, paper.Column{Title: w.Say("statement.base"), Width: 21, Right: true},
		paper.Column{Title: w.Say("statement.percent"), Width: 15, Right: true}, paper.Column{Title: w.Say("statement.condition"), Width: 16, Right: true},
		paper.Column{Title: w.Say("statement.rank"), Width: 23}, paper.Column{Title: w.Say("statement.amount"), Width: 24, Right: true},
	)
	for _, bonus := range w.of.Bonuses {
		table.Group(bonus.Title)
		var sum money.Amount
		for i := range bonus.Lines {
			w.line(table, &bonus.Lines[i])
			sum += bonus.Lines[i].Amount // a part of what the run has added up, and so it fits
		}
		table.Sum(w.Say("statement.sum", "count", w.Number(int64(len(bonus.Lines)), 0, 0)), "", "", "", "", "", "", w.amount(sum))
	}
	table.End()
}

func (w *writer) line(table *paper.Table, l *Line) {
	order, level, base, percent := l.Order, "", "", ""
	if order == "" {
		order = w.Say("statement.no_order")
	}
	if l.Kind != commission.KindEarning {
		order += " (" + w.Say("statement.kind_"+l.Kind.String()) + ")"
	}
	if l.Level != commission.NoLevel {
		level = w.Number(int64(l.Level), 0, 0)
	}
	if l.HasBase {
		base, percent = w.Decimal(l.Base.String(), 2), w.Percent(int64(l.Percent))
	}
	table.Row(order, l.Source, level, base, percent, l.Condition.String(), l.Rank, w.amount(l.Amount))
}
