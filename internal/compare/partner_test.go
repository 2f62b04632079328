package compare

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/fault"
	"upline/internal/money"
)

// drawn returns a comparison of earnings that rapid draws, without settling anything.
func drawn(t *rapid.T) *Comparison {
	n := rapid.IntRange(0, 60).Draw(t, "partners")
	amounts := rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64Range(-100_000, 100_000), rapid.Int64Range(-1<<50, 1<<50))
	earnings := func(name string) (list []money.Amount) {
		for range n {
			list = append(list, money.Amount(amounts.Draw(t, name)))
		}
		return list
	}
	c := &Comparison{Scale: rapid.IntRange(0, 4).Draw(t, "scale"), people: make([]commission.Partner, n)}
	for _, s := range [...]**side{&c.a, &c.b} {
		*s = &side{ranks: []string{"low"}, earnings: earnings("earnings"), paidAs: make([]commission.Rank, n)}
	}
	for p := range c.people {
		c.people[p].ID = string(rune('A' + p))
	}
	return c
}

func TestBucketsHoldDifferencesOfTheirSize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawn(t)
		c.comparePartners()
		for i, bucket := range c.Buckets {
			var losers, winners Effect
			for p := range c.people {
				difference := c.b.earnings[p] - c.a.earnings[p]
				if difference > bucket.Above && difference <= bucket.UpTo {
					winners.Partners++
					winners.Amount += difference
				}
				if -difference > bucket.Above && -difference <= bucket.UpTo {
					losers.Partners++
					losers.Amount += difference
				}
			}
			if bucket.Winners != winners || bucket.Losers != losers {
				t.Errorf("%v should hold %v and %v", bucket, losers, winners)
			}
			if i > 0 && bucket.Above != c.Buckets[i-1].UpTo {
				t.Errorf("%v follows %v", bucket, c.Buckets[i-1])
			}
		}
		if len(c.Buckets) > 0 {
			first, last := c.Buckets[0], c.Buckets[len(c.Buckets)-1]
			if first.Losers.Partners+first.Winners.Partners == 0 || last.Losers.Partners+last.Winners.Partners == 0 {
				t.Errorf("the outer buckets %v and %v are empty", first, last)
			}
		}
	})
}

func TestBucketBounds(t *testing.T) {
	for scale, unit := range []money.Amount{1, 10, 100, 1000, 10_000} {
		all := newBuckets(scale)
		for i, upTo := range []money.Amount{1, 5, 10, 50, 100, 500, 1000, 5000} {
			if all[i].UpTo != upTo*unit {
				t.Errorf("scale %d: bucket %d goes up to %d, not %d", scale, i, all[i].UpTo, upTo*unit)
			}
		}
		if all[0].Above != 0 || all[len(all)-1].UpTo != math.MaxInt64 {
			t.Errorf("scale %d: the buckets go from %d to %d", scale, all[0].Above, all[len(all)-1].UpTo)
		}
		for i := 1; i < len(all); i++ {
			if all[i].Above != all[i-1].UpTo || all[i].UpTo <= all[i].Above {
				t.Errorf("scale %d: %v follows %v", scale, all[i], all[i-1])
			}
		}
	}
}

func TestTheListsNameTheLargestDifferences(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawn(t)
		c.comparePartners()
		var all []Partner
		for p := range c.people {
			all = append(all, c.partner(p))
		}
		wanted := func(sign money.Amount) (list []Partner) {
			slices.SortFunc(all, func(p, q Partner) int {
				return cmp.Or(cmp.Compare(sign*q.Earnings.Difference(), sign*p.Earnings.Difference()), cmp.Compare(p.ID, q.ID))
			})
			for _, p := range all {
				if sign*p.Earnings.Difference() > 0 && len(list) < listed {
					list = append(list, p)
				}
			}
			return list
		}
		if want := wanted(1); !slices.Equal(c.Most, want) {
			t.Errorf("most are %v, not %v", c.Most, want)
		}
		if want := wanted(-1); !slices.Equal(c.Least, want) {
			t.Errorf("least are %v, not %v", c.Least, want)
		}
	})
}

