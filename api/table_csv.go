package api

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"upline/internal/spreadsheet"
)

// bom tells Excel that a CSV file is UTF-8. Without it, "Müller" is opened as "MÃ¼ller"; everything else skips it.
const bom = "\uFEFF"

// csv writes the table as RFC 4180 has it: commas, CRLF, a header.
func (t Table[T]) csv(c *gin.Context) error {
	t.head(c, CSV+"; charset=utf-8; header=present", "csv")
	out := bufio.NewWriterSize(c.Writer, 1<<16) // nothing is sent before it is full: an early error is still a problem
	if _, err := out.WriteString(bom); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.UseCRLF = true
	cells := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		cells[i] = column.Name
	}
	if err := w.Write(cells); err != nil {
		return err
	}
	err := t.each(c, func(row *T) error {
		for i, column := range t.Columns {
			text, err := column.text(row)
			if err != nil {
				return err
			}
			cells[i] = text
		}
		return w.Write(cells)
	})
	if err != nil {
		return err
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return out.Flush()
}

// text is the value of a row as text.
func (column Column[T]) text(row *T) (string, error) {
	switch v := column.Of(row).(type) {
	case nil:
		return "", nil
	case string:
		if column.Kind != KindDecimal {
			return spreadsheet.Neutral(v), nil
		}
		if v != "" && !plainDecimal.MatchString(v) {
			return "", fmt.Errorf("column %s holds %q, which is no decimal number", column.Name, v)
		}
		return v, nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case bool:
		return strconv.FormatBool(v), nil
	case time.Time:
		if v.IsZero() {
			return "", nil
		}
		return v.UTC().Format(time.RFC3339Nano), nil
	default:
		return "", fmt.Errorf("column %s holds a %T", column.Name, v)
	}
}
