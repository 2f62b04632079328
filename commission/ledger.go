package commission

import (
	"slices"

	"upline/internal/money"
	"upline/internal/period"
)

// ledger keeps the earning lines of a run's orders that a later run may still reverse, or whose reserve it may give
// back (plan-language §7).
type ledger struct {
	orders []ledgerOrder // ascending by number
	lines  []ledgerLine
	until  period.Period // no later run needs it
	moved  map[int32]moved
}

// ledgerOrder is an order whose lines are kept.
type ledgerOrder struct {
	order    OrderNo
	first    int32 // its lines end where those of the next order begin
	plan     *Plan
	withheld bool
	release  period.Period // the run that gives the rest of the reserve back
}

// ledgerLine is an earning line.
type ledgerLine struct {
	bonus       BonusNo
	beneficiary PartnerNo
	level       int32
	amount      money.Amount
}

// moved is what cancellations have done to a line so far: both at least 0.
type moved struct {
	reversed, released money.Amount
}

// find returns an order and its lines' positions; ok is false when the ledger does not have it.
func (l *ledger) find(order OrderNo) (o *ledgerOrder, from, to int32, ok bool) {
	i, ok := slices.BinarySearchFunc(l.orders, order, func(o ledgerOrder, want OrderNo) int { return int(o.order) - int(want) })
	if !ok {
		return nil, 0, 0, false
	}
	return &l.orders[i], l.orders[i].first, l.end(i), true
}

func (l *ledger) end(i int) int32 {
	if i+1 < len(l.orders) {
		return l.orders[i+1].first
	}
	return int32(len(l.lines))
}

// keep writes the ledger of a run, and drops those that no later run needs.
func (h *History) keep(s *settlement) {
	pending := map[OrderNo]period.Period{} // the last period with a cancellation that is known, but not yet due
	for i, c := range h.facts.Cancellations {
		if !h.handled[i] && h.settled[c.Order] {
			pending[c.Order] = max(pending[c.Order], period.Of(c.On))
		}
	}
	l := &ledger{moved: map[int32]moved{}}
	if lines := s.linesWithReserve(); lines > 0 {
		l.lines, l.orders = make([]ledgerLine, 0, lines), make([]ledgerOrder, 0, len(s.due))
	}
	for i := range s.due {
		d := &s.due[i]
		if d.batch == none {
			continue
		}
		b := s.batches[d.batch]
		last, wanted := pending[d.order]
		o := ledgerOrder{order: d.order, first: int32(len(l.lines)), plan: b.plan, withheld: s.withholds(b.plan, d.order)}
		if o.withheld {
			o.release = b.plan.Reserve.release(h.facts.Orders[d.order].PlacedOn)
			last = max(last, o.release)
		} else if !wanted {
			continue
		}
		for no := range BonusNo(len(s.bonuses)) {
			for _, line := range s.linesOf(no, d) {
				l.lines = append(l.lines, ledgerLine{no, line.beneficiary, line.level, line.amount})
			}
		}
		l.orders = append(l.orders, o)
		l.until = max(l.until, last)
	}
	if len(l.lines) > 0 {
		h.ledgers = append(h.ledgers, l)
	}
	h.ledgers = slices.DeleteFunc(h.ledgers, func(l *ledger) bool { return l.until < h.next })
}

// linesWithReserve counts the earning lines of the bonuses of which anything is withheld: about as many as are kept.
func (s *settlement) linesWithReserve() int {
	lines := 0
	for no, reserve := range s.totals[KindReserve] {
		if reserve.Lines > 0 {
			lines += s.totals[KindEarning][no].Lines
		}
	}
	return lines
}
