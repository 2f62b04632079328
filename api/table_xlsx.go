package api

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/xuri/excelize/v2"

	"upline/internal/spreadsheet"
)

const (
	// sheetRows is how many rows a sheet has, with its header.
	sheetRows = 1_048_576
	// digitsExact is how many digits of a number spreadsheets keep. Longer ones are written as text, which keeps them all.
	digitsExact = 15
	sheet       = "Sheet1"
)

// xlsx writes the table as a spreadsheet. It is put together on disk, since the parts of the file must be known before it can
// be packed; so everything that is wrong is known before anything is sent.
func (t Table[T]) xlsx(c *gin.Context) error {
	file := excelize.NewFile()
	defer file.Close()
	if err := t.fill(c, file); err != nil {
		return err
	}
	t.head(c, XLSX, "xlsx")
	return file.Write(c.Writer)
}

func (t Table[T]) fill(c *gin.Context, file *excelize.File) error {
	styles, err := stylesOf(file)
	if err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(t.Columns))
	if err != nil {
		return err
	}
	w, err := t.begin(file, styles)
	if err != nil {
		return err
	}
	limit := t.RowsMax
	if limit == 0 {
		limit = sheetRows - 1
	}
	rows, cells := 0, make([]any, len(t.Columns))
	err = t.each(c, func(row *T) error {
		if rows++; rows > limit {
			return &Refusal{Status: 422, Msg: fmt.Sprintf("the list has more than %d rows, and a spreadsheet holds no more: narrow the filter, or take it as CSV", limit)}
		}
		for i, column := range t.Columns {
			if cells[i], err = column.cell(row, styles); err != nil {
				return err
			}
		}
		return w.SetRow("A"+strconv.Itoa(rows+1), cells)
	})
	if err != nil {
		return err
	}
	if err := file.AutoFilter(sheet, fmt.Sprintf("A1:%s%d", last, rows+1), nil); err != nil {
		return err
	}
	return w.Flush()
}

// begin writes the header, which stays in sight.
func (t Table[T]) begin(file *excelize.File, s styles) (*excelize.StreamWriter, error) {
	w, err := file.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	header := make([]any, len(t.Columns))
	for i, column := range t.Columns {
		header[i] = excelize.Cell{StyleID: s.header, Value: column.Name}
		if err := w.SetColWidth(i+1, i+1, column.width()); err != nil {
			return nil, err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	return w, w.SetRow("A1", header)
}

// width is how many characters of a column are in sight.
func (column Column[T]) width() float64 {
	wide := map[Kind]int{KindText: 24, KindInteger: 12, KindDecimal: 16, KindDay: 12, KindTime: 20, KindBool: 8}[column.Kind]
	return float64(max(wide, len(column.Name)+4)) // room for the filter's button
}

// styles are the numbers under which a file keeps its styles.
type styles struct{ header, day, time int }

func stylesOf(file *excelize.File) (s styles, err error) {
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
	for _, one := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.header, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.day, excelize.Style{CustomNumFmt: &day}},
		{&s.time, excelize.Style{CustomNumFmt: &moment}},
	} {
		if *one.id, err = file.NewStyle(&one.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

// cell is the value of a row as a spreadsheet has it: numbers as numbers, days as days.
func (column Column[T]) cell(row *T, s styles) (any, error) {
	value := column.Of(row)
	text, isText := value.(string)
	switch {
	case value == nil, isText && text == "":
		return nil, nil
	case isText && column.Kind == KindDecimal:
		return numberCell(text)
	case isText && column.Kind == KindDay:
		day, err := time.Parse(time.DateOnly, text)
		if err != nil || day.Year() < 1900 || day.Year() > 9998 { // spreadsheets begin in 1900; the year 9999 is an open end
			return text, nil //nolint:nilerr // what is no day of a spreadsheet stays text
		}
		return excelize.Cell{StyleID: s.day, Value: day}, nil
	case isText:
		return spreadsheet.Neutral(text), nil
	}
	switch v := value.(type) {
	case int:
		return v, nil
	case int64:
		if v >= 1e15 || v <= -1e15 {
			return strconv.FormatInt(v, 10), nil
		}
		return v, nil
	case bool:
		return v, nil
	case time.Time:
		if v.IsZero() {
			return nil, nil
		}
		return excelize.Cell{StyleID: s.time, Value: v.UTC()}, nil
	default:
		return nil, fmt.Errorf("column %s holds a %T", column.Name, value)
	}
}

// numberCell is an exact number, as a number if a spreadsheet keeps all of its digits.
func numberCell(text string) (any, error) {
	if !plainDecimal.MatchString(text) {
		return nil, fmt.Errorf("%q is no decimal number", text)
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, err
	}
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(text), "0")
	if len(digits) > digitsExact {
		return text, nil
	}
	return number, nil
}
