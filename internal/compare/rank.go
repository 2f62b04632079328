package compare

import (
	"slices"

	"github.com/shopspring/decimal"

	"upline/commission"
	"upline/internal/money"
)

// Rank is who is paid as a rank at the end of the last period.
type Rank struct {
	ID       string
	Partners Counts  // who is paid as it under A, and under B
	Earnings Amounts // of those who are paid as it under A: what the same people get under both sides
}

// Average returns what those who are paid as the rank under A get a head, rounded to the smallest unit; nothing where
// there is nobody.
func (r *Rank) Average() Amounts { return average(r.Earnings, r.Partners.A) }

func average(sums Amounts, partners int) Amounts {
	if partners == 0 {
		return Amounts{}
	}
	head := func(sum money.Amount) money.Amount {
		return money.Amount(decimal.New(int64(sum), 0).DivRound(decimal.New(int64(partners), 0), 0).IntPart())
	}
	return Amounts{head(sums.A), head(sums.B)}
}

// compareRanks counts who is paid as what.
func (c *Comparison) compareRanks() {
	for _, id := range mergeRanks(c.a.ranks, c.b.ranks) {
		c.Ranks = append(c.Ranks, Rank{ID: id})
	}
	position := func(ranks []string) []int {
		at := make([]int, len(ranks))
		for i, id := range ranks {
			at[i] = slices.IndexFunc(c.Ranks, func(r Rank) bool { return r.ID == id })
		}
		return at
	}
	atA, atB := position(c.a.ranks), position(c.b.ranks)
	for p := range c.people {
		if c.a.paidAs[p] == commission.NoRank {
			continue // joined later, on both sides
		}
		rank := &c.Ranks[atA[c.a.paidAs[p]]]
		rank.Partners.A++
		rank.Earnings = rank.Earnings.plus(c.earnings(p))
		c.Ranks[atB[c.b.paidAs[p]]].Partners.B++
	}
}

// mergeRanks returns the ranks of both sides: those of A in their order, and each that only B has after the one that
// it follows in B.
func mergeRanks(a, b []string) []string {
	merged := slices.Clone(a)
	after := 0
	for _, id := range b {
		at := slices.Index(merged, id)
		if at < 0 {
			merged = slices.Insert(merged, after, id)
			at = after
		}
		after = at + 1
	}
	return merged
}
