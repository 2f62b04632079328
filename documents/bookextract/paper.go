package bookextract

import (
	"strings"

	"upline/commission"
	"upline/documents/paper"
	"upline/internal/money"
)

// partEntries is how many entries one file of paper has: a longer extract is several of them.
const partEntries = 10_000

// Paper is an extract as PDF/A-3b, in one part or more.
type Paper struct {
	letterhead *paper.Letterhead
	head       *Head
	each       func(part int, file []byte) error

	part    int
	entries int // of the part
	sheet   *paper.Sheet
	table   *paper.Table
	tally   tally
	group   group
}

// group is the lines of a bonus and a kind, which stand together.
type group struct {
	kind  commission.Kind
	bonus string
	begun bool
	lines int
	sum   money.Amount
}

var _ Writer = (*Paper)(nil)

// NewPaper begins an extract on paper, and hands out each part when it is full.
//
// Errors: Invalid when the letterhead does not speak the language.
func NewPaper(letterhead *paper.Letterhead, head *Head, each func(part int, file []byte) error) (*Paper, error) {
	p := &Paper{letterhead: letterhead, head: head, each: each}
	if err := p.begin(); err != nil {
		return nil, err
	}
	p.overview()
	return p, nil
}

// begin begins a part.
func (p *Paper) begin() error {
	texts, err := p.letterhead.Texts(p.head.Language)
	if err != nil {
		return err
	}
	p.part++
	p.entries = 0
	title := texts.Say("extract.title", "from", texts.Day(p.head.From), "through", texts.Day(p.head.Through))
	if p.part > 1 {
		title += " · " + texts.Say("extract.part", "part", texts.Number(int64(p.part), 0, 0))
	}
	p.sheet, err = p.letterhead.Begin(paper.About{
		Language: p.head.Language, Title: title, Short: title + " · " + p.head.Partner.ID + " · " + p.head.Partner.Name, Made: p.head.Made,
	})
	if err != nil {
		return err
	}
	p.sheet.Address(append([]string{p.head.Partner.Name}, p.head.Partner.Address...)...)
	p.sheet.Facts(
		paper.Fact{Name: p.sheet.Say("statement.partner"), Value: p.head.Partner.ID},
		paper.Fact{Name: p.sheet.Say("statement.period"), Value: p.sheet.Day(p.head.From) + " – " + p.sheet.Day(p.head.Through)},
		paper.Fact{Name: p.sheet.Say("statement.issued"), Value: p.sheet.Day(p.head.Drawn)},
		paper.Fact{Name: p.sheet.Say("extract.runs"), Value: p.sheet.Number(int64(len(p.head.Runs)), 0, 0)},
	)
	p.sheet.Title(title)
	return nil
}

// amounts are the amounts of a statement that an overview has, in the order of its columns.
func amounts(s *commission.Statement) []money.Amount {
	if s == nil {
		s = &commission.Statement{}
	}
	return []money.Amount{s.Earnings, s.Reversals, s.Reserve, s.Release, s.Payout}
}

var amountNames = []string{"earnings", "reversals", "reserve", "release", "payout"}

// overview writes what the runs of the span came to.
func (p *Paper) overview() {
	s := p.sheet
	s.Paragraph(s.Say("extract.intro"))
	if len(p.head.Runs) == 0 {
		s.Paragraph(s.Say("extract.no_runs"))
		return
	}
	columns := []paper.Column{{Title: s.Say("extract.month"), Width: 22}}
	for _, name := range amountNames {
		columns = append(columns, paper.Column{Title: s.Say("extract.sum_" + name), Right: true})
	}
	table := s.Table(columns...)
	sums := map[string][]money.Amount{}
	var order []string
	scales := map[string]int{}
	for i := range p.head.Runs {
		run := &p.head.Runs[i]
		if sums[run.Currency] == nil {
			sums[run.Currency], order = make([]money.Amount, len(amountNames)), append(order, run.Currency)
			scales[run.Currency] = run.Scale
		}
		for j, amount := range amounts(run.Statement) {
			sums[run.Currency][j] += amount // parts of what runs have added up
		}
		table.Row(p.cells(run.Period.String(), amounts(run.Statement), run.Scale, run.Currency)...)
	}
	for _, currency := range order {
		table.Sum(p.cells(s.Say("extract.sum"), sums[currency], scales[currency], currency)...)
	}
	table.End()
}

func (p *Paper) cells(first string, amounts []money.Amount, scale int, currency string) []string {
	cells := []string{first}
	for _, amount := range amounts {
		cells = append(cells, p.sheet.Amount(int64(amount), scale, currency))
	}
	return cells
}

// Run begins a run.
func (p *Paper) Run(r *Run) error {
	p.tally = tally{run: r}
	p.runHeading("extract.run")
	return nil
}

func (p *Paper) runHeading(key string) {
	r := p.tally.run
	p.sheet.Heading(p.sheet.Say(key, "month", p.sheet.Month(r.Period)))
	document := r.Document
	if document == "" {
		document = p.sheet.Say("extract.no_document")
	}
	p.sheet.Note(p.sheet.Say("extract.run_facts", "run", r.ID, "posted", p.sheet.Day(r.Posted), "document", document))
	p.table, p.group = nil, group{}
}

