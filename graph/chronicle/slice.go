package chronicle

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"upline/internal/fault"
	"upline/internal/period"
)

// Slice says which part of a list is asked for. A list goes on where it stopped by what its last row was sorted by, not by
// how many rows came before: so what is recorded meanwhile neither doubles rows nor hides them.
type Slice struct {
	Sort       string // what the list can be sorted by, such as name; empty: what it is sorted by without more ado
	Descending bool
	After      string // the cursor that came with the rows before; empty: from the beginning
	Limit      int    // 1 to LimitMax rows
}

// LimitMax is how many rows come at once at most.
const LimitMax = 1000

// SortKey says of what kind the values are that a list is sorted by.
type SortKey uint8

// The kinds of keys.
const (
	NoKey SortKey = iota // by nothing else
	TextKey
	DayKey
	NumberKey
)

// Sorting is one way to sort a list: by a key, and rows with the same one by their ids.
type Sorting struct {
	Name     string
	Key      SortKey
	Numbered bool // the ids are numbers
}

// Place is where in a list a slice begins: behind the row with this key and id.
type Place struct {
	Slice
	Sorting
	list    string
	after   any // of the sorting's kind
	afterID any
	day     period.Day // after, if that is a day
}

// cursor is what the next slice has to know.
type cursor struct {
	List, Sort string
	Descending bool
	Key, ID    string
}

// Begin checks a slice of a list that can be sorted in some ways, the first of which is the one without more ado.
func (s Slice) Begin(list string, sortings ...Sorting) (*Place, error) {
	if s.Limit < 1 || s.Limit > LimitMax {
		return nil, fault.Invalidf(list, "limit %d is not possible: write 1 to %d", s.Limit, LimitMax)
	}
	p := &Place{Slice: s, list: list, Sorting: sortings[0]}
	if s.Sort != "" {
		i := slices.IndexFunc(sortings, func(each Sorting) bool { return each.Name == s.Sort })
		if i < 0 {
			var names []string
			for _, each := range sortings {
				names = append(names, each.Name)
			}
			return nil, fault.Invalidf(list, "the list cannot be sorted by %q: write one of %s", s.Sort, strings.Join(names, ", "))
		}
		p.Sorting = sortings[i]
	}
	p.after, p.afterID = p.least()
	if s.After == "" {
		return p, nil
	}
	if !p.read(s.After) {
		return nil, fault.Invalidf(list, "the cursor %q does not go on with this list: write one that came with it, sorted in the same way", s.After)
	}
	return p, nil
}

// beyondText sorts behind every id and name: nothing that is written begins with so many of the last code point.
var beyondText = strings.Repeat("\U0010FFFF", 70)

// least is what stands before the first row.
func (p *Place) least() (key, id any) {
	key, id = "", ""
	if p.Descending {
		id = beyondText
	}
	if p.Numbered {
		id = endOf(p.Descending)
	}
	switch p.Key {
	case TextKey:
		if p.Descending {
			key = beyondText
		}
	case DayKey:
		p.day = FirstDay
		if p.Descending {
			p.day = period.Forever
		}
		key = Date(p.day)
	case NumberKey:
		key = endOf(p.Descending)
	}
	return key, id
}

func endOf(descending bool) int64 {
	if descending {
		return math.MaxInt64
	}
	return math.MinInt64
}

// read takes the cursor of a former slice.
func (p *Place) read(text string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return false
	}
	var c cursor
	if json.Unmarshal(raw, &c) != nil || c.List != p.list || c.Sort != p.Name || c.Descending != p.Descending {
		return false
	}
	p.after, p.afterID = c.Key, c.ID
	if p.Numbered {
		if p.afterID, err = strconv.ParseInt(c.ID, 10, 64); err != nil {
			return false
		}
	}
	switch p.Key {
	case DayKey:
		day, err := period.ParseDay(c.Key)
		if day == FarDays {
			day = period.Forever
		}
		p.day, p.after = day, Date(day)
		return err == nil
	case NumberKey:
		p.after, err = strconv.ParseInt(c.Key, 10, 64)
		return err == nil
	case NoKey:
		return c.Key == ""
	}
	return true
}

// Within lets a list that is sorted by a day begin, or end if it descends, no sooner than some days allow.
func (p *Place) Within(from, through period.Day) {
	day := max(p.day, from)
	if p.Descending {
		day = min(p.day, through)
	}
	if p.Key != DayKey || day == p.day {
		return
	}
	_, p.afterID = p.least()
	p.day, p.after = day, Date(day)
}

// Either chooses the query of the sorting: the first of two rises, the second falls.
func (p *Place) Either(queries map[string][2]string) string {
	if p.Descending {
		return queries[p.Name][1]
	}
	return queries[p.Name][0]
}

// Params are the parameters of a query that reads a slice: one row more than is asked for, to tell whether it goes on.
func (p *Place) Params() map[string]any {
	return map[string]any{
		"key": p.after, "id": p.afterID, "no": p.afterID, "sort": p.Name, "descending": p.Descending, "limit": p.Limit + 1,
	}
}

// CutOff takes the row too many off, and returns the cursor that goes on behind the last one; empty: there are no more. keyOf
// returns what a row is sorted by, and its id.
func CutOff[T any](p *Place, rows []T, keyOf func(row T) (key, id any)) (kept []T, next string) {
	if len(rows) <= p.Limit {
		return rows, ""
	}
	rows = rows[:p.Limit]
	key, id := keyOf(rows[p.Limit-1])
	raw, _ := json.Marshal(cursor{p.list, p.Name, p.Descending, cursorText(key), cursorText(id)}) // nothing but texts
	return rows, base64.RawURLEncoding.EncodeToString(raw)
}

// Page is a page of a list of which just some rows are kept, and the cursor of the next one. It reads from the place on, one row more
// than a page has if there are more, until the page is full or the list ends; keyOf is as for CutOff.
func Page[T any](p *Place, read func() ([]T, error), keep func(rows []T) ([]T, error), keyOf func(row T) (key, id any)) (kept []T, next string, err error) {
	for {
		rows, err := read()
		if err != nil {
			return nil, "", err
		}
		more := len(rows) > p.Limit
		if more {
			p.goOn(keyOf(rows[len(rows)-1]))
		}
		if rows, err = keep(rows); err != nil {
			return nil, "", err
		}
		if kept = append(kept, rows...); !more || len(kept) > p.Limit {
			break
		}
	}
	kept, next = CutOff(p, kept, keyOf)
	return kept, next, nil
}

// goOn lets the list go on behind a row with a key and an id.
func (p *Place) goOn(key, id any) {
	p.after, p.afterID = key, id
	if day, is := key.(period.Day); is {
		p.day, p.after = day, Date(day)
	}
}

func cursorText(value any) string {
	switch value := value.(type) {
	case int64:
		return strconv.FormatInt(value, 10)
	case period.Day:
		return min(value, FarDays).String()
	default:
		return value.(string)
	}
}

// FirstDay is before everything that can be written.
var FirstDay = period.Day(time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC).Unix() / DaySeconds)

// Bounds are the days from which and through which something is asked for; 0 is no bound.
func Bounds(from, through period.Day) (first, last period.Day) {
	if from == 0 {
		from = FirstDay
	}
	if through == 0 {
		through = period.Forever
	}
	return from, through
}

// VersionOf is the version of what was recorded last at the latest of some times; those that are null are not asked.
func VersionOf(times []any) string {
	latest := int64(0)
	for _, at := range times {
		if at, is := at.(time.Time); is {
			latest = max(latest, at.UnixMicro())
		}
	}
	return strconv.FormatInt(latest, 10)
}
