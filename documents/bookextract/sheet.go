package bookextract

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"upline/commission"
	"upline/documents/paper"
	"upline/internal/money"
	"upline/internal/period"
)

// rowsMax is how many rows a sheet of a workbook has, with its header.
const rowsMax = 1_048_576

// digitsExact is how many digits of a number spreadsheets keep. Longer ones are written as text, which keeps them all.
const digitsExact = 15

// Sheet is an extract as a workbook: entries, sums and open orders on a sheet of their own each. Rows go to the disk as they come.
type Sheet struct {
	paper.Texts
	head  *Head
	file  *excelize.File
	lines *rows
	sums  *rows
	open  *rows
	tally tally
	bold  int // the style of headers
	day   int // that of days
}

var _ Writer = (*Sheet)(nil)

// rows is a sheet on its way.
type rows struct {
	name    string
	header  []any
	writer  *excelize.StreamWriter
	written int // rows
	number  int // of sheets of that name
}

// NewSheet begins an extract as a workbook. Who has it closes it.
//
// Errors: Invalid when the letterhead does not speak the language.
func NewSheet(letterhead *paper.Letterhead, head *Head) (*Sheet, error) {
	texts, err := letterhead.Texts(head.Language)
	if err != nil {
		return nil, err
	}
	s := &Sheet{Texts: texts, head: head, file: excelize.NewFile()}
	if err := s.begin(); err != nil {
		_ = s.file.Close()
		return nil, err
	}
	return s, nil
}

// Columns of the entries, in their order; the key of a title is extract.column_NAME.
var lineColumns = []string{
	"month", "run", "posted", "kind", "bonus", "order", "placed", "order_kind", "seller", "points", "cv", "paid", "level", "base", "percent", "condition",
	"amount", "currency", "cancelled_on", "cancelled_share", "cancelled_reason", "statement",
}

var sumColumns = []string{"month", "run", "posted", "lines", "opening", "earnings", "reversals", "reserve", "release", "balance", "payout", "closing", "currency", "statement"}

var openColumns = []string{"order", "placed", "order_kind", "points", "cv", "paid"}

func (s *Sheet) begin() (err error) {
	if s.bold, err = s.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return err
	}
	format := "yyyy-mm-dd"
	if s.Language == "de" {
		format = "dd.mm.yyyy"
	}
	if s.day, err = s.file.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return err
	}
	made := s.head.Made.UTC().Format(time.RFC3339)
	title := s.Say("extract.title", "from", s.Day(s.head.From), "through", s.Day(s.head.Through))
	if err := s.file.SetDocProps(&excelize.DocProperties{Title: title, Subject: s.head.Partner.ID, Language: s.Language, Created: made, Modified: made}); err != nil {
		return err
	}
	for _, one := range []struct {
		rows    **rows
		name    string
		columns []string
	}{{&s.lines, "extract.sheet_lines", lineColumns}, {&s.sums, "extract.sheet_sums", sumColumns}, {&s.open, "extract.sheet_open", openColumns}} {
		r := &rows{name: s.Say(one.name)}
		for _, column := range one.columns {
			r.header = append(r.header, excelize.Cell{StyleID: s.bold, Value: s.Say("extract.column_" + column)})
		}
		if err := s.next(r); err != nil {
			return err
		}
		*one.rows = r
	}
	return s.file.DeleteSheet("Sheet1")
}

// next begins a sheet, the first or one that goes on where another is full.
func (s *Sheet) next(r *rows) (err error) {
	if r.writer != nil {
		if err := r.writer.Flush(); err != nil {
			return err
		}
	}
	r.number++
	name := r.name
	if r.number > 1 {
		name += " " + strconv.Itoa(r.number)
	}
	if _, err := s.file.NewSheet(name); err != nil {
		return err
	}
	if r.writer, err = s.file.NewStreamWriter(name); err != nil {
		return err
	}
	if err := r.writer.SetColWidth(1, len(r.header), 16); err != nil {
		return err
	}
	if err := r.writer.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	r.written = 0
	return s.add(r, r.header...)
}

func (s *Sheet) add(r *rows, cells ...any) error {
	if r.written == rowsMax {
		if err := s.next(r); err != nil {
			return err
		}
	}
	r.written++
	return r.writer.SetRow("A"+strconv.Itoa(r.written), cells)
}

