package bundle

import (
	"bufio"
	"strconv"
	"strings"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// tableWriter writes a CSV file field by field, in the order of its columns. An optional file without rows is left out.
// The first error stays, and close returns it.
type tableWriter struct {
	create   create
	file     tableFile
	partners []commission.Partner
	out      *bufio.Writer // nil: not begun yet
	row      []byte
	err      error
}

// begin creates the file and writes its header.
func (w *tableWriter) begin() {
	const bufferSize = 1 << 20
	file, err := w.create(w.file.name)
	if err != nil {
		w.err = err
		return
	}
	w.out = bufio.NewWriterSize(file, bufferSize)
	_, w.err = w.out.WriteString(w.file.header() + "\n")
}

// text writes a text as it is.
func (w *tableWriter) text(field string) *tableWriter {
	if needsQuotes(field) {
		field = inQuotes(field)
	}
	w.row = append(append(w.row, field...), ',')
	return w
}

// needsQuotes tells that a field holds a comma, a quote or a line break.
func needsQuotes(field string) bool {
	for i := range len(field) {
		switch field[i] {
		case ',', '"', '\n', '\r':
			return true
		}
	}
	return false
}

// inQuotes writes a field so that it is read as it is: a CSV reader takes CRLF for LF, in quotes too, and just once.
func inQuotes(field string) string {
	return `"` + strings.NewReplacer(`"`, `""`, "\r\n", "\r\r\n").Replace(field) + `"`
}

// partner writes the id of a partner, and nothing for NoPartner.
func (w *tableWriter) partner(no commission.PartnerNo) *tableWriter {
	if no == commission.NoPartner {
		return w.text("")
	}
	return w.text(w.partners[no].ID)
}

// day writes a day, and nothing for period.Forever.
func (w *tableWriter) day(d period.Day) *tableWriter {
	if d != period.Forever {
		year, month, day := d.Date()
		w.row = append(w.row, byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-',
			byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10))
	}
	w.row = append(w.row, ',')
	return w
}

// days writes two days.
func (w *tableWriter) days(from, to period.Day) *tableWriter { return w.day(from).day(to) }

func (w *tableWriter) whole(n int32) *tableWriter {
	w.row = append(strconv.AppendInt(w.row, int64(n), 10), ',')
	return w
}

// number writes n × 10^-places.
func (w *tableWriter) number(n int64, places int) *tableWriter {
	w.row = append(money.AppendPlain(w.row, n, places), ',')
	return w
}

// end ends the row: the line feed takes the place of the last comma.
func (w *tableWriter) end() {
	if w.out == nil && w.err == nil {
		w.begin()
	}
	if w.err == nil {
		w.row[len(w.row)-1] = '\n'
		_, w.err = w.out.Write(w.row)
	}
	w.row = w.row[:0]
}

func (w *tableWriter) close() error {
	if w.out == nil && w.err == nil && w.file.required {
		w.begin()
	}
	if w.out == nil || w.err != nil {
		return w.err
	}
	return w.out.Flush()
}
