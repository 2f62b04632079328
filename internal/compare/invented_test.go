package compare

import (
	"testing"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// invented returns a company whose partners, sorted by id, get what fixed bonuses give their rank, which is decided by
// their own points: so a test can say who gets how much. It has one period.
func invented(t *testing.T, partners []commission.Partner, points []money.Value, plan *commission.Plan) *commission.Facts {
	t.Helper()
	facts := &commission.Facts{Partners: partners, Kinds: []string{"own"}, Plans: []*commission.Plan{plan}}
	for p := range points {
		facts.Orders = append(facts.Orders, commission.Order{
			ID: string(rune('A' + p)), Partner: commission.PartnerNo(p), PlacedOn: inventedFirst.Start(), PaidOn: inventedFirst.Start(),
			Points: points[p], CV: points[p],
		})
	}
	return facts
}

// inventedFirst is the only period, 2026-01.
const inventedFirst period.Period = 2026 * 12

// inventedPlan gives a rank for each amount, reached by as many points as its number.
func inventedPlan(ranks []string, amounts ...money.Value) *commission.Plan {
	plan := &commission.Plan{
		Name: "plan", File: "plans/plan.yaml", ValidFrom: inventedFirst.Start(), Currency: "EUR", Money: money.Rule{Scale: 2},
		Breakaway: commission.NoRank,
		Bonuses:   []commission.Bonus{{ID: "fixed", Rule: &commission.Fixed{Amounts: amounts}}},
	}
	for i, id := range ranks {
		points := money.Value(i)
		plan.Ranks = append(plan.Ranks, commission.RankRule{ID: id, PV: &points})
	}
	plan.Ranks[0].PV = nil
	return plan
}

// compared settles the one period under both plans.
func compared(t *testing.T, partners []commission.Partner, points []money.Value, a, b *commission.Plan) *Comparison {
	t.Helper()
	return settled(t, company{
		invented(t, partners, points, a), invented(t, partners, points, b),
		Options{From: inventedFirst, Through: inventedFirst, Workers: 1},
	})
}

// euros is money in a plan file: ten-thousandths.
func euros(n int64) money.Value { return money.Value(n * 10_000) }

// people names partners who joined before the first period.
func peopleNamed(names ...string) []commission.Partner {
	var partners []commission.Partner
	for i, name := range names {
		partners = append(partners, commission.Partner{ID: "P" + string(rune('1'+i)), Name: name})
	}
	return partners
}
