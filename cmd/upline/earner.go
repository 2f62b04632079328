package main

import (
	"cmp"
	"slices"

	"upline/commission"
	"upline/internal/money"
)

// bestCount is how many of the best earners a summary names.
const bestCount = 10

// earner is a partner and what the runs gave: earnings net of reversals.
type earner struct {
	partner commission.PartnerNo
	amount  money.Volume
}

// best returns those who earned most, by amount, then id.
func (s *summary) best() []earner {
	best := make([]earner, 0, bestCount+1)
	for p, amount := range s.net {
		if amount.Sign() <= 0 || (len(best) == bestCount && amount.Cmp(best[bestCount-1].amount) <= 0) {
			continue
		}
		e := earner{commission.PartnerNo(p), amount}
		at, _ := slices.BinarySearchFunc(best, e, func(a, b earner) int {
			return cmp.Or(b.amount.Cmp(a.amount), cmp.Compare(a.partner, b.partner))
		})
		best = slices.Insert(best, at, e)
		best = best[:min(len(best), bestCount)]
	}
	return best
}
