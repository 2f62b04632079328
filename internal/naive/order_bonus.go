package naive

import (
	"math/big"
	"slices"
)

// A settledOrder is an order with the lines it has earned, for the cancellations and the releases to come.
type settledOrder struct {
	order     order
	cancelled *big.Rat // the share cancelled before or in the run that settled it
	plan      plan     // the version of placed_on
	earned    []*earnedLine
}

// An earnedLine is an earning line of an order, with what was taken back of it and what is withheld.
type earnedLine struct {
	line
	reversed *big.Rat // so far
	withheld *big.Rat // in reserve, at first
	held     *big.Rat // in reserve, still
}

// An orderPayment is the paying of one due order by the run.
type orderPayment struct {
	*run
	order  dueOrder
	plan   plan // "the plan version in force on placed_on" (plan-language §4)
	record *settledOrder
}

// payOrder pays the order bonuses: "for each due order o credited to s, base cv" (plan-language §6). "An order cancelled
// whole like that is settled with no lines" (plan-language §4), as its base is 0.
func (r *run) payOrder(o dueOrder) {
	version := r.bundle.planOn(o.placedOn)
	record := &settledOrder{order: o.order, cancelled: o.cancelled, plan: version}
	r.settled[o.id] = record
	payment := orderPayment{r, o, version, record}
	for _, b := range version.bonuses {
		if !b.only.admits(o.order, r.bundle.partners[o.partner].joined) {
			continue
		}
		switch b.kind {
		case "retail":
			payment.retail(b)
		case "unilevel":
			payment.unilevel(b)
		case "differential":
			payment.differential(b)
		case "generation":
			payment.generation(b)
		}
	}
}

// admits: "An only: {kinds: [...], first_days: n} filter limits an order bonus to orders of those kinds, and to orders
// placed fewer than n days after the credited partner joined" (plan-language §6).
func (f only) admits(o order, joined day) bool {
	if f.kinds != nil && !slices.Contains(f.kinds, o.kind) {
		return false
	}
	return f.firstDays == nil || o.placedOn.daysSince(joined) < *f.firstDays
}

// treeOf is "the trees as they were on end(C(o))" (plan-language §4).
func (o orderPayment) treeOf(name string) *tree {
	return o.tree(name, o.order.conditionPeriod.end())
}

func (o orderPayment) conditions(id string) conditions {
	return o.conditionsOf(id, o.order.conditionPeriod)
}

func (o orderPayment) isEligible(b bonus, id string) bool {
	return o.plan.isEligible(b, o.conditions(id))
}

// pay adds an earning line of the order, and withholds its reserve.
func (o orderPayment) pay(b bonus, beneficiary string, level int, percent *big.Rat) {
	l := line{
		kind: "earning", bonus: b.id, order: o.order.id, source: o.order.partner, beneficiary: beneficiary, level: level,
		base: o.order.entering, percent: percent, amount: o.plan.amount(percentOf(o.order.entering, percent)),
		conditionPeriod: o.order.conditionPeriod,
	}
	if !o.add(l) {
		return
	}
	earned := &earnedLine{line: l, reversed: new(big.Rat), withheld: new(big.Rat), held: new(big.Rat)}
	o.record.earned = append(o.record.earned, earned)
	o.withhold(o.record, earned)
}

// retail: "percent or percent_by_rank. Pays s, if eligible, level 0" (plan-language §6).
func (o orderPayment) retail(b bonus) {
	s := o.order.partner
	if !o.isEligible(b, s) {
		return
	}
	percent := b.percent
	if b.byRank != nil {
		percent = o.plan.entry(b.byRank, o.conditions(s).rank)
	}
	o.pay(b, s, 0, percent)
}