// Run begins a run.
func (s *Sheet) Run(r *Run) error {
	s.tally = tally{run: r}
	return nil
}

// Entries adds lines of the run.
func (s *Sheet) Entries(entries []Entry) error {
	for i := range entries {
		e := &entries[i]
		if err := s.tally.add(&e.Line); err != nil {
			return err
		}
		if err := s.add(s.lines, s.line(e)...); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sheet) line(e *Entry) []any {
	r := s.tally.run
	var placed, kind, points, cv, paid, level, base, percent any
	if o := e.Of; o != nil {
		placed, kind, points, cv, paid = s.dayCell(o.Placed), o.Kind, number(o.Points.String()), number(o.CV.String()), s.dayCell(o.Paid)
	}
	if e.Level != commission.NoLevel {
		level = int(e.Level)
	}
	if e.HasBase {
		base, percent = number(e.Base.String()), number(e.Percent.String())
	}
	var days, shares, reasons []string
	for i := range e.Cancellations {
		c := &e.Cancellations[i]
		days, shares, reasons = append(days, s.Day(c.On)), append(shares, s.Percent(int64(c.Share)*100)), append(reasons, reason(s.Texts, c.Reason))
	}
	return []any{
		r.Period.String(), r.ID, s.dayCell(r.Posted), s.Say("extract.kind_" + e.Kind.String()), e.Bonus, e.Order, placed, kind, e.Source, points, cv, paid, level, base, percent,
		e.Condition.String(), s.amount(e.Amount), r.Currency, strings.Join(days, "; "), strings.Join(shares, "; "), strings.Join(reasons, "; "), r.Document,
	}
}

// EndRun ends the run with its sums.
func (s *Sheet) EndRun() error {
	if err := s.tally.check(); err != nil {
		return err
	}
	r := s.tally.run
	cells := []any{r.Period.String(), r.ID, s.dayCell(r.Posted), s.tally.lines}
	account := r.Statement
	if account == nil {
		account = &commission.Statement{}
	}
	for _, amount := range []money.Amount{
		account.Opening, account.Earnings, account.Reversals, account.Reserve, account.Release, account.Balance, account.Payout, account.Closing,
	} {
		cells = append(cells, s.amount(amount))
	}
	return s.add(s.sums, append(cells, r.Currency, r.Document)...)
}

// Open tells which orders of the partner no run has settled yet.
func (s *Sheet) Open(orders []Order) error {
	for i := range orders {
		o := &orders[i]
		if err := s.add(s.open, o.ID, s.dayCell(o.Placed), o.Kind, number(o.Points.String()), number(o.CV.String()), s.dayCell(o.Paid)); err != nil {
			return err
		}
	}
	return nil
}

// End writes the workbook.
func (s *Sheet) End(w io.Writer) error {
	for _, r := range []*rows{s.lines, s.sums, s.open} {
		if err := r.writer.Flush(); err != nil {
			return err
		}
	}
	name := s.Say("extract.sheet_notes")
	if _, err := s.file.NewSheet(name); err != nil {
		return err
	}
	texts := []string{
		s.Say("extract.title", "from", s.Day(s.head.From), "through", s.Day(s.head.Through)), s.head.Partner.ID + " · " + s.head.Partner.Name,
		s.Day(s.head.Drawn), s.Say("extract.intro"),
	}
	for i, text := range append(texts, notes(s.Texts)...) {
		if err := s.file.SetCellStr(name, "A"+strconv.Itoa(i+1), text); err != nil {
			return err
		}
	}
	return s.file.Write(w)
}

// Close removes what lies on the disk.
func (s *Sheet) Close() error { return s.file.Close() }

func (s *Sheet) amount(a money.Amount) any { return number(a.Format(s.tally.run.Scale)) }

// dayCell is a day, as a day of spreadsheets; none for one that is not yet.
func (s *Sheet) dayCell(day period.Day) any {
	if day == period.Forever {
		return nil
	}
	y, m, d := day.Date()
	if y < 1900 || y > 9998 {
		return day.String()
	}
	return excelize.Cell{StyleID: s.day, Value: time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)}
}

// number is an exact number, as a number if a spreadsheet keeps all of its digits.
func number(text string) any {
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(text), "0")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || len(digits) > digitsExact {
		return text
	}
	return n
}
