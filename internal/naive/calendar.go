package naive

import "time"

// A day is "a civil date YYYY-MM-DD in the company's time zone" (plan-language §1). Days compare as text.
type day string

// A period is "a month YYYY-MM" (plan-language §1). Periods compare as text.
type period string

func parsePeriod(text string) period {
	if _, err := time.Parse("2006-01", text); err != nil {
		panic(invalidf("%q is not a period; write YYYY-MM", text))
	}
	return period(text)
}

// first is the first day of the period.
func (p period) first() day { return day(p + "-01") }

// end: "end(P) is its last day" (plan-language §1).
func (p period) end() day {
	return p.next().first().plusDays(-1)
}

func (p period) next() period {
	return period(p.first().time().AddDate(0, 1, 0).Format("2006-01"))
}

// period is the month that holds the day.
func (d day) period() period { return period(d[:len("2006-01")]) }

func (d day) time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		panic(invalidf("%q is not a day; write YYYY-MM-DD", string(d)))
	}
	return t
}

func (d day) plusDays(days int) day {
	return day(d.time().AddDate(0, 0, days).Format(time.DateOnly))
}

// plusMonths: "calendar months, the day cut to the month's end" (plan-language §7).
func (d day) plusMonths(months int) day {
	t := d.time()
	firstOfMonth := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	lastOfMonth := firstOfMonth.AddDate(0, 1, -1)
	if lastOfMonth.Year() > 9999 {
		panic(invalidf("%d months after %s there are no days YYYY-MM-DD left", months, d))
	}
	dayOfMonth := min(t.Day(), lastOfMonth.Day())
	return day(firstOfMonth.AddDate(0, 0, dayOfMonth-1).Format(time.DateOnly))
}

// fullMonthsSince: "full months are the largest k with placed_on + k months <= cancelled_on, each counted from
// placed_on itself" (plan-language §7).
func (d day) fullMonthsSince(start day) int {
	k := 0
	for start.plusMonths(k+1) <= d {
		k++
	}
	return k
}

// daysSince is the number of days from start to d.
func (d day) daysSince(start day) int {
	return int(d.time().Sub(start.time()).Hours() / 24)
}

// An interval is half-open: "valid on day d when from <= d and (to is empty or d < to)" (plan-language §1).
type interval struct{ from, to day }

func (i interval) holds(d day) bool {
	return i.from <= d && (i.to == "" || d < i.to)
}