// Entries adds lines of the run.
func (p *Paper) Entries(entries []Entry) error {
	for i := range entries {
		e := &entries[i]
		if err := p.tally.add(&e.Line); err != nil {
			return err
		}
		if p.entries == partEntries {
			if err := p.cut(); err != nil {
				return err
			}
		}
		p.entries++
		p.entry(e)
	}
	return nil
}

// cut ends a part in the midst of a run, and begins the next one.
func (p *Paper) cut() error {
	was := p.group
	p.groupSum("extract.carried")
	p.table.End()
	p.sheet.Note(p.sheet.Say("extract.continued", "part", p.sheet.Number(int64(p.part+1), 0, 0)))
	if err := p.hand(); err != nil {
		return err
	}
	if err := p.begin(); err != nil {
		return err
	}
	p.runHeading("extract.run_continued")
	p.group = was
	p.group.begun = false
	return nil
}

func (p *Paper) hand() error {
	file, err := p.sheet.Bytes()
	if err != nil {
		return err
	}
	return p.each(p.part, file)
}

func (p *Paper) entry(e *Entry) {
	if p.table == nil {
		p.begins()
	}
	if g := &p.group; !g.begun || g.kind != e.Kind || g.bonus != e.Bonus {
		same := !g.begun && g.kind == e.Kind && g.bonus == e.Bonus
		if g.begun {
			p.groupSum("extract.group_sum")
		}
		if !same { // of one that goes on from the part before, the sum goes on, too
			*g = group{kind: e.Kind, bonus: e.Bonus}
		}
		g.begun = true
		p.table.Group(p.sheet.Say("extract.kind_"+e.Kind.String()) + " · " + e.Bonus)
	}
	p.group.lines++
	p.group.sum += e.Amount // a part of the tally, which was checked
	p.table.Row(p.row(e)...)
	for i := range e.Cancellations {
		p.table.Remark(p.cancellation(&e.Cancellations[i]))
	}
}

func (p *Paper) groupSum(key string) {
	p.table.Sum(p.sheet.Say(key), p.sheet.Say("statement.sum", "count", p.sheet.Number(int64(p.group.lines), 0, 0)), "", "", "", "", p.amount(p.group.sum))
}

// EndRun ends the run with its account, as the statement has it.
func (p *Paper) EndRun() error {
	if err := p.tally.check(); err != nil {
		return err
	}
	if p.table == nil {
		p.sheet.Paragraph(p.sheet.Say("statement.nothing"))
	} else {
		p.groupSum("extract.group_sum")
		p.table.End()
	}
	if p.tally.run.Statement == nil {
		return nil
	}
	table := p.sheet.Table(paper.Column{Title: p.sheet.Say("statement.account")}, paper.Column{Title: p.sheet.Say("extract.amount"), Width: 40, Right: true})
	a := p.tally.run.Statement
	table.Row(p.sheet.Say("statement.opening"), p.amount(a.Opening))
	for i, amount := range amounts(a)[:4] {
		if i == 0 || amount != 0 {
			table.Row(p.sheet.Say("statement."+amountNames[i]), p.amount(amount))
		}
	}
	table.Sum(p.sheet.Say("statement.balance"), p.amount(a.Balance))
	table.Row(p.sheet.Say("statement.payout"), p.amount(-a.Payout))
	table.Sum(p.sheet.Say("statement.closing"), p.amount(a.Closing))
	table.End()
	return nil
}

// openMax is how many open orders stand on paper; the spreadsheet has them all.
const openMax = 5000

// Open tells which orders of the partner no run has settled yet.
func (p *Paper) Open(orders []Order) error {
	s := p.sheet
	s.Heading(s.Say("extract.open"))
	if len(orders) == 0 {
		s.Paragraph(s.Say("extract.nothing_open"))
		return nil
	}
	table := s.Table(
		paper.Column{Title: s.Say("extract.order")}, paper.Column{Title: s.Say("extract.order_kind"), Width: 35},
		paper.Column{Title: s.Say("extract.value"), Width: 35, Right: true}, paper.Column{Title: s.Say("extract.paid"), Width: 28},
	)
	for i := range orders[:min(len(orders), openMax)] {
		o := &orders[i]
		table.Row(o.ID+"\n"+s.Day(o.Placed), o.Kind, s.Decimal(o.Points.String(), 2)+"\n"+s.Decimal(o.CV.String(), 2), p.paid(o))
	}
	table.End()
	if left := len(orders) - openMax; left > 0 {
		s.Note(s.Say("extract.open_more", "count", s.Number(int64(left), 0, 0)))
	}
	return nil
}

// End writes what an extract has to say of itself, and hands out the last part.
func (p *Paper) End() error {
	p.sheet.Heading(p.sheet.Say("extract.notes"))
	for _, note := range notes(p.sheet.Texts) {
		p.sheet.Note(note)
	}
	return p.hand()
}

// notes say how to read an extract, and what the company does not hold.
func notes(texts paper.Texts) []string {
	return strings.Split(strings.TrimSpace(texts.Say("extract.notes_text")), "\n")
}
