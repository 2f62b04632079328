package compare

import (
	"strings"
	"testing"

	"upline/commission"
	"upline/internal/bundle"
	"upline/internal/bundletest"
	"upline/internal/money"
	"upline/internal/period"
)

// company is a vector read twice: under its own plans, and under altered ones.
type company struct {
	a, b    *commission.Facts
	options Options
}

// eachVector runs a test for each vector.
func eachVector(t *testing.T, test func(t *testing.T, c company)) {
	t.Helper()
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) { test(t, readVector(t, v)) })
	}
}

// aVector returns a vector that has nearly all there is: several periods, reversals, two plan versions.
func aVector(t *testing.T) company {
	t.Helper()
	for _, v := range bundletest.Vectors(t) {
		if strings.HasPrefix(v.Name, "33-") {
			return readVector(t, v)
		}
	}
	t.Fatal("the vector is gone")
	return company{}
}

func readVector(t *testing.T, v bundletest.Vector) company {
	t.Helper()
	dir := t.TempDir()
	bundletest.WriteFiles(t, dir, v.Input)
	from, err := period.Parse(v.From)
	if err != nil {
		t.Fatal(err)
	}
	through, err := period.Parse(v.Through)
	if err != nil {
		t.Fatal(err)
	}
	read := func() *commission.Facts {
		facts, err := bundle.Read(dir, bundle.Options{From: from, Through: through, Settle: true})
		if err != nil {
			t.Fatal(err)
		}
		return facts
	}
	c := company{read(), read(), Options{From: from, Through: through, Workers: 2}}
	for _, plan := range c.b.Plans {
		alter(plan)
	}
	return c
}

// alter changes a plan in every way that a comparison shows: what bonuses pay, which there are, and who holds which
// rank.
func alter(plan *commission.Plan) {
	if plan.Career.PaidAs == commission.PaidAsAchieved {
		plan.Career.PaidAs = commission.PaidAsCareer
	} else {
		plan.Career.PaidAs = commission.PaidAsAchieved
	}
	for i := range plan.Bonuses {
		switch rule := plan.Bonuses[i].Rule.(type) {
		case *commission.Retail:
			for rank := range rule.Percent {
				rule.Percent[rank] += rule.Percent[rank] / 3
			}
		case *commission.Unilevel:
			for level := range rule.Levels {
				rule.Levels[level] /= 2
			}
		case *commission.Differential:
			for rank := range rule.Percent {
				rule.Percent[rank] += 500_000
			}
		}
	}
	percent := make([]money.Percent, len(plan.Ranks))
	for rank := range percent {
		percent[rank] = money.Percent(100_000 * rank) // the lowest gets nothing more
	}
	plan.Bonuses = append(plan.Bonuses, commission.Bonus{
		ID: addedBonus, NeedsActive: true, Rule: &commission.Retail{Percent: percent},
	})
}

// addedBonus sorts before all others, so that the numbers of the bonuses differ between the sides.
const addedBonus = "!added"
