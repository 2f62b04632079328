// Package period holds the calendar of a settlement: civil days, and the periods that a company settles.
//
// Nothing outside this package knows that a period is a month.
package period

import (
	"fmt"
	"time"
)

// Day is a civil day in the company's time zone, counted from 1970-01-01 (day 0). There is no time of day.
type Day int32

// Forever stands for an open end: later than every day that can be written.
const Forever Day = 1<<31 - 1

// ParseDay reads YYYY-MM-DD, years 0001 to 9999.
func ParseDay(text string) (Day, error) {
	y, m, d, ok := digits(text)
	if !ok || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, fmt.Errorf("%q is not a day: write YYYY-MM-DD, such as 2026-01-31", text)
	}
	return civil(y, m, d), nil
}

func digits(text string) (y, m, d int, ok bool) {
	if len(text) != len("2006-01-02") || text[4] != '-' || text[7] != '-' {
		return 0, 0, 0, false
	}
	y, okY := number(text[:4])
	m, okM := number(text[5:7])
	d, okD := number(text[8:])
	return y, m, d, okY && okM && okD
}

func number(text string) (n int, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	default:
		return 31
	}
}

// civil counts the days from 1970-01-01 to a date of the Gregorian calendar, by eras of 400 years
// that begin on 1 March (Howard Hinnant, "chrono-compatible low-level date algorithms").
func civil(year, month, day int) Day {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return Day(era*146097 + dayOfEra - 719468)
}

// Date returns the year, month and day of the month.
func (d Day) Date() (year, month, day int) {
	y, m, day := time.Unix(int64(d)*86400, 0).UTC().Date()
	return y, int(m), day
}

// String writes YYYY-MM-DD, or nothing for Forever.
func (d Day) String() string {
	if d == Forever {
		return ""
	}
	y, m, day := d.Date()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// AddMonths returns the day n calendar months later, cut to the month's end: 31 January and one month is 28 February.
func (d Day) AddMonths(n int) Day {
	y, m, day := d.Date()
	months := y*12 + m - 1 + n
	y, m = months/12, months%12+1
	return civil(y, m, min(day, daysIn(y, m)))
}

// FullMonthsTo returns the largest k with d + k months not after end. Each k is counted from d itself, so the
// months of 31 January are full on 28 February, 31 March, 30 April. It is 0 when end is before d.
func (d Day) FullMonthsTo(end Day) int {
	if end < d {
		return 0
	}
	y1, m1, _ := d.Date()
	y2, m2, _ := end.Date()
	k := (y2-y1)*12 + m2 - m1
	if d.AddMonths(k) > end {
		k--
	}
	return k
}

// DayOf is the calendar's day of a time in a zone.
func DayOf(at time.Time, zone *time.Location) Day {
	year, month, day := at.In(zone).Date()
	return civil(year, int(month), day)
}
