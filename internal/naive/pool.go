package naive

import (
	"maps"
	"math/big"
	"slices"
)

// pool: "split over the eligible by shares_by_rank: each gets the floor of the exact share in the smallest unit, and the
// units left over go to the largest remainders, ties to the smaller id. Only eligible partners with shares above 0 take
// part; none: nothing" (plan-language §6).
func (r *run) pool(b bonus) {
	shares, allShares := r.poolShares(b)
	units := times(r.percentOfTotal(b), unitsPerOne(r.plan.scale))
	unitsOf, remainders := sums{}, sums{}
	left := units
	for id, share := range shares {
		exact := over(times(units, share), allShares)
		floor := new(big.Rat).SetInt(new(big.Int).Quo(exact.Num(), exact.Denom()))
		unitsOf[id], remainders[id] = floor, minus(exact, floor)
		left = minus(left, floor)
	}
	byRemainder := slices.Sorted(maps.Keys(shares))
	slices.SortStableFunc(byRemainder, func(x, y string) int { return remainders.of(y).Cmp(remainders.of(x)) })
	for _, id := range byRemainder {
		if left.Sign() > 0 {
			unitsOf.add(id, whole(1))
			left = minus(left, whole(1))
		}
		r.payPeriodLine(b, line{beneficiary: id, level: noLevel}, over(unitsOf.of(id), unitsPerOne(r.plan.scale)))
	}
}

// poolShares is the shares of those who take part, and their sum.
func (r *run) poolShares(b bonus) (shares sums, all *big.Rat) {
	shares, all = sums{}, new(big.Rat)
	for id, now := range r.standings {
		share := r.plan.entry(b.byRank, now.paidAs)
		if share.Sign() > 0 && r.isEligible(b, id) {
			shares[id] = share
			all = plus(all, share)
		}
	}
	return shares, all
}

// percentOfTotal is what a pool splits: "percent of cv(P), rounded, if positive" (plan-language §6).
func (r *run) percentOfTotal(b bonus) *big.Rat {
	return larger(r.plan.amount(percentOf(r.totalCV(), b.percent)), new(big.Rat))
}
