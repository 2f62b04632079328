package naive

import "math/big"

// withhold: "of each earning line of an order, percent of the amount is withheld (rounded once; a line of its own, kind
// reserve, negative), unless placed_on + months is not after end(P)". "reserve (of the version of placed_on)"
// (plan-language §7).
func (r *run) withhold(settled *settledOrder, earned *earnedLine) {
	reserve := settled.plan.reserve
	if reserve == nil || settled.releaseDay() <= r.period.end() {
		return
	}
	amount := settled.plan.amount(percentOf(earned.amount, reserve.percent))
	earned.withheld, earned.held = amount, amount
	r.add(earned.following("reserve", negative(amount)))
}

// releaseDay is "placed_on + months" of the reserve.
func (o *settledOrder) releaseDay() day {
	return o.order.placedOn.plusMonths(o.plan.reserve.months)
}

// giveBack: "A cancellation, whatever its f, gives back share of the reserve withheld (rounded once, at most what is still
// held; kind release) in its run" (plan-language §7).
func (r *run) giveBack(earned *earnedLine, amount *big.Rat) {
	amount = smaller(amount, earned.held)
	earned.held = minus(earned.held, amount)
	r.add(earned.following("release", amount))
}

// releaseReserves: "what is then still held is given back in the run of the period that holds placed_on + months, after
// that run's cancellations" (plan-language §7).
func (r *run) releaseReserves() {
	for _, o := range r.settled {
		if o.plan.reserve == nil || o.releaseDay().period() != r.period {
			continue
		}
		for _, earned := range o.earned {
			r.giveBack(earned, earned.held)
		}
	}
}
