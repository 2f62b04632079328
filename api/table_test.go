package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/xuri/excelize/v2"

	"upline/internal/fault"
)

type sale struct {
	id, amount, day string
	count           int
	at              time.Time
	done            bool
}

// nasty are texts that a spreadsheet would take for formulas, and texts that break careless writers.
var nasty = []string{
	`=HYPERLINK("http://evil","x")`, "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", `a "quoted", text`, "two\nlines", "Müller & Söhne <ag>", "", " =1", "🙂", "0012",
}

// sales is a list of n rows in pages of seven; what fails after rows gives an error there.
func sales(n, failsAfter int) Table[sale] {
	return Table[sale]{
		Name: "orders", Today: func() time.Time { return time.Date(2026, 3, 31, 9, 0, 0, 0, time.UTC) },
		Columns: []Column[sale]{
			{"id", KindText, func(s *sale) any { return s.id }},
			{"amount", KindDecimal, func(s *sale) any { return s.amount }},
			{"day", KindDay, func(s *sale) any { return s.day }},
			{"count", KindInteger, func(s *sale) any { return s.count }},
			{"at", KindTime, func(s *sale) any { return s.at }},
			{"done", KindBool, func(s *sale) any { return s.done }},
		},
		Pages: func(_ context.Context, after string) (rows []sale, next string, err error) {
			from, _ := strconv.Atoi(after)
			for i := from; i < min(n, from+7); i++ {
				if i == failsAfter {
					return nil, "", fault.Conflictf("list", "the list ends here")
				}
				rows = append(rows, sale{
					id: nasty[i%len(nasty)], amount: fmt.Sprintf("-%d.50", i), day: "2026-02-28", count: i,
					at: time.Date(2026, 2, 28, 12, 30, 0, 0, time.UTC), done: i%2 == 0,
				})
			}
			if from+7 < n {
				next = strconv.Itoa(from + 7)
			}
			return rows, next, nil
		},
	}
}

func serveTable(t *testing.T, table Table[sale]) string {
	t.Helper()
	return serve(t, func(e *gin.Engine) {
		e.GET("/", func(c *gin.Context) {
			media, err := TableWanted(c.Request)
			if err != nil || media == "" {
				Refuse(c, cmpErr(err, errors.New("JSON was asked for")))
				return
			}
			table.Serve(c, media)
		})
	}).URL
}

func cmpErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// neutralized is what a text must have become.
func neutralized(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
		return "'" + text
	}
	return text
}

func TestCSV(t *testing.T) {
	a := ask(t, "GET", serveTable(t, sales(40, -1))+"?format=csv", "")
	if a.header.Get("Content-Disposition") != "attachment; filename=orders-2026-03-31.csv" || !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv; charset=utf-8") {
		t.Errorf("%v", a.header)
	}
	text, marked := strings.CutPrefix(a.body, bom)
	if !marked || !strings.HasPrefix(text, "id,amount,day,count,at,done\r\n") {
		t.Errorf("it begins with %q", a.body[:40])
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	must(t, err)
	if len(records) != 41 {
		t.Fatalf("%d records", len(records))
	}
	for i, r := range records[1:] {
		want := strings.ReplaceAll(neutralized(nasty[i%len(nasty)]), "\r", "") // carriage returns are left to the ends of lines
		if !slices.Equal(r, []string{want, fmt.Sprintf("-%d.50", i), "2026-02-28", strconv.Itoa(i), "2026-02-28T12:30:00Z", strconv.FormatBool(i%2 == 0)}) {
			t.Errorf("row %d: %q", i, r)
		}
	}
}

