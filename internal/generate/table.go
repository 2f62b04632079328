package generate

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"upline/internal/period"
)

// A table is a CSV file that is being written, field by field. None of its fields needs quotes. The first error of the
// file stays and is returned by close.
type table struct {
	folder *folder
	file   *os.File
	out    *bufio.Writer
	row    []byte
}

const bufferSize = 1 << 20 // bytes

func (t *table) text(field string) *table {
	t.row = append(append(t.row, field...), ',')
	return t
}

// name writes two names as one field.
func (t *table) name(first, last string) *table {
	t.row = append(append(t.row, first...), ' ')
	return t.text(last)
}

func (t *table) number(n int) *table {
	t.row = append(strconv.AppendInt(t.row, int64(n), 10), ',')
	return t
}

func (t *table) day(day period.Day) *table { return t.text(t.folder.calendar.date(day)) }

// partner writes the id of a partner, and nothing for none.
func (t *table) partner(partner int32) *table {
	if partner == none {
		return t.text("")
	}
	return t.id(t.folder.partners, int(partner))
}

func (t *table) order(number int) *table { return t.id(t.folder.orders, number) }

func (t *table) id(ids ids, number int) *table {
	t.row = append(ids.append(t.row, number), ',')
	return t
}

// hundredths writes a number with two places, from the hundredths.
func (t *table) hundredths(n int) *table {
	t.row = strconv.AppendInt(t.row, int64(n/100), 10)
	t.row = append(t.row, '.', byte('0'+n/10%10), byte('0'+n%10), ',')
	return t
}

// end ends the row: the line feed takes the place of the last comma.
func (t *table) end() {
	t.row[len(t.row)-1] = '\n'
	_, _ = t.out.Write(t.row) // bufio keeps the error for Flush
	t.row = t.row[:0]
}

// close writes what is buffered and reports the first error of all.
func (t *table) close() error {
	if err := errors.Join(t.out.Flush(), t.file.Close()); err != nil {
		return failed("writing "+filepath.Base(t.file.Name()), err)
	}
	return nil
}
