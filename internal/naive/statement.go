package naive

import (
	"maps"
	"math/big"
	"slices"
)

// A statement is one row of statements.csv.
type statement struct {
	partner                               string
	opening                               *big.Rat
	earnings, reversals, reserve, release *big.Rat // signed sums by kind
	balance, payout, closing              *big.Rat
}

// writeStatements: "A partner with no line and opening 0 gets no statement" (plan-language §8).
func (r *run) writeStatements() {
	byKind := map[string]sums{"earning": {}, "reversal": {}, "reserve": {}, "release": {}}
	concerned := map[string]bool{}
	for _, l := range r.lines {
		byKind[l.kind].add(l.beneficiary, l.amount)
		concerned[l.beneficiary] = true
	}
	for id, closing := range r.closing {
		if closing.Sign() != 0 {
			concerned[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(concerned)) {
		s := statement{
			partner:   id,
			opening:   r.closing.of(id),
			earnings:  byKind["earning"].of(id),
			reversals: byKind["reversal"].of(id),
			reserve:   byKind["reserve"].of(id),
			release:   byKind["release"].of(id),
		}
		s.balance = plus(s.opening, plus(plus(s.earnings, s.reversals), plus(s.reserve, s.release)))
		s.payout = r.payout(id, s.balance)
		s.closing = minus(s.balance, s.payout)
		r.closing[id] = s.closing
		r.statements = append(r.statements, s)
	}
}

// payout: "the balance, if it is positive, at least payout.minimum and the partner is not suspended on end(P), terminated
// ones are paid; else 0" (plan-language §8).
func (r *run) payout(id string, balance *big.Rat) *big.Rat {
	isEnough := balance.Sign() > 0 && balance.Cmp(r.plan.payoutMinimum) >= 0
	isSuspended := r.bundle.statusOn(id, r.period.end()) == "suspended"
	if isEnough && !isSuspended {
		return balance
	}
	return new(big.Rat)
}
