package generate

import "upline/internal/period"

const (
	historyMonths = 60  // from the company's first day to the first settled period
	afterDays     = 400 // written after the last period: late payments, cancellations, suspensions
	peakDays      = 5   // at the end of each month, when twice as much is sold
)

// A calendar is the time of a company.
type calendar struct {
	founded period.Day    // the first day anyone joined
	first   period.Period // the first settled period
	periods int
	text    []string // YYYY-MM-DD of each day from founded on
}

func newCalendar(first period.Period, periods int) *calendar {
	c := &calendar{founded: (first - historyMonths).Start(), first: first, periods: periods}
	for day := c.founded; day <= c.end()+afterDays; day++ {
		c.text = append(c.text, day.String())
	}
	return c
}

// start is the first settled day.
func (c *calendar) start() period.Day { return c.first.Start() }

// end is the last settled day.
func (c *calendar) end() period.Day { return (c.first + period.Period(c.periods) - 1).End() }

// settled is the k-th settled period, from 0.
func (c *calendar) settled(k int) period.Period { return c.first + period.Period(k) }

// date writes a day, and nothing for period.Forever.
func (c *calendar) date(day period.Day) string {
	if day == period.Forever {
		return ""
	}
	return c.text[day-c.founded]
}

// spread gives the day of the k-th of n orders, placed one after the other from the first day to the last.
func spread(k, n int, first, last period.Day) period.Day {
	days := int64(last-first) + 1
	plain := max(0, days-peakDays)
	part := int64(k) * (plain + 2*(days-plain)) / int64(n)
	if part > plain {
		part = plain + (part-plain)/2
	}
	return first + period.Day(part)
}

// someday draws a day after the given one, by the end of the last period: every other time within the settled
// periods, where it matters most. There is none after the end.
func (c *calendar) someday(after period.Day, d dice) (day period.Day, ok bool) {
	if after >= c.end() {
		return 0, false
	}
	from := after + 1
	if d.chance(500) {
		from = max(from, c.start())
	}
	return from + period.Day(d.below(int(c.end()-from)+1)), true
}
