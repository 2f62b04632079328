package explain

import (
	"github.com/shopspring/decimal"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// never is the period of what does not happen.
const never period.Period = 1<<31 - 1

// settledIn returns the period whose run first settles an order: that of the payment, or the first settled one
// (plan-language §4). It is never for an order that is not paid.
func (e *Explainer) settledIn(order commission.OrderNo) period.Period {
	paid := e.facts.Orders[order].PaidOn
	if paid == period.Forever {
		return never
	}
	return max(e.first, period.Of(paid))
}

// handledIn returns the period whose run handles a cancellation. It waits for the order to be due.
func (e *Explainer) handledIn(c *commission.Cancellation) period.Period {
	return max(e.settledIn(c.Order), period.Of(c.On))
}

// cancellationsOf returns the cancellations of an order in the order in which runs handle them.
func (e *Explainer) cancellationsOf(order commission.OrderNo) []*commission.Cancellation {
	if e.cancellations == nil {
		e.cancellations = map[commission.OrderNo][]*commission.Cancellation{}
		for i := range e.facts.Cancellations { // sorted by day, then id
			c := &e.facts.Cancellations[i]
			e.cancellations[c.Order] = append(e.cancellations[c.Order], c)
		}
	}
	return e.cancellations[order]
}

// entered returns the share with which an order enters the run that first settles it: what the cancellations before
// or in that run have left.
func (e *Explainer) entered(order commission.OrderNo) money.Share {
	left := money.Whole
	for _, c := range e.cancellationsOf(order) {
		if e.handledIn(c) == e.settledIn(order) {
			left -= c.Share
		}
	}
	return left
}

// enteredCV returns the commissionable value with which an order enters.
func (e *Explainer) enteredCV(order commission.OrderNo) decimal.Decimal {
	return valueOf(e.facts.Orders[order].CV).Mul(shareOf(e.entered(order)))
}

// ordersOf returns the orders credited to a partner.
func (e *Explainer) ordersOf(p commission.PartnerNo) []commission.OrderNo {
	if e.orders == nil {
		e.orders = make([][]commission.OrderNo, len(e.facts.Partners))
		for i := range e.facts.Orders {
			seller := e.facts.Orders[i].Partner
			e.orders[seller] = append(e.orders[seller], commission.OrderNo(i))
		}
	}
	return e.orders[p]
}

// entry is what an order, or the cancellation of one, moves of the volume of a period (plan-language §5).
type entry struct {
	order        commission.OrderNo
	cancellation *commission.Cancellation // nil: the order itself
	share        money.Share              // of the whole order; negative for a cancellation
}

func (e *Explainer) points(m entry) decimal.Decimal {
	return valueOf(e.facts.Orders[m.order].Points).Mul(shareOf(m.share))
}

func (e *Explainer) cv(m entry) decimal.Decimal {
	return valueOf(e.facts.Orders[m.order].CV).Mul(shareOf(m.share))
}

// entriesOf returns what an order moves in a period: the order when it is first settled, cancellations of it later.
func (e *Explainer) entriesOf(order commission.OrderNo, p period.Period) []entry {
	settled := e.settledIn(order)
	switch {
	case settled > p:
		return nil
	case settled == p:
		return []entry{{order, nil, e.entered(order)}}
	}
	var entries []entry
	for _, c := range e.cancellationsOf(order) {
		if e.handledIn(c) == p {
			entries = append(entries, entry{order, c, -c.Share})
		}
	}
	return entries
}

// volumeKey names a partner in a period.
type volumeKey struct {
	partner commission.PartnerNo
	period  period.Period
}

// pv returns a partner's own volume in a settled period.
func (e *Explainer) pv(p commission.PartnerNo, in period.Period) decimal.Decimal {
	key := volumeKey{p, in}
	sum, known := e.volumes[key]
	if known {
		return sum
	}
	for _, order := range e.ordersOf(p) {
		for _, m := range e.entriesOf(order, in) {
			sum = sum.Add(e.points(m))
		}
	}
	e.volumes[key] = sum
	return sum
}
