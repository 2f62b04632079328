package bundletest

import "time"

// day counts civil days from 1970-01-01.
type day int

// forever is the open end of a validity interval; no bundle holds a day that late.
const forever = day(1 << 30)

const secondsOfDay = 24 * 60 * 60

func firstOf(year int, month time.Month) day {
	return day(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

func (d day) date() time.Time { return time.Unix(int64(d)*secondsOfDay, 0).UTC() }

// String writes YYYY-MM-DD; the open end is empty, as it is in a bundle.
func (d day) String() string {
	if d == forever {
		return ""
	}
	return d.date().Format(time.DateOnly)
}

// period writes the month of the day as YYYY-MM.
func (d day) period() string { return d.date().Format("2006-01") }

// firstOfMonth is the first day of the month so many months after the day's.
func (d day) firstOfMonth(months int) day {
	date := d.date()
	return firstOf(date.Year(), date.Month()+time.Month(months))
}

// lastOfMonth is the last day of the day's month.
func (d day) lastOfMonth() day { return d.firstOfMonth(1) - 1 }

// plusMonths adds calendar months; the day is cut to the month's end (plan-language §7).
func (d day) plusMonths(months int) day {
	first := d.firstOfMonth(months)
	return min(first+day(d.date().Day()-1), first.lastOfMonth())
}
