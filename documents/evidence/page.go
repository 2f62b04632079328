package evidence

import (
	"io"

	"upline/documents/columns"
	"upline/internal/fault"
	"upline/internal/money"
)

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

// page is some rows of a file, by columns.
type page struct {
	group        *columns.Group
	spec         []columns.Column
	values       []columns.Values      // by column
	dictionaries []*columns.Dictionary // of the group, by column; nil: not needed, or not yet
}

// newPage prepares to read the pages of a group.
func newPage(group *columns.Group, spec []columns.Column) *page {
	return &page{group, spec, make([]columns.Values, len(spec)), make([]*columns.Dictionary, len(spec))}
}

// text returns the text of a row; empty for a row without one.
func (p *page) text(column, row int) string {
	at := p.values[column].At[row]
	if at == columns.None {
		return ""
	}
	return p.dictionaries[column].Text(at)
}

func (p *page) volume(column, row int) money.Volume {
	at := p.values[column].At[row]
	if at == columns.None {
		return money.Volume{}
	}
	return p.dictionaries[column].Volumes[at]
}

// number returns the number of a row; ok is false for a row without one.
func (p *page) number(column, row int) (n int64, ok bool) {
	at := p.values[column].At[row]
	if at == columns.None {
		return 0, false
	}
	return p.dictionaries[column].Numbers[at], true
}

// load reads a column of a page.
func (p *page) load(column, no int) error {
	if err := p.group.Page(column, no, &p.values[column]); err != nil {
		return err
	}
	if spec := &p.spec[column]; spec.Packed || spec.Type == columns.Bool || p.dictionaries[column] != nil {
		return nil
	}
	var err error
	p.dictionaries[column], err = p.group.Dictionary(column)
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
		p := newPage(f.Group(no), spec)
		for at := range p.group.Pages() {
			for column := range spec {
				if err := p.load(column, at); err != nil {
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
