package api

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// Kind is what the values of a column are.
type Kind uint8

const (
	// KindText is a string.
	KindText Kind = iota
	// KindInteger is an int or int64.
	KindInteger
	// KindDecimal is an exact number as text, such as "-12.50".
	KindDecimal
	// KindDay is a calendar day as text, such as "2026-03-31".
	KindDay
	// KindTime is a time.Time.
	KindTime
	// KindBool is a bool.
	KindBool
)

// Column is a column of a list's table. Of returns its value of a row, of the type that Kind says; nil or "" is an empty cell.
type Column[T any] struct {
	Name string
	Kind Kind
	Of   func(row *T) any
}

// Pages gives the rows of a list, page by page: those after a cursor, and the cursor of the next page, which is empty at the
// end. The first page comes after "".
type Pages[T any] func(ctx context.Context, after string) (rows []T, next string, err error)

// Table is a list as a file: all rows under a filter, written while they are read, so that no more than a page is in memory.
type Table[T any] struct {
	Name    string // of the file, such as "orders"; the day and the ending are added
	Columns []Column[T]
	Pages   Pages[T]
	Today   func() time.Time // nil: time.Now
	// RowsMax is after how many rows a spreadsheet is refused; 0: as many as a sheet has, without the header.
	RowsMax int
}

// Media types of tables.
const (
	CSV  = "text/csv"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// TableWanted says as which file a client wants a list: CSV, XLSX, or "" for JSON. The query's format comes before Accept.
//
// Errors: a Refusal 406 when a client accepts nothing of that.
func TableWanted(r *http.Request) (media string, err error) {
	switch r.URL.Query().Get("format") {
	case "csv":
		return CSV, nil
	case "xlsx":
		return XLSX, nil
	case "json":
		return "", nil
	}
	accept := r.Header.Get("Accept")
	if accept == "" {
		return "", nil
	}
	for part := range strings.SplitSeq(accept, ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil || strings.HasPrefix(params["q"], "0.000") || params["q"] == "0" {
			continue
		}
		switch media {
		case CSV, XLSX:
			return media, nil
		case "application/json", "application/*", "*/*", "application/problem+json":
			return "", nil
		}
	}
	return "", &Refusal{Status: http.StatusNotAcceptable, Msg: "lists come as application/json, " + CSV + " or " + XLSX}
}

// Serve answers with the table as a file of a media type, CSV or XLSX. The first page is read before anything is sent, so that
// what is wrong with the question is a problem; what fails later cuts the connection, so that half a file is never taken for
// a whole one.
func (t Table[T]) Serve(c *gin.Context, media string) {
	write := t.csv
	if media == XLSX {
		write = t.xlsx
	}
	if err := write(c); err != nil {
		Refuse(c, err) // which cuts the connection if something was sent
	}
}

// head sets the headers of a file.
func (t Table[T]) head(c *gin.Context, media, ending string) {
	today := t.Today
	if today == nil {
		today = time.Now
	}
	name := fmt.Sprintf("%s-%s.%s", t.Name, today().Format(time.DateOnly), ending)
	c.Header("Content-Type", media)
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Status(http.StatusOK)
}

// each hands every row to write, page by page. As long as pages come, the answer may go on.
func (t Table[T]) each(c *gin.Context, write func(row *T) error) error {
	endless(c.Writer)
	for after := ""; ; {
		extend(c.Writer)
		rows, next, err := t.Pages(c.Request.Context(), after)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := write(&rows[i]); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		if next == after {
			return fmt.Errorf("the list %s does not advance beyond %q", t.Name, after)
		}
		after = next
	}
}

// plainDecimal is what a KindDecimal looks like.
var plainDecimal = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
