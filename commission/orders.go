package commission

import (
	"upline/internal/money"
	"upline/internal/period"
)

// orderSheet is a sheet of an order bonus, with the batch whose orders it pays for.
type orderSheet struct {
	*sheet
	queue *queue
}

// payOrders pays the order bonuses of all due orders, each batch at its own conditions.
func (s *settlement) payOrders() {
	s.sheets = make([][]*orderSheet, len(s.batches))
	for i, b := range s.batches {
		s.sheets[i] = make([]*orderSheet, len(s.bonuses))
		walks := make([]walk, len(b.plan.Bonuses))
		parallel(s.workers, len(walks), func(_, j int) {
			if bonus := &b.plan.Bonuses[j]; bonus.IsOrderBonus() {
				walks[j] = newWalk(bonus, s.scenes[sceneKey{b.condition, bonus.treeOf()}])
			}
		})
		for j, w := range walks {
			if bonus := &b.plan.Bonuses[j]; w != nil {
				s.sheets[i][s.bonusNo(bonus.ID)] = s.payBonus(b, bonus, w)
				walks[j] = nil // it is large
			}
		}
	}
}

// payBonus pays one bonus for the orders of a batch.
func (s *settlement) payBonus(b *batch, bonus *Bonus, w walk) *orderSheet {
	q := b.queues[bonus.treeOf()]
	p := s.newPress(s.scenes[sceneKey{b.condition, bonus.treeOf()}], w, len(q.items))
	p.run(func(d *desk, from, to int) {
		seller := none
		for at := from; at < to; at++ {
			it := &q.items[at]
			p.begin(d, at)
			if bonus.Only != nil && !bonus.Only.admits(s.facts, &s.facts.Orders[it.order]) {
				continue
			}
			if it.node != seller {
				seller = it.node
				p.payees(d, seller)
			}
			s.payItem(d, b.plan, it)
		}
	})
	s.fold(p, s.bonusNo(bonus.ID))
	return &orderSheet{p.sheet, q}
}

// payItem writes the lines of one order, for the payees of its seller.
func (s *settlement) payItem(d *desk, plan *Plan, it *item) {
	withheld := s.withholds(plan, it.order)
	for i := range d.payees {
		to := &d.payees[i]
		var amount money.Amount
		var ok bool
		if it.left == money.Whole {
			amount, ok = plan.Money.PercentOfValue(it.cv, to.percent)
		} else {
			amount, ok = plan.Money.PercentOf(it.cv.Times(it.left), to.percent)
		}
		if !d.write(to, amount, ok) || !withheld {
			continue
		}
		reserve, ok := plan.reserveOf(amount)
		if reserve == 0 {
			d.overflow = d.overflow || !ok
			continue
		}
		sum := &d.sums[to.node]
		sum.reserves++
		sum.reserve, ok = sum.reserve.Plus(-reserve)
		d.overflow = d.overflow || !ok
	}
}

// withholds reports whether the earning lines of an order settled in this run leave a reserve (plan-language §7).
func (s *settlement) withholds(plan *Plan, order OrderNo) bool {
	return plan.Reserve != nil && plan.Reserve.endsAfter(s.period, s.facts.Orders[order].PlacedOn)
}

// endsAfter reports whether the reserve for an order placed on a day is still held at the end of a period.
func (r *Reserve) endsAfter(p period.Period, placed period.Day) bool {
	return placed.AddMonths(r.Months) > p.End()
}

// release returns the period whose run gives back what is still held for an order placed on a day.
func (r *Reserve) release(placed period.Day) period.Period {
	return period.Of(placed.AddMonths(r.Months))
}

// reserveOf returns what is withheld of an earning line, positive; ok is false when it does not fit.
func (p *Plan) reserveOf(amount money.Amount) (reserve money.Amount, ok bool) {
	return p.Money.PercentOfAmount(amount, p.Reserve.Percent)
}
