package period_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/internal/period"
)

func day(t interface{ Fatalf(string, ...any) }, text string) period.Day {
	d, err := period.ParseDay(text)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "seconds"), 0).UTC() // years 1 to 9999
		d := day(t, at.Format(time.DateOnly))
		if want := period.Day((at.Unix() - at.Unix()%86400) / 86400); at.Unix() >= 0 && d != want {
			t.Fatalf("%s is day %d, want %d", at.Format(time.DateOnly), d, want)
		}
		if d.String() != at.Format(time.DateOnly) {
			t.Fatalf("%s comes back as %s", at.Format(time.DateOnly), d)
		}
		p := period.Of(d)
		if p.String() != at.Format("2006-01") || p.Start() > d || p.End() < d || period.Of(p.End()+1) != p+1 {
			t.Fatalf("%s lies in %s, %s to %s", d, p, p.Start(), p.End())
		}
	})
}

func TestMalformedDaysAndPeriods(t *testing.T) {
	for _, text := range []string{"", "2026", "2026-1-05", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01", "2026/01/05", "09.01.2026", "2026-01-05 ", "-026-01-05", "2026-01-0a"} {
		if d, err := period.ParseDay(text); err == nil {
			t.Errorf("%q is read as %s", text, d)
		}
	}
	for _, text := range []string{"", "2026", "2026-13", "2026-00", "2026-1", "0000-01", "2026-01-01", "202a-01"} {
		if p, err := period.Parse(text); err == nil {
			t.Errorf("%q is read as %s", text, p)
		}
	}
}

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-01-31", 2, "2026-03-31"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-01-31", 1200, "2126-01-31"},
	} {
		if got := day(t, c.from).AddMonths(c.n); got.String() != c.want {
			t.Errorf("%s and %d months is %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

// Full months are counted one by one, from the day itself.
func TestFullMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := period.Day(rapid.IntRange(0, 40000).Draw(t, "from"))
		end := d + period.Day(rapid.IntRange(-40, 2000).Draw(t, "days"))
		want := 0
		for d.AddMonths(want+1) <= end {
			want++
		}
		if got := d.FullMonthsTo(end); got != want {
			t.Fatalf("%s to %s: %d full months, want %d", d, end, got, want)
		}
	})
}
