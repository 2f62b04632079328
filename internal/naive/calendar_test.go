package naive

import "testing"

func TestPlusMonths(t *testing.T) {
	tests := []struct {
		start  day
		months int
		want   day
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"}, // a leap year
		{"2026-01-31", 2, "2026-03-31"}, // counted from January, not from 28 February
		{"2025-12-31", 2, "2026-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-01-15", 1200, "2126-01-15"},
	}
	for _, test := range tests {
		if got := test.start.plusMonths(test.months); got != test.want {
			t.Errorf("%s + %d months = %s, want %s", test.start, test.months, got, test.want)
		}
	}
}

func TestFullMonths(t *testing.T) {
	tests := map[day]int{
		"2026-01-31": 0, "2026-02-27": 0, "2026-02-28": 1, "2026-03-30": 1, "2026-03-31": 2, "2027-01-31": 12,
	}
	for on, want := range tests {
		if got := on.fullMonthsSince("2026-01-31"); got != want {
			t.Errorf("full months from 2026-01-31 to %s: %d, want %d", on, got, want)
		}
	}
}

func TestPeriodEnd(t *testing.T) {
	for p, want := range map[period]day{"2026-02": "2026-02-28", "2024-02": "2024-02-29", "2025-12": "2025-12-31"} {
		if got := p.end(); got != want {
			t.Errorf("end(%s) = %s, want %s", p, got, want)
		}
	}
}
