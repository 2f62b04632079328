// Package gdpdu writes what a tax auditor takes away: tables as CSV, and index.xml, which describes them in the way that the programs of the
// tax authorities read (Beschreibungsstandard für die Datenträgerüberlassung; GoBD, access Z3).
//
//	Table ─▶ Rows: orders.csv        Tables ─▶ Index: index.xml, valid against gdpdu-01-09-2004.dtd, which lies beside it
//
// Files are UTF-8 without a mark at their beginning, columns end at semicolons and lines at CRLF; texts stand in quotes, which are doubled
// within; the decimal mark is a comma, there is no mark for thousands, and days are such as 2026-12-31. The first line names the columns, and
// index.xml says that it is skipped. It is pure: rows come in, bytes go out, and nothing is held.
package gdpdu

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"upline/internal/fault"
)

// op names the operation in errors.
const op = "auditor's export"

// Kind is what a column holds.
type Kind uint8

// Kinds of columns.
const (
	Text Kind = iota
	Number
	Day
)

// Column is a column of a table.
type Column struct {
	Name, Description string
	Kind              Kind
	Places            int  // of a Number: decimal places
	Key               bool // it is of the primary key; those come first
}

// Reference says that columns of a table name a row of another one.
type Reference struct {
	Columns []string // of this table
	Table   string   // the name of the other
	Key     []string // its columns, where they are called otherwise; nil: they are not
}

// Table is a file with rows.
type Table struct {
	File, Name, Description string
	Columns                 []Column
	References              []Reference
}

// Rows writes the rows of a table.
type Rows struct {
	table *Table
	to    *bufio.Writer
	count int64
}

// Rows begins the file of the table.
func (t *Table) Rows(w io.Writer) *Rows {
	r := &Rows{table: t, to: bufio.NewWriterSize(w, 1<<16)}
	for i := range t.Columns {
		r.cell(i, quoted(t.Columns[i].Name))
	}
	_, _ = r.to.WriteString("\r\n") // the first error stays, and End returns it
	return r
}

// Add adds a row: a text for each column, numbers with a point such as -1234.5, days such as 2026-12-31. What is empty is nothing.
//
// Errors: Internal when there are more or fewer cells than columns, or one is not what its column holds.
func (r *Rows) Add(cells ...string) error {
	if len(cells) != len(r.table.Columns) {
		return fault.Internalf(op, "a row of %s has %d cells, and the table %d columns", r.table.Name, len(cells), len(r.table.Columns))
	}
	for i, cell := range cells {
		c := &r.table.Columns[i]
		written, ok := c.written(cell)
		if !ok {
			return fault.Internalf(op, "%s.%s is %q, which is not what the column holds", r.table.Name, c.Name, cell)
		}
		r.cell(i, written)
	}
	r.count++
	_, err := r.to.WriteString("\r\n")
	return err
}

func (r *Rows) cell(i int, written string) {
	if i > 0 {
		_ = r.to.WriteByte(';')
	}
	_, _ = r.to.WriteString(written)
}

// End ends the file, and says how many rows it has.
//
// Errors: those of the writer.
func (r *Rows) End() (rows int64, err error) { return r.count, r.to.Flush() }

// written is a cell as it stands in the file.
func (c *Column) written(cell string) (written string, ok bool) {
	switch {
	case c.Kind == Text:
		return quoted(cell), true
	case cell == "":
		return "", true
	case c.Kind == Day:
		return cell, isDay(cell)
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(cell, "-"), ".")
	fraction = strings.TrimRight(fraction, "0")
	if !digits(whole) || fraction != "" && !digits(fraction) || len(fraction) > c.Places {
		return "", false
	}
	written = whole
	if strings.HasPrefix(cell, "-") {
		written = "-" + whole
	}
	if c.Places > 0 {
		written += "," + fraction + strings.Repeat("0", c.Places-len(fraction))
	}
	return written, true
}

// quoted is a text in quotes. Line breaks in it would be taken for those between rows, and characters that no XML may hold for damage: they
// become spaces.
func quoted(text string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || r == '\u2028' || r == '\u2029' || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, text)
	return `"` + strings.ReplaceAll(clean, `"`, `""`) + `"`
}

func digits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}

func isDay(text string) bool {
	return len(text) == len("2006-01-02") && text[4] == '-' && text[7] == '-' && digits(text[:4]) && digits(text[5:7]) && digits(text[8:])
}

func itoa(n int) string { return strconv.Itoa(n) }