func TestDecilesAndTopEarners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawn(t)
		c.compareDeciles()
		var order []Partner
		for p := range c.Figures() {
			order = append(order, p)
		}
		slices.SortFunc(order, func(p, q Partner) int {
			return cmp.Or(cmp.Compare(q.Earnings.A, p.Earnings.A), cmp.Compare(p.ID, q.ID))
		})
		for i, decile := range c.Deciles {
			if size := len(order) / 10; decile.Partners != size && decile.Partners != size+1 {
				t.Errorf("decile %d has %d of %d", i, decile.Partners, len(order))
			}
		}
		at := 0
		for i, decile := range c.Deciles {
			var want Amounts
			for range decile.Partners {
				want = want.plus(order[at].Earnings)
				at++
			}
			if decile.Earnings != want {
				t.Errorf("decile %d has %v, not %v", i, decile.Earnings, want)
			}
		}
		if at != len(order) {
			t.Errorf("the deciles hold %d of %d", at, len(order))
		}
		above := []money.Amount{}
		var all money.Amount
		for _, amount := range c.b.earnings {
			if amount > 0 {
				above = append(above, amount)
				all += amount
			}
		}
		slices.Sort(above)
		for _, concentration := range c.Concentration {
			top := concentration.B
			if over := top.Earners*100 - len(above)*concentration.Percent; over < 0 || over >= 100 {
				t.Errorf("the top %d %% of %d are %d", concentration.Percent, len(above), top.Earners)
			}
			var want money.Amount
			for _, amount := range above[len(above)-top.Earners:] {
				want += amount
			}
			if top.Earnings != want || top.All != all {
				t.Errorf("the top get %d of %d, not %d of %d", top.Earnings, top.All, want, all)
			}
		}
	})
}

func TestMergeRanks(t *testing.T) {
	for _, test := range []struct{ a, b, want []string }{
		{[]string{"low", "top"}, []string{"low", "top"}, []string{"low", "top"}},
		{[]string{"low", "top"}, []string{"low", "mid", "top", "peak"}, []string{"low", "mid", "top", "peak"}},
		{[]string{"low", "mid", "top"}, []string{"low", "top"}, []string{"low", "mid", "top"}},
		{[]string{"a", "b"}, []string{"c", "d"}, []string{"c", "d", "a", "b"}},
		{[]string{"a", "b", "c"}, []string{"c", "b", "new"}, []string{"a", "b", "new", "c"}},
	} {
		if got := mergeRanks(test.a, test.b); !slices.Equal(got, test.want) {
			t.Errorf("%v and %v give %v, not %v", test.a, test.b, got, test.want)
		}
	}
}

// A rank that only B has holds nobody under A, and one that only A has nobody under B.
func TestRanksOfBothSides(t *testing.T) {
	c := compared(t, peopleNamed("Ada", "Grace", "Edsger"), []money.Value{1, 1, 2},
		inventedPlan([]string{"low", "mid", "top"}, 0, euros(10), euros(20)),
		inventedPlan([]string{"low", "new", "top"}, 0, euros(1), euros(2)))
	want := []Rank{
		{ID: "low"},
		{ID: "new", Partners: Counts{B: 2}},
		{ID: "mid", Partners: Counts{A: 2}, Earnings: Amounts{2000, 200}},
		{ID: "top", Partners: Counts{A: 1, B: 1}, Earnings: Amounts{2000, 200}},
	}
	if !slices.Equal(c.Ranks, want) {
		t.Errorf("got %v, not %v", c.Ranks, want)
	}
	if average := c.Ranks[2].Average(); average != (Amounts{1000, 100}) {
		t.Errorf("the average is %v", average)
	}
	if average := c.Ranks[1].Average(); average != (Amounts{}) {
		t.Errorf("the average of nobody is %v", average)
	}
}

func TestSumsThatDoNotFitAreRefused(t *testing.T) {
	plan := func(amount money.Value) *commission.Plan {
		p := inventedPlan([]string{"low"}, amount)
		p.Money.Scale = 4
		return p
	}
	for _, test := range []struct {
		amount money.Value
		fits   bool
	}{{1 << 60, true}, {1<<61 - 1, true}, {1 << 61, false}, {1 << 62, false}} {
		facts := func() *commission.Facts { return invented(t, peopleNamed("Ada"), nil, plan(test.amount)) }
		_, err := Settle(t.Context(), facts(), facts(), Options{From: inventedFirst, Through: inventedFirst, Workers: 1})
		if fits := err == nil; fits != test.fits || (!fits && fault.KindOf(err) != fault.Invalid) {
			t.Errorf("%d: got %v", test.amount, err)
		}
	}
}
