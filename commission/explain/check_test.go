package explain_test

import (
	"strings"
	"testing"

	"upline/commission"
	"upline/commission/explain"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// vectorRun settles a vector through a period, and returns its facts and that period's run.
func vectorRun(t *testing.T, name, through string) (*commission.Facts, *commission.Run) {
	t.Helper()
	for _, v := range bundletest.Vectors(t) {
		if v.Name != name {
			continue
		}
		f, first, last := read(t, v.Input, v.From, through)
		var run *commission.Run
		if err := commission.SettleEach(f, first, last, 1, func(settled *commission.Run) error {
			run = settled
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return f, run
	}
	t.Fatalf("there is no vector %s", name)
	return nil, nil
}

// A run is settled, and then the facts are changed below it: as if the engine had computed with other ones. Each
// change must be found, and named as a defect of ours.
func TestDisagreementIsFound(t *testing.T) {
	tests := []struct {
		name, vector, through, partner string
		change                         func(f *commission.Facts)
		want                           string
	}{
		{"another base", "04-differential-same-rank-stop", "2026-01", "l3", func(f *commission.Facts) {
			f.Orders[0].CV += 10_000
		}, "the run has no line 2026-01,earning,diff,o1,s,l3,3,1001,0.5,5.01,2026-01"},
		{"another percentage", "04-differential-same-rank-stop", "2026-01", "l3", func(f *commission.Facts) {
			f.Plans[0].Bonuses[0].Rule.(*commission.Differential).SameRank[1] = 750_000
		}, "the run has no line 2026-01,earning,diff,o1,s,l3,3,1000,0.75,7.50,2026-01"},
		{"another tree", "02-unilevel-inactive", "2026-01", "root", func(f *commission.Facts) {
			a, _ := f.FindPartner("a")
			f.Sponsors.Of(a)[0].Value = commission.NoPartner
		}, "the run's line 2026-01,earning,uni,o1,s,root,3,200,3,6.00,2026-01 is not explained"},
		{"another activity", "02-unilevel-inactive", "2026-01", "c", func(f *commission.Facts) {
			f.Orders[1].Points = 40 * 10_000
		}, "the run of 2026-01 recorded active true of c, and it is false"},
		{"another rounding", "24-cancel-after-settlement", "2026-02", "s", func(f *commission.Facts) {
			f.Plans[0].Money.Rounding = money.Down
		}, "the run's line 2026-02,reversal,ret,o1,s,s,0,,,-5.01,2026-01 is not explained"},
		{"another reserve", "27-reserve", "2026-01", "s", func(f *commission.Facts) {
			f.Plans[0].Reserve.Percent = 11_000_000
		}, "the run's statement has reserve -3.61, and it is -3.97"},
		{"another leg", "08-binary-carry-cap-flush", "2026-01", "p", func(f *commission.Facts) {
			f.Orders[2].Points = 200 * 10_000
		}, "the binary row has right 300, and it is 200"},
		{"another pool", "12-pool-remainders", "2026-01", "a", func(f *commission.Facts) {
			f.Plans[0].Bonuses[0].Rule.(*commission.Pool).Shares[0] = 2_000_000
		}, "the run's line 2026-01,earning,pool,,,a,-1,,,25.00,2026-01 is not explained"},
		{"another paid-as rank", "04-differential-same-rank-stop", "2026-01", "l3", func(f *commission.Facts) {
			f.Plans[0].Career.PaidAs = commission.PaidAsAchieved
		}, "paid as leader, and it is active true, status active, achieved starter, career leader, paid as starter"},
		{"another rank", "19-rank-conditions", "2026-01", "k", func(f *commission.Facts) {
			*f.Plans[0].Ranks[1].MaxLegShare = 10_000_000 // k1's leg counts 100, and k2's 100, of the 1000 asked
		}, "achieved leader, career leader, paid as leader, and it is active true, status active, achieved starter"},
		{"another status", "28-payout-minimum", "2026-01", "c", func(f *commission.Facts) {
			f.Statuses.Spans[0].Value = commission.Active
		}, "the run's statement has payout 0.00, and it is 100.00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, run := vectorRun(t, test.vector, test.through)
			if _, err := explain.New(run).Explain(explain.Query{Partner: test.partner}); err != nil {
				t.Fatalf("before anything is changed: %v", err)
			}
			test.change(f)
			_, err := explain.New(run).Explain(explain.Query{Partner: test.partner})
			if err == nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), "explanation and run disagree") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestNotFound(t *testing.T) {
	_, run := vectorRun(t, "21-late-order", "2026-02")
	tests := []struct{ partner, order, want string }{
		{"A", "", `there is no partner "A"; did you mean a?`},
		{"Zacharias", "", `there is no partner "Zacharias"`},
		{"a", "o", `there is no order "o"`},
		{"a", "03", `there is no order "03"; did you mean o3?`},
		{"a", "o2", "order o2 is not settled in 2026-02, but in 2026-03, since it was paid on 2026-03-10: ask with --period 2026-03"},
		{"a", "o1", "order o1 was settled in 2026-01, and nothing of it changed in 2026-02: ask with --period 2026-01"},
	}
	for _, test := range tests {
		_, err := explain.New(run).Explain(explain.Query{Partner: test.partner, Order: test.order})
		if err == nil || fault.KindOf(err) != fault.NotFound || err.Error() != test.want {
			t.Errorf("partner %q, order %q: error %v, want %q", test.partner, test.order, err, test.want)
		}
	}
}

// The first period is that of the earliest payment, or the last one where nothing was paid before.
func TestFirstPeriod(t *testing.T) {
	f, _ := vectorRun(t, "21-late-order", "2026-01")
	for last, want := range map[string]string{"2026-03": "2026-01", "2026-01": "2026-01", "2025-11": "2025-11"} {
		if got := explain.FirstPeriod(f, parse(t, last)); got != parse(t, want) {
			t.Errorf("through %s: first period %s, want %s", last, got, want)
		}
	}
	for i := range f.Orders {
		f.Orders[i].PaidOn = period.Forever
	}
	if got := explain.FirstPeriod(f, parse(t, "2026-03")); got != parse(t, "2026-03") {
		t.Errorf("nothing is paid: first period %s", got)
	}
}
