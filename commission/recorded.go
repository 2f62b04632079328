package commission

import (
	"slices"

	"upline/internal/money"
)

// This file shows what a run leaves behind for later runs, besides its results: all that must be kept of a posted run so
// that Resume can go on from it.

// Recorded is what a run records of a partner's standing for later runs.
type Recorded struct {
	InTree, Active           bool // in the sponsor tree on the last day of the period; active by plan-language §5
	Status                   Status
	Achieved, Career, PaidAs Rank
}

// Record returns what the run recorded of a partner; of who is not in the sponsor tree, nothing but zeros.
func (r *Run) Record(p PartnerNo) Recorded {
	rec := r.records[p]
	return Recorded{
		InTree: rec.state&inTree != 0, Active: rec.state&isActive != 0,
		Status: rec.status, Achieved: rec.achieved, Career: rec.career, PaidAs: rec.paidAs,
	}
}

// Highest returns the highest career rank that a partner has ever held, this run and what the back office has set by its
// end included.
func (r *Run) Highest(p PartnerNo) Rank {
	return max(r.highest[p], r.records[p].career, r.facts.highestOverride(p, r.period.End()))
}

// Carries returns what is carried on after the run, by BonusNo, by partner: of all binary bonuses and all partners, those
// included that were not in force and not in the tree. It is nil for a bonus of which nothing was ever carried.
func (r *Run) Carries() [][]Legs {
	carries := make([][]Legs, len(r.carried))
	copy(carries, r.carried)
	for _, b := range r.binaries {
		carry := make([]Legs, len(r.facts.Partners)) // a new one: the run still shows what it began with
		copy(carry, b.before)
		for v, p := range b.partner {
			carry[p] = b.carry[v]
		}
		carries[b.no] = carry
	}
	return carries
}

// Closing returns a partner's balance after the payout.
func (r *Run) Closing(p PartnerNo) money.Amount { return r.closing[p] }

// SettledOrder is an order that a run has settled.
type SettledOrder struct {
	Order     OrderNo
	Cancelled money.Share // before or in this run: what never entered
}

// SettledOrders returns the orders that the run settled first, with lines or without, ascending.
func (s *settlement) SettledOrders() []SettledOrder {
	orders := make([]SettledOrder, len(s.due))
	for i, d := range s.due {
		orders[i] = SettledOrder{d.order, money.Whole - d.left}
	}
	return orders
}

// HandledCancellations returns the cancellations that the run handled, as positions in Facts.Cancellations, ascending:
// those that took something back, and those that kept a part of an order from entering.
func (s *settlement) HandledCancellations() []int32 { return slices.Clone(s.cancellations) }
