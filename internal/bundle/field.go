package bundle

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"upline/internal/money"
	"upline/internal/period"
)

// noDay stands for a day that is at fault.
const noDay period.Day = math.MinInt32

// firstDay is 0001-01-01, the first one that can be written.
const firstDay period.Day = -719162

// take returns the next field, and the column it is of.
func (t *table) take() (field, column string) {
	column = t.columns[t.column]
	field = t.record[t.at[t.column]]
	t.column++
	return field, column
}

// id takes an id: faultyID when it is at fault.
func (t *table) id() string {
	field, column := t.take()
	if problem := idProblem(field); problem != "" {
		t.addf(t.line, "%s %s %s", column, quoted(field), problem)
		return faultyID
	}
	return t.keep(field)
}

// idOrNone takes an id that may be empty.
func (t *table) idOrNone() string {
	if t.record[t.at[t.column]] == "" {
		t.column++
		return ""
	}
	return t.id()
}

// salvaged returns the id in a column of a record that is broken: faultyID when even that cannot be told.
func (t *table) salvaged(column int) string {
	if i := t.at[column]; i < len(t.record) && idProblem(t.record[i]) == "" {
		return t.keep(t.record[i])
	}
	return faultyID
}

// text takes a text, which may be empty and hold anything. It lasts as long as the record.
func (t *table) text() string {
	field, column := t.take()
	t.checkUTF8(column, field)
	return field
}

func (t *table) checkUTF8(column, field string) {
	if !utf8.ValidString(field) {
		t.addf(t.line, "%s %s is not UTF-8: save the file as UTF-8", column, quoted(field))
	}
}

// oneOf takes one of the names that may stand here, and returns its position, or -1 when it is at fault.
func (t *table) oneOf(names []string) int {
	field, column := t.take()
	i := slices.Index(names, field)
	if i < 0 {
		t.addf(t.line, "%s %s is unknown: write %s", column, quoted(field), choice(names))
	}
	return i
}

// choice lists names as in: a, b or c.
func choice(names []string) string {
	const namesMax = 20
	text := ""
	for i, name := range names[:min(len(names), namesMax)] {
		switch {
		case i == 0:
		case i == len(names)-1:
			text += " or "
		default:
			text += ", "
		}
		text += name
	}
	if len(names) > namesMax {
		text += ", …"
	}
	return text
}

// day takes a day: noDay when it is at fault.
func (t *table) day() period.Day {
	field, column := t.take()
	day, err := period.ParseDay(field)
	if err != nil {
		t.addf(t.line, "%s %s", column, problem(err, field))
		return noDay
	}
	return day
}

// problem says what is wrong with a field, and shows it as other findings do.
func problem(err error, field string) string {
	return strings.Replace(err.Error(), strconv.Quote(field), quoted(field), 1)
}

// dayOrNever takes a day that may be empty: period.Forever.
func (t *table) dayOrNever() period.Day {
	if t.record[t.at[t.column]] == "" {
		t.column++
		return period.Forever
	}
	return t.day()
}

// interval takes `from` and `to`. Both are noDay when one of them is at fault.
func (t *table) interval() (from, to period.Day) {
	from, to = t.day(), t.dayOrNever()
	if from == noDay || to == noDay {
		return noDay, noDay
	}
	if to <= from {
		t.addf(t.line, "to %v is not after from %v: an interval ends before the day `to`, leave that empty for no end", to, from)
		return noDay, noDay
	}
	return from, to
}

// number takes a number of at most places decimals, as an integer of 10^-places; ok is false when it is at fault.
func (t *table) number(places int) (n int64, field, column string, ok bool) {
	field, column = t.take()
	n, err := money.Parse(field, places)
	if err != nil {
		t.addf(t.line, "%s %s", column, problem(err, field))
		return 0, field, column, false
	}
	return n, shortened(field), column, true
}

// value takes points or money, which are not negative; a faulty one is 0.
func (t *table) value() money.Value {
	n, field, column, ok := t.number(money.ValuePlaces)
	if ok && n < 0 {
		t.addf(t.line, "%s %s is negative: write 0 or more", column, field)
	}
	return money.Value(n)
}

// share takes a share in (0,1], where empty is all; a faulty one is 0.
func (t *table) share() money.Share {
	if t.record[t.at[t.column]] == "" {
		t.column++
		return money.Whole
	}
	n, field, column, ok := t.number(money.SharePlaces)
	switch share := money.Share(n); {
	case !ok:
		return 0
	case share <= 0:
		t.addf(t.line, "%s %s is not above 0: write a part such as 0.5, or nothing for all", column, field)
		return 0
	case share > money.Whole:
		t.addf(t.line, "%s %s is over 1: write a part such as 0.5, or nothing for all", column, field)
		return 0
	default:
		return share
	}
}
