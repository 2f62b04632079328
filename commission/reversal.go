package commission

import (
	"cmp"

	"upline/internal/money"
	"upline/internal/period"
)

// reverse handles the cancellations of orders that earlier runs settled: commission is taken back, and the
// reserve of the cancelled part given back (plan-language §7).
func (s *settlement) reverse() {
	s.moves = make([]map[int32]moved, len(s.history.ledgers))
	for i := range s.moves {
		s.moves[i] = map[int32]moved{}
	}
	for _, r := range s.reversals {
		for i, l := range s.history.ledgers {
			if order, from, to, ok := l.find(r.Order); ok {
				s.reverseOrder(&r, i, order, from, to)
			}
		}
	}
}

// moved returns what has been done to a kept line, this run included.
func (s *settlement) moved(ledger int, line int32) moved {
	if m, ok := s.moves[ledger][line]; ok {
		return m
	}
	return s.history.ledgers[ledger].moved[line]
}

// reverseOrder takes back, of each line of an order, the cancelled share of what had entered.
func (s *settlement) reverseOrder(r *reversalDue, ledger int, o *ledgerOrder, from, to int32) {
	entered := uint64(money.Whole - r.before)
	keep, months := o.plan.Liability.factor(s.facts.Orders[r.Order].PlacedOn, r.On)
	for i := from; i < to; i++ {
		line := &s.history.ledgers[ledger].lines[i]
		m := s.moved(ledger, i)
		// share / (1 - before) × f, at most 10^6 × 1200 over as much: far from overflowing
		back, ok := o.plan.Money.Fraction(line.amount, uint64(r.Share)*keep, entered*months)
		s.overflow = s.overflow || !ok
		back = min(back, line.amount-m.reversed)
		s.writeBack(KindReversal, r.Order, line, -back)
		m.reversed += back
		if o.withheld {
			withheld, _ := o.plan.reserveOf(line.amount)
			free, ok := o.plan.Money.Fraction(withheld, uint64(r.Share), entered)
			s.overflow = s.overflow || !ok
			free = min(free, withheld-m.released)
			s.writeBack(KindRelease, r.Order, line, free)
			m.released += free
		}
		s.moves[ledger][i] = m
	}
}

// factor returns f as a fraction: what of a line is still to be given back when an order is cancelled on a day.
func (l *Liability) factor(placed, cancelled period.Day) (numerator, denominator uint64) {
	if l == nil {
		return 1, 1
	}
	if cancelled >= placed.AddMonths(l.Months) {
		return 0, 1
	}
	if !l.ProRata {
		return 1, 1
	}
	return uint64(l.Months - placed.FullMonthsTo(cancelled)), uint64(l.Months)
}

// releaseRest gives back what is still held of the reserves whose time has come.
func (s *settlement) releaseRest() {
	for i, l := range s.history.ledgers {
		for j := range l.orders {
			o := &l.orders[j]
			if !o.withheld || o.release != s.period {
				continue
			}
			for k := o.first; k < l.end(j); k++ {
				line := &l.lines[k]
				m := s.moved(i, k)
				withheld, _ := o.plan.reserveOf(line.amount)
				if free := withheld - m.released; free != 0 {
					s.writeBack(KindRelease, o.order, line, free)
					m.released = withheld
					s.moves[i][k] = m
				}
			}
		}
	}
}

// writeBack writes a line for an earning line of an earlier run, unless the amount is 0.
func (s *settlement) writeBack(kind Kind, order OrderNo, of *ledgerLine, amount money.Amount) {
	if amount == 0 {
		return
	}
	o := &s.facts.Orders[order]
	s.backLines = append(s.backLines, Line{
		Kind: kind, Bonus: of.bonus, Order: order, Source: o.Partner, Beneficiary: of.beneficiary, Level: of.level,
		Amount: amount, Condition: period.Of(o.PlacedOn),
	})
	var b book
	if v, ok := s.accountOf(&b, of.beneficiary); ok {
		s.credit(&b, v, kind, of.bonus, amount, 1)
	}
	s.enter(&b, of.bonus)
}

// CompareLines sorts lines as results are sorted (plan-language §9).
func CompareLines(a, b Line) int {
	return cmp.Or(
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Bonus, b.Bonus), cmp.Compare(a.Order, b.Order),
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.Beneficiary, b.Beneficiary),
		cmp.Compare(a.Level, b.Level), cmp.Compare(a.Amount, b.Amount),
	)
}
