package evidence

import (
	"io"
	"maps"
	"slices"

	"upline/commission"
	"upline/documents/columns"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// ReadLines hands all lines to each, some at a time, in the order of plan-language §9. The rows are valid until each
// returns; their ids for longer, but the ids of a million lines share their memory. Errors are those of ReadStandings.
func ReadLines(in io.ReaderAt, size int64, each func(rows []Line) error) error {
	return readLines(in, size, &lineReader{all: true, each: each})
}

// ReadLinesOf hands the lines of some orders to each, in the same order. Of pages that can hold none it reads nothing, and
// of those that hold none only the orders. Errors are those of ReadStandings.
func ReadLinesOf(in io.ReaderAt, size int64, orders map[string]bool, each func(rows []Line) error) error {
	wanted := slices.Sorted(maps.Keys(orders))
	return readLines(in, size, &lineReader{wanted: wanted, each: each})
}

func readLines(in io.ReaderAt, size int64, r *lineReader) error {
	f, head, err := openFile(in, size, Lines, lineColumns)
	if err != nil {
		return err
	}
	for no := range f.Groups() {
		if err := r.readGroup(newPage(f.Group(no), lineColumns(head.Scale))); err != nil {
			return err
		}
	}
	return nil
}

// lineReader reads lines group by group.
type lineReader struct {
	all    bool
	wanted []string // unless all are: the orders whose lines are, ascending
	each   func(rows []Line) error

	page       *page             // of the group
	chosen     []bool            // by entry of the dictionary of orders: whether it is wanted; nil: not found yet
	kinds      []commission.Kind // by entry of the dictionary of kinds; nil: not read yet
	conditions []period.Period   // by entry of that of condition periods; likewise
	rows       []Line
}

func (r *lineReader) readGroup(p *page) error {
	r.page, r.chosen, r.kinds, r.conditions = p, nil, nil, nil
	for no := range p.group.Pages() {
		if possible, err := r.mayHold(no); err != nil || !possible {
			if err != nil {
				return err
			}
			continue
		}
		if err := r.readPage(no); err != nil {
			return err
		}
	}
	return nil
}

// mayHold reports whether a page may hold a wanted line, as far as the smallest and largest order on it tell.
func (r *lineReader) mayHold(no int) (bool, error) {
	if r.all {
		return true, nil
	}
	low, high, some, err := r.page.group.TextBounds(lineOrder, no)
	if err != nil || !some {
		return false, err
	}
	i, _ := slices.BinarySearch(r.wanted, low)
	return i < len(r.wanted) && r.wanted[i] <= high, nil
}

// readPage reads a page; when it has no wanted line, just the column of the orders.
func (r *lineReader) readPage(no int) error {
	p := r.page
	if err := p.load(lineOrder, no); err != nil {
		return err
	}
	orders := p.values[lineOrder].At
	if !r.all {
		r.choose()
		if !slices.ContainsFunc(orders, r.isChosen) {
			return nil
		}
	}
	for column := range p.spec {
		if column != lineOrder {
			if err := p.load(column, no); err != nil {
				return err
			}
		}
	}
	if err := r.readWords(); err != nil {
		return err
	}
	r.rows = r.rows[:0]
	for row, order := range orders {
		if r.all || r.isChosen(order) {
			r.rows = append(r.rows, r.line(row))
		}
	}
	return r.each(r.rows)
}

// choose finds which orders of the group are wanted: both lists ascend.
func (r *lineReader) choose() {
	if r.chosen != nil {
		return
	}
	dictionary := r.page.dictionaries[lineOrder]
	r.chosen = make([]bool, dictionary.Len())
	wanted := r.wanted
	for i := range r.chosen {
		id := dictionary.Text(int32(i))
		for len(wanted) > 0 && wanted[0] < id {
			wanted = wanted[1:]
		}
		r.chosen[i] = len(wanted) > 0 && wanted[0] == id
	}
}

func (r *lineReader) isChosen(order int32) bool { return order != columns.None && r.chosen[order] }

// readWords reads the kinds and periods of the group, which are texts in the file.
func (r *lineReader) readWords() error {
	if r.kinds != nil {
		return nil
	}
	for text := range r.page.dictionaries[lineKind].Texts {
		kind, known := commission.ParseKind(text)
		if !known {
			return fault.Internalf(op, "the file is damaged: a line is of kind %q", text)
		}
		r.kinds = append(r.kinds, kind)
	}
	for text := range r.page.dictionaries[lineCondition].Texts {
		p, err := period.Parse(text)
		if err != nil {
			return fault.Internalf(op, "the file is damaged: %v", err)
		}
		r.conditions = append(r.conditions, p)
	}
	return nil
}

// line makes the line of a row of the page.
func (r *lineReader) line(row int) Line {
	p := r.page
	l := Line{
		Kind: r.kinds[p.values[lineKind].At[row]], Bonus: p.text(lineBonus, row), Order: p.text(lineOrder, row),
		Source: p.text(lineSource, row), Beneficiary: p.text(lineBeneficiary, row), Level: commission.NoLevel,
		Base: p.volume(lineBase, row), Amount: money.Amount(p.values[lineAmount].Numbers[row]),
		Condition: r.conditions[p.values[lineCondition].At[row]],
	}
	if level, ok := p.number(lineLevel, row); ok {
		l.Level = int32(level)
	}
	if percent, ok := p.number(linePercent, row); ok {
		l.HasBase, l.Percent = true, money.Percent(percent)
	}
	return l
}
