package evidence

import (
	"io"
	"slices"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// page is some rows of a file, by columns.
type page struct {
	group  *columns.Group
	values []columns.Values      // by column
	texts  []*columns.Dictionary // by column
	scale  int
}

// text returns the text of a row; empty for a row without one.
func (p *page) text(column, row int) string {
	at := p.values[column].At[row]
	if at == columns.None {
		return ""
	}
	return p.texts[column].Text(at)
}

func (p *page) volume(column, row int) money.Volume {
	at := p.values[column].At[row]
	if at == columns.None {
		return money.Volume{}
	}
	return p.texts[column].Volumes[at]
}

// number returns the number of a row; ok is false for a row without one.
func (p *page) number(column, row int) (n int64, ok bool) {
	at := p.values[column].At[row]
	if at == columns.None {
		return 0, false
	}
	return p.texts[column].Numbers[at], true
}

// openFile opens a file of a name, and checks that its columns are those that it should have.
func openFile(in io.ReaderAt, size int64, want Name, spec func(scale int) []columns.Column) (*columns.File, Head, error) {
	f, err := columns.Open(in, size)
	if err != nil {
		return nil, Head{}, err
	}
	name, head, err := readHead(f)
	if err != nil {
		return nil, head, err
	}
	if name != want {
		return nil, head, fault.Invalidf(op, "this file holds %s, not %s", name, want)
	}
	return f, head, f.Expect(spec(head.Scale))
}

// HeadOf returns what the rows of a file belong to. Errors are those of ReadStandings.
func HeadOf(in io.ReaderAt, size int64) (Head, error) {
	f, err := columns.Open(in, size)
	if err != nil {
		return Head{}, err
	}
	_, head, err := readHead(f)
	return head, err
}

// load reads a column of a page.
func (p *page) load(column, no int, spec *columns.Column) error {
	if err := p.group.Page(column, no, &p.values[column]); err != nil {
		return err
	}
	if spec.Packed || spec.Type == columns.Bool || p.texts[column] != nil {
		return nil
	}
	var err error
	p.texts[column], err = p.group.Dictionary(column)
	return err
}

// readRows hands the rows of a file to each, page by page; row makes one.
func readRows[T any](in io.ReaderAt, size int64, name Name, columnsOf func(scale int) []columns.Column, each func(rows []T) error, row func(p *page, row int) T) error {
	f, head, err := openFile(in, size, name, columnsOf)
	if err != nil {
		return err
	}
	spec := columnsOf(head.Scale)
	var rows []T
	for no := range f.Groups() {
		p := &page{group: f.Group(no), values: make([]columns.Values, len(spec)), texts: make([]*columns.Dictionary, len(spec))}
		for at := range p.group.Pages() {
			for column := range spec {
				if err := p.load(column, at, &spec[column]); err != nil {
					return err
				}
			}
			rows = rows[:0]
			for i := range p.group.PageLen(at) {
				rows = append(rows, row(p, i))
			}
			if err := each(rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkTexts makes sure that kinds and periods, which are texts in the file, are known ones.
func (p *page) checkTexts() error {
	for i := range p.texts[lineKind].Len() {
		if text := p.texts[lineKind].Text(int32(i)); !isKind(text) {
			return fault.Internalf(op, "the file is damaged: a line is of kind %q", text)
		}
	}
	for i := range p.texts[lineCondition].Len() {
		if _, err := period.Parse(p.texts[lineCondition].Text(int32(i))); err != nil {
			return fault.Internalf(op, "the file is damaged: %v", err)
		}
	}
	return nil
}

func isKind(text string) bool {
	_, known := commission.ParseKind(text)
	return known
}

// lineRow makes a line.
func lineRow(p *page, row int) Line {
	kind, _ := commission.ParseKind(p.text(lineKind, row)) // which checkTexts has checked
	l := Line{
		Kind: kind, Bonus: p.text(lineBonus, row), Order: p.text(lineOrder, row), Source: p.text(lineSource, row),
		Beneficiary: p.text(lineBeneficiary, row), Level: commission.NoLevel, Base: p.volume(lineBase, row),
		Amount: money.Amount(p.values[lineAmount].Numbers[row]),
	}
	if level, ok := p.number(lineLevel, row); ok {
		l.Level = int32(level)
	}
	if percent, ok := p.number(linePercent, row); ok {
		l.HasBase, l.Percent = true, money.Percent(percent)
	}
	l.Condition, _ = period.Parse(p.text(lineCondition, row)) // likewise
	return l
}

// ReadLines hands all lines to each, some at a time, in the order of plan-language §9. Errors are those of ReadStandings.
func ReadLines(in io.ReaderAt, size int64, each func(rows []Line) error) error {
	return readLines(in, size, nil, each)
}

// ReadLinesOf hands the lines of some orders to each, in the same order. It reads few of the pages that hold no such line.
// Errors are those of ReadStandings.
func ReadLinesOf(in io.ReaderAt, size int64, orders map[string]bool, each func(rows []Line) error) error {
	wanted := make([]string, 0, len(orders))
	for id := range orders {
		wanted = append(wanted, id)
	}
	slices.Sort(wanted)
	return readLines(in, size, wanted, each)
}

// readLines reads all lines, or those of wanted orders, which are sorted.
func readLines(in io.ReaderAt, size int64, wanted []string, each func(rows []Line) error) error {
	f, head, err := openFile(in, size, Lines, lineColumns)
	if err != nil {
		return err
	}
	spec := lineColumns(head.Scale)
	r := &lineReader{spec: spec, wanted: wanted, all: wanted == nil, each: each}
	for no := range f.Groups() {
		r.page = page{group: f.Group(no), values: make([]columns.Values, len(spec)), texts: make([]*columns.Dictionary, len(spec))}
		if err := r.readGroup(); err != nil {
			return err
		}
	}
	return nil
}

// lineReader reads lines group by group.
type lineReader struct {
	page   page
	spec   []columns.Column
	wanted []string
	all    bool
	chosen []bool // by entry of the group's dictionary of orders
	rows   []Line
	each   func(rows []Line) error
}

func (r *lineReader) readGroup() error {
	r.chosen = nil
	for at := range r.page.group.Pages() {
		if !r.all {
			low, high, some, err := r.page.group.TextBounds(lineOrder, at)
			if err != nil {
				return err
			}
			if i, found := slices.BinarySearch(r.wanted, low); !some || !found && (i == len(r.wanted) || r.wanted[i] > high) {
				continue
			}
		}
		if err := r.readPage(at); err != nil {
			return err
		}
	}
	return nil
}

// readPage reads a page; when only some lines are wanted and it has none, just the column of the orders.
func (r *lineReader) readPage(at int) error {
	if err := r.page.load(lineOrder, at, &r.spec[lineOrder]); err != nil {
		return err
	}
	r.choose()
	count := r.page.group.PageLen(at)
	if !r.all && !slices.ContainsFunc(r.page.values[lineOrder].At[:count], r.isChosen) {
		return nil
	}
	for column := range r.spec {
		if column != lineOrder {
			if err := r.page.load(column, at, &r.spec[column]); err != nil {
				return err
			}
		}
	}
	if err := r.page.checkTexts(); err != nil {
		return err
	}
	r.rows = r.rows[:0]
	for i := range count {
		if r.all || r.isChosen(r.page.values[lineOrder].At[i]) {
			r.rows = append(r.rows, lineRow(&r.page, i))
		}
	}
	return r.each(r.rows)
}

// choose finds which orders of the group are wanted.
func (r *lineReader) choose() {
	if r.all || r.chosen != nil {
		return
	}
	dictionary := r.page.texts[lineOrder]
	r.chosen = make([]bool, dictionary.Len())
	for i := range r.chosen {
		_, r.chosen[i] = slices.BinarySearch(r.wanted, dictionary.Text(int32(i)))
	}
}

func (r *lineReader) isChosen(at int32) bool { return at != columns.None && r.chosen[at] }
