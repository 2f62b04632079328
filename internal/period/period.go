package period

import "fmt"

// Period is a settlement period, a month: the months since January of the year 0.
type Period int32

// Parse reads YYYY-MM, years 0001 to 9999.
func Parse(text string) (Period, error) {
	if len(text) == len("2006-01") && text[4] == '-' {
		y, okY := number(text[:4])
		m, okM := number(text[5:])
		if okY && okM && y >= 1 && m >= 1 && m <= 12 {
			return Period(y*12 + m - 1), nil
		}
	}
	return 0, fmt.Errorf("%q is not a period: write YYYY-MM, such as 2026-01", text)
}

// Of returns the period that holds a day.
func Of(d Day) Period {
	y, m, _ := d.Date()
	return Period(y*12 + m - 1)
}

// Start returns the first day.
func (p Period) Start() Day { return civil(int(p)/12, int(p)%12+1, 1) }

// End returns the last day.
func (p Period) End() Day { return (p + 1).Start() - 1 }

// String writes YYYY-MM.
func (p Period) String() string { return fmt.Sprintf("%04d-%02d", int(p)/12, int(p)%12+1) }
