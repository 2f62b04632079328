package joining_test

import (
	"testing"

	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

func freeDays(t *testing.T, country, region string) joining.FreeDays {
	t.Helper()
	free, err := joining.FreeDaysOf(country, region)
	if err != nil {
		t.Fatal(err)
	}
	return free
}

func TestFreeDays(t *testing.T) {
	for _, c := range []struct {
		country, region, day string
		free                 bool
	}{
		{"DE", "BE", "2026-11-27", false},
		{"DE", "BE", "2026-11-28", true}, // Saturday
		{"DE", "BE", "2026-11-29", true},
		{"DE", "BE", "2027-03-08", true},  // Frauentag, Monday
		{"DE", "BY", "2027-03-08", false}, // not there
		{"DE", "", "2027-03-08", true},
		{"DE", "SN", "2026-11-18", true}, // Buß- und Bettag
		{"DE", "BE", "2026-11-18", false},
		{"DE", "BY", "2027-03-26", true}, // Good Friday
		{"DE", "BY", "2027-05-27", true}, // Corpus Christi
		{"AT", "", "2026-10-26", true},
		{"CH", "ZH", "2025-08-01", true},
	} {
		if got := freeDays(t, c.country, c.region)(day(c.day)); got != c.free {
			t.Errorf("%s in %s-%s is free: %v", c.day, c.country, c.region, got)
		}
	}
	for _, wrong := range [][2]string{{"FR", ""}, {"DE", "XX"}} {
		if _, err := joining.FreeDaysOf(wrong[0], wrong[1]); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}

func TestRightOfWithdrawal(t *testing.T) {
	free := freeDays(t, "DE", "BE")
	for name, c := range map[string]struct{ concluded, instructed, last string }{
		"plain":                            {"2026-11-03", "2026-11-03", "2026-11-17"},
		"ends on a Saturday":               {"2026-11-07", "2026-11-07", "2026-11-23"},
		"ends on Christmas":                {"2026-12-11", "2026-12-11", "2026-12-28"}, // 25 Friday, 26 Saturday, 27 Sunday
		"ends on Good Friday":              {"2027-03-12", "2027-03-12", "2027-03-30"}, // until Easter Monday all is free
		"instructed two days later":        {"2026-11-03", "2026-11-05", "2026-11-19"},
		"instructed before":                {"2026-11-03", "2026-11-01", "2026-11-17"},
		"never instructed":                 {"2026-11-03", "", "2027-11-17"},
		"instructed after eleven months":   {"2026-11-03", "2027-10-04", "2027-10-18"},
		"instructed after twelve months":   {"2026-11-03", "2027-11-30", "2027-11-17"},
		"never instructed, on 29 February": {"2028-02-29", "", "2029-03-14"},
	} {
		contract := joining.Contract{Concluded: day(c.concluded), Instructed: period.Forever}
		if c.instructed != "" {
			contract.Instructed = day(c.instructed)
		}
		last := contract.WithdrawalEnds(free)
		if last.String() != c.last {
			t.Errorf("%s: ends on %v, want %s", name, last, c.last)
		}
		if end, err := contract.Withdraw(last, free); err != nil || end != (joining.End{Kind: joining.EndWithdrawal, From: last}) {
			t.Errorf("%s: on the last day: %v, %v", name, end, err)
		}
		if _, err := contract.Withdraw(last+1, free); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: a day late: %v", name, err)
		}
	}
	if _, err := (joining.Contract{Concluded: day("2026-11-03")}).Withdraw(day("2026-11-02"), free); fault.KindOf(err) != fault.Invalid {
		t.Errorf("before the contract: %v", err)
	}
}

func TestNotice(t *testing.T) {
	for _, c := range []struct {
		concluded, received string
		sideline            bool
		from                string
	}{
		{"2026-01-15", "2026-03-31", false, "2026-05-01"}, // one month, to the end of April
		{"2026-01-15", "2026-04-01", false, "2026-06-01"}, // one day later: the end of May
		{"2026-01-15", "2026-01-31", false, "2026-03-01"}, // a month from 31 January ends on 28 February
		{"2026-01-15", "2027-01-14", false, "2027-03-01"}, // last day of the first year
		{"2026-01-15", "2027-01-15", false, "2027-04-01"}, // first of the second: two months
		{"2026-01-15", "2028-01-14", false, "2028-04-01"},
		{"2026-01-15", "2028-01-15", false, "2028-05-01"}, // third: three months
		{"2026-01-15", "2031-01-14", false, "2031-05-01"}, // fifth: still three
		{"2026-01-15", "2031-01-15", false, "2031-08-01"}, // after five years: six
		{"2026-01-15", "2031-08-31", false, "2032-03-01"}, // six months from 31 August: 29 February
		{"2026-01-15", "2040-02-10", true, "2040-04-01"},  // in a secondary occupation: one
		{"2024-02-29", "2025-02-28", false, "2025-05-01"}, // the first year is over on 28 February
	} {
		contract := joining.Contract{Concluded: day(c.concluded), Sideline: c.sideline}
		end, err := contract.Terminate(day(c.received))
		if err != nil || end != (joining.End{Kind: joining.EndOrdinary, From: day(c.from)}) {
			t.Errorf("%s, notice on %s: %v, %v; want %s", c.concluded, c.received, end, err, c.from)
		}
	}
	contract := joining.Contract{Concluded: day("2026-01-15")}
	if end, err := contract.TerminateAtOnce(day("2026-03-03")); err != nil || end != (joining.End{Kind: joining.EndExtraordinary, From: day("2026-03-03")}) {
		t.Errorf("at once: %v, %v", end, err)
	}
	_, ordinary := contract.Terminate(day("2026-01-14"))
	_, atOnce := contract.TerminateAtOnce(day("2026-01-14"))
	if fault.KindOf(ordinary) != fault.Invalid || fault.KindOf(atOnce) != fault.Invalid {
		t.Errorf("before the contract: %v, %v", ordinary, atOnce)
	}
}
