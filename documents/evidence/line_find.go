package evidence

import (
	"io"
	"math"

	"upline/documents/columns"
)

// LineFilter says which lines are wanted; what is empty wants all.
type LineFilter struct {
	Order, Beneficiary, Bonus, Kind string
}

// FindLines returns lines that are wanted, in the order of plan-language §9: from a row of the file on, at most limit. next
// is the row to go on from; negative: there are no more. Pages that can hold none are not read. Errors are those of
// ReadStandings.
func FindLines(in io.ReaderAt, size int64, filter LineFilter, from int64, limit int) (lines []Line, next int64, err error) {
	f, head, err := openFile(in, size, Lines, lineColumns)
	if err != nil {
		return nil, 0, err
	}
	s := &lineSearch{wanted: filter.columns(), limit: limit}
	for no := range f.Groups() {
		s.page = newPage(f.Group(no), lineColumns(head.Scale))
		s.reader = lineReader{page: s.page}
		s.at = make([]int32, len(s.wanted))
		for i := range s.at {
			s.at[i] = unknown
		}
		for at := range s.page.group.Pages() {
			length := int64(s.page.group.PageLen(at))
			if s.row+length > from {
				if next, err := s.search(at, int(max(0, from-s.row))); err != nil || next >= 0 {
					return s.lines, next, err
				}
			}
			s.row += length
		}
	}
	return s.lines, -1, nil
}

// wantedText is a column, and the text that is wanted in it.
type wantedText struct {
	column int
	text   string
}

func (f *LineFilter) columns() (wanted []wantedText) {
	for _, w := range []wantedText{{lineOrder, f.Order}, {lineBeneficiary, f.Beneficiary}, {lineBonus, f.Bonus}, {lineKind, f.Kind}} {
		if w.text != "" {
			wanted = append(wanted, w)
		}
	}
	return wanted
}

// lineSearch looks for lines page by page.
type lineSearch struct {
	wanted []wantedText
	limit  int

	row    int64 // of the first row of the page
	page   *page
	reader lineReader // makes lines
	at     []int32    // by what is wanted: its position in the dictionary of the group, or unknown, or absent
	lines  []Line
}

// Positions in a dictionary that are none.
const (
	unknown int32 = math.MinInt32
	absent  int32 = math.MinInt32 + 1
)

// search reads a page from a row of it on; next is the first row that has no room any more, or negative.
func (s *lineSearch) search(no, from int) (next int64, err error) {
	if possible, err := s.load(no); err != nil || !possible {
		return -1, err
	}
	loaded := false
	for row := from; row < s.page.group.PageLen(no); row++ {
		if !s.holds(row) {
			continue
		}
		if len(s.lines) == s.limit {
			return s.row + int64(row), nil
		}
		if !loaded {
			if err := s.loadRest(no); err != nil {
				return -1, err
			}
			loaded = true
		}
		s.lines = append(s.lines, s.reader.line(row))
	}
	return -1, nil
}

// load reads the columns that the filter looks at, unless one of them cannot hold what is wanted.
func (s *lineSearch) load(no int) (possible bool, err error) {
	for i, w := range s.wanted {
		low, high, some, err := s.page.group.TextBounds(w.column, no)
		if err != nil || !some || w.text < low || w.text > high {
			return false, err
		}
		if err := s.page.load(w.column, no); err != nil {
			return false, err
		}
		if s.at[i] == unknown {
			s.at[i] = position(s.page.dictionaries[w.column], w.text)
		}
		if s.at[i] == absent {
			return false, nil
		}
	}
	return true, nil
}

func (s *lineSearch) holds(row int) bool {
	for i, w := range s.wanted {
		if s.page.values[w.column].At[row] != s.at[i] {
			return false
		}
	}
	return true
}

func (s *lineSearch) loadRest(no int) error {
	for column := range s.page.spec {
		if err := s.page.load(column, no); err != nil {
			return err
		}
	}
	return s.reader.readWords()
}

// position finds a text in a dictionary, which ascends.
func position(d *columns.Dictionary, text string) int32 {
	low, high := 0, d.Len()
	for low < high {
		middle := (low + high) / 2
		if d.Text(int32(middle)) < text {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < d.Len() && d.Text(int32(low)) == text {
		return int32(low)
	}
	return absent
}
