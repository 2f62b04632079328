package explain

import (
	"fmt"

	"upline/commission"
)

// Advance is what a partner got for ranks reached for the first time.
type Advance struct {
	Highest string         `json:"highest_before"` // the highest career rank held before the period
	Source  string         `json:"source"`         // where that is known from
	Career  string         `json:"career"`
	Ranks   []ListedAmount `json:"ranks"` // those above the highest before, up to the career rank
}

// explainAdvance explains the amounts for ranks above the highest held before.
func (q *inquiry) explainAdvance(out *PeriodBonus, rule *commission.RankAdvance) {
	out.Eligible, out.Why = true, "" // no eligibility is asked
	standing, _ := q.run.Standing(q.asked)
	highest, source := q.highestBefore()
	out.Advance = &Advance{q.rankID(highest), source, q.rankID(standing.Career), []ListedAmount{}}
	for rank := highest + 1; rank <= standing.Career; rank++ {
		listing := rule.Amounts[rank]
		if listing == nil {
			out.Advance.Ranks = append(out.Advance.Ranks, ListedAmount{Rank: q.rankID(rank), Amount: q.amount(0)})
			continue
		}
		amount := listed(q.plan.Money, *listing)
		out.Advance.Ranks = append(out.Advance.Ranks, q.listing(rank, amount, listing.String()))
		q.pay(out, amount, nil)
	}
	if len(out.Advance.Ranks) > 0 && out.Amount.Sign() == 0 {
		out.Why = "the plan lists no amount for a rank reached now"
	}
	if standing.Career <= highest {
		out.Why = fmt.Sprintf("the career rank %s is not above the highest held before, %s (%s)", q.rankID(standing.Career), q.rankID(highest), source)
	}
}

// highestBefore returns the highest career rank that the asked partner held at any time before the period, and where
// that is known from first. Everyone counts as having held the lowest.
func (q *inquiry) highestBefore() (highest commission.Rank, source string) {
	source = "the lowest, which everyone counts as having held"
	for _, span := range q.facts.Careers.Of(q.asked) {
		if span.From < q.first.Start() && span.Value > highest {
			highest, source = span.Value, fmt.Sprintf("held from %s, in careers.csv", span.From)
		}
	}
	for _, set := range q.overrides(q.period.Start() - 1) {
		if set.Value > highest {
			highest, source = set.Value, fmt.Sprintf("set by the back office on %s", set.From)
		}
	}
	for p := q.first; p < q.period; p++ {
		if standing, ok := q.run.Recorded(p, q.asked); ok && standing.Career > highest {
			highest, source = standing.Career, fmt.Sprintf("held in the run of %s", p)
		}
	}
	return highest, source
}
