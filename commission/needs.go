package commission

import (
	"maps"
	"slices"

	"upline/internal/period"
)

// Needs is what must be known of earlier runs, besides what is known of every partner, to settle a period.
type Needs struct {
	Standings []period.Period // the periods whose records are looked at, ascending
	LinesOf   []OrderNo       // the settled orders whose earning lines may be reversed or released, ascending
}

// Needs returns what must be loaded for the run of the period next, which follows the runs of first … next-1: for a late
// run in next it is enough, too. settled and handled tell, by OrderNo and by cancellation, what those runs have done.
func (f *Facts) Needs(first, next period.Period, settled, handled []bool) Needs {
	if len(settled) != len(f.Orders) || len(handled) != len(f.Cancellations) {
		panic("commission: settled and handled have an entry for each order and each cancellation")
	}
	s := &settlement{facts: f, period: next, until: next.End(), history: &History{first: first, settled: settled, handled: handled}}
	s.collect()
	return Needs{s.standingsNeeded(), s.linesNeeded()}
}

// standingsNeeded lists the periods of which the run needs the records: the one before, those that decide about demotion
// (plan-language §5), and the condition periods of the due orders (§4).
func (s *settlement) standingsNeeded() []period.Period {
	first := s.history.first
	needed := map[period.Period]bool{}
	if s.period > first {
		needed[s.period-1] = true
	}
	if plan := s.facts.InForce(s.period.End()); plan != nil {
		for _, p := range plan.Career.Demotion.lookBack(first, s.period) {
			needed[p] = true
		}
	}
	from, to := first.Start(), s.period.Start()
	for i := range s.due {
		// Those too that are cancelled whole by now: to a late run on an earlier day they may not be.
		if placed := s.facts.Orders[s.due[i].order].PlacedOn; from <= placed && placed < to {
			needed[period.Of(placed)] = true
		}
	}
	return slices.Sorted(maps.Keys(needed))
}

// linesNeeded lists the settled orders that a due cancellation takes something from, and those whose reserve ends in the
// period (plan-language §7).
func (s *settlement) linesNeeded() []OrderNo {
	cancelled := map[OrderNo]bool{}
	for i := range s.reversals {
		cancelled[s.reversals[i].Order] = true
	}
	ends := map[period.Day]bool{} // by the day an order is placed; there are far more orders than days
	var orders []OrderNo
	for i := range s.facts.Orders {
		if !s.history.settled[i] {
			continue
		}
		no, placed := OrderNo(i), s.facts.Orders[i].PlacedOn
		end, known := ends[placed]
		if !known {
			plan := s.facts.InForce(placed)
			end = plan != nil && plan.Reserve != nil && plan.Reserve.release(placed) == s.period
			ends[placed] = end
		}
		if end || cancelled[no] {
			orders = append(orders, no)
		}
	}
	return orders
}
