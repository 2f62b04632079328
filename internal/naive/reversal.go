package naive

import "math/big"

// handleCancellation handles a due cancellation of an order that an earlier run has settled: "each cancellation makes lines
// of its own" (plan-language §9).
func (r *run) handleCancellation(c cancellation) {
	cancelled := r.settled[c.order]
	for _, earned := range cancelled.earned {
		r.reverse(c, cancelled, earned)
		released := times(earned.withheld, shareOfEntered(c, cancelled))
		r.giveBack(earned, cancelled.plan.amount(released))
	}
}

// reverse: "amount −(line amount × share × f), rounded once and at most what is not yet reversed of the line, to the
// line's own beneficiary, whatever that partner is today" (plan-language §7).
func (r *run) reverse(c cancellation, cancelled *settledOrder, earned *earnedLine) {
	f := cancelled.plan.liabilityLeft(cancelled.order.placedOn, c.cancelledOn)
	amount := cancelled.plan.amount(times(times(earned.amount, shareOfEntered(c, cancelled)), f))
	amount = smaller(amount, minus(earned.amount, earned.reversed))
	earned.reversed = plus(earned.reversed, amount)
	r.add(earned.following("reversal", negative(amount)))
}

// shareOfEntered: "share is always of the whole order: where a share c was cancelled before or in the run that first
// settled the order, a later cancellation reverses −(line amount × share / (1 − c) × f) and gives back share / (1 − c) of
// the reserve" (plan-language §7). An order with earning lines was not cancelled whole, so c is below 1.
func shareOfEntered(c cancellation, cancelled *settledOrder) *big.Rat {
	return over(c.share, minus(whole(1), cancelled.cancelled))
}

// liabilityLeft is f: "f = 1; with liability: 0 from placed_on + months on (calendar months, the day cut to the month's
// end), and before that, with pro_rata, (months − full months since placed_on) / months. The liability of the version of
// placed_on holds. […] f looks at cancelled_on, not at the run" (plan-language §7).
func (p plan) liabilityLeft(placedOn, cancelledOn day) *big.Rat {
	if p.liability == nil {
		return whole(1)
	}
	if cancelledOn >= placedOn.plusMonths(p.liability.months) {
		return whole(0)
	}
	if !p.liability.proRata {
		return whole(1)
	}
	monthsLeft := p.liability.months - cancelledOn.fullMonthsSince(placedOn)
	return over(whole(monthsLeft), whole(p.liability.months))
}

// following: "Reserve, release and reversal lines repeat the bonus, order, source, beneficiary and level of their earning
// line, with base and percent empty" (plan-language §9).
func (e *earnedLine) following(kind string, amount *big.Rat) line {
	l := e.line
	l.kind, l.base, l.percent, l.amount = kind, nil, nil, amount
	return l
}