func TestXLSX(t *testing.T) {
	a := ask(t, "GET", serveTable(t, sales(40, -1)), "", "Accept: "+XLSX)
	if a.header.Get("Content-Disposition") != "attachment; filename=orders-2026-03-31.xlsx" || a.header.Get("Content-Type") != XLSX {
		t.Errorf("%d %v", a.status, a.header)
	}
	file, err := excelize.OpenReader(strings.NewReader(a.body))
	must(t, err)
	defer file.Close()
	rows, err := file.GetRows(sheet)
	must(t, err)
	if len(rows) != 41 || !slices.Equal(rows[0], []string{"id", "amount", "day", "count", "at", "done"}) {
		t.Fatalf("%d rows, header %q", len(rows), rows[0])
	}
	for i, r := range rows[1:] {
		if want := neutralized(nasty[i%len(nasty)]); r[0] != want && r[0] != strings.ReplaceAll(want, "\r", "\n") {
			t.Errorf("row %d: %q, want %q", i, r[0], want)
		}
		if r[1] != "-"+strconv.FormatFloat(float64(i)+.5, 'f', -1, 64) || r[2] != "2026-02-28" || r[3] != strconv.Itoa(i) || r[4] != "2026-02-28 12:30:00" {
			t.Errorf("row %d: %q", i, r)
		}
		formula, err := file.GetCellFormula(sheet, "A"+strconv.Itoa(i+2))
		if must(t, err); formula != "" {
			t.Errorf("row %d is a formula: %q", i, formula)
		}
	}
	for cell, want := range map[string]excelize.CellType{"B2": excelize.CellTypeUnset, "D2": excelize.CellTypeUnset, "C2": excelize.CellTypeUnset, "A2": excelize.CellTypeInlineString} {
		kind, err := file.GetCellType(sheet, cell)
		if must(t, err); kind != want {
			t.Errorf("%s is of type %v, want %v", cell, kind, want)
		}
	}
	panes, err := file.GetPanes(sheet)
	if must(t, err); !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header does not stay: %+v", panes)
	}
	if names := file.GetDefinedName(); len(names) != 1 || names[0].RefersTo != "'Sheet1'!$A$1:$F$41" {
		t.Errorf("the filter is on %+v", names)
	}
}

func TestLongNumbersKeepTheirDigits(t *testing.T) {
	for text, want := range map[string]any{"0.5": 0.5, "-12.50": -12.5, "123456789012345": 123456789012345.0, "1234567890123456.7": "1234567890123456.7"} {
		if got, err := numberCell(text); err != nil || got != want {
			t.Errorf("%s: %v %v, want %v", text, got, err, want)
		}
	}
	for _, bad := range []string{"1e9", "=1", "Inf", "1.", "0x1p2"} {
		if _, err := numberCell(bad); err == nil {
			t.Errorf("%s is taken for a number", bad)
		}
	}
}

// What is wrong before anything was sent is a problem; what fails later must not look like a complete file.
func TestTablesThatFail(t *testing.T) {
	for _, media := range []string{CSV, XLSX} {
		ask(t, "GET", serveTable(t, sales(40, 10)), "", "Accept: "+media).problem(t, 409, "conflict")
	}
	if a, err := tryAsk(t, "GET", serveTable(t, sales(20000, 15000)), "", "Accept: "+CSV); err == nil {
		t.Errorf("%d, %d bytes that look like all of it", a.status, len(a.body))
	} else if !bytes.Contains([]byte(a.body), []byte("2026-02-28")) {
		t.Errorf("nothing was streamed: %v", err)
	}
	small := sales(40, -1)
	small.RowsMax = 39
	p := ask(t, "GET", serveTable(t, small), "", "Accept: "+XLSX).problem(t, 422, "invalid")
	if !strings.Contains(p.Detail, "more than 39 rows") {
		t.Errorf("%q", p.Detail)
	}
	small.RowsMax = 40
	if a := ask(t, "GET", serveTable(t, small), "", "Accept: "+XLSX); a.status != 200 {
		t.Errorf("as many rows as fit: %d %s", a.status, a.body)
	}
	ask(t, "GET", serveTable(t, small), "", "Accept: image/png").problem(t, 406, "not-acceptable")
}
