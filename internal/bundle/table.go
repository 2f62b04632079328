package bundle

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// table reads a CSV file record by record, and the fields of a record one after the other, in the order of the columns
// it was opened with, which is that of plan-language §2. What is wrong with a field is reported where it is taken.
type table struct {
	*report
	texts
	columns []string
	size    int64 // of the file, in bytes

	csv    *csv.Reader
	guard  *recordGuard
	at     []int // where the columns stand in a record
	others []int // where columns stand that nobody asked for
	width  int   // how many fields a record has

	headed bool // the header is sound: without it, no record is looked at
	cut    bool // records were swallowed by a quote that is not closed in time
	err    error

	record []string
	line   int32 // the physical line on which the record begins
	broken bool  // the record could not be read, which is reported; its fields are not to be trusted
	column int   // the next one to take
	rows   int64
}

// openTable reads the header of a file.
func openTable(source io.Reader, size int64, r *report, columns ...string) *table {
	t := &table{report: r, columns: columns, size: size}
	t.guard, t.err = newRecordGuard(source)
	if t.err != nil {
		return t
	}
	t.csv = csv.NewReader(bufio.NewReaderSize(t.guard, 64<<10))
	t.csv.FieldsPerRecord = -1
	t.csv.ReuseRecord = true
	switch {
	case !t.advance():
		if t.err == nil {
			t.addf(1, "the header line is missing: write %s", strings.Join(columns, ","))
		}
	case !t.broken:
		t.readHeader()
	}
	return t
}

// complete tells that every record of the file was seen, so that an id that is not known is really not there.
func (t *table) complete() bool { return t.headed && !t.cut }

func (t *table) readHeader() {
	t.width = len(t.record)
	t.headed = true
	for _, column := range t.columns {
		i := slices.Index(t.record, column)
		t.at = append(t.at, i)
		if i < 0 {
			t.headed = false
			t.addf(t.line, "column %s is missing: the header must name %s", column, strings.Join(t.columns, ","))
		} else if slices.Contains(t.record[i+1:], column) {
			t.headed = false
			t.addf(t.line, "column %s is doubled: the header must name it once", column)
		}
	}
	for i, column := range t.record {
		if !slices.Contains(t.columns, column) {
			t.others = append(t.others, i)
			t.checkUTF8("header", column)
		}
	}
}

// next goes on to the next record; it is false at the end, and at once when the header is at fault.
func (t *table) next() bool {
	if !t.headed || !t.advance() {
		return false
	}
	t.column = 0
	if t.broken {
		return true
	}
	t.rows++
	if len(t.record) != t.width {
		t.broken = true
		t.addf(t.line, "the record has %d fields, the header %d: write as many, and put a text with a comma in quotes",
			len(t.record), t.width)
		return true
	}
	for _, i := range t.others {
		t.checkUTF8("a column not used", t.record[i])
	}
	return true
}

// advance reads a record, sound or broken.
func (t *table) advance() bool {
	if t.guard.tooLong {
		return false
	}
	record, err := t.csv.Read()
	t.record, t.broken = record, false
	var problem *csv.ParseError
	switch {
	case err == io.EOF:
		return false
	case errors.As(err, &problem):
		t.line = int32(problem.StartLine)
		t.reportQuotes(problem)
	case err != nil:
		t.err = err
		return false
	default:
		line, _ := t.csv.FieldPos(0)
		t.line = int32(line)
	}
	if t.guard.tooLong {
		t.broken, t.cut = true, true
		t.addf(t.line, "the record is longer than %d bytes: is a quote not closed?", recordMax)
	}
	t.guard.recordEnd = t.csv.InputOffset()
	return true
}

// reportQuotes reports a record whose quotes are wrong. When it spans lines, it may have swallowed other records.
func (t *table) reportQuotes(problem *csv.ParseError) {
	t.broken = true
	t.cut = t.cut || problem.Line > problem.StartLine
	if !t.guard.tooLong {
		t.addf(t.line, "quotes are wrong in column %d of line %d: quote the whole field and double the quotes inside it",
			problem.Column, problem.Line)
	}
}
