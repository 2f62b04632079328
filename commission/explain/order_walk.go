package explain

import (
	"fmt"

	"upline/commission"
)

// Order is an order settled in the run, and what its bonuses paid.
type Order struct {
	Item
	Walks []Walk `json:"walks"`
}

// explainOrders explains the orders settled in the run: the asked one, or those that paid the asked partner.
func (q *inquiry) explainOrders() {
	if q.order != commission.NoOrder {
		if q.settledIn(q.order) == q.period {
			q.explainOrder(q.order)
		}
		return
	}
	for no := range commission.OrderNo(len(q.facts.Orders)) {
		if q.settledIn(no) == q.period && q.entered(no) > 0 {
			q.explainOrder(no)
		}
	}
}

// explainOrder explains an order, unless it is not asked for and paid the asked partner nothing.
func (q *inquiry) explainOrder(no commission.OrderNo) {
	whole := q.order != commission.NoOrder || q.whole < 0 || len(q.out.Orders) < q.whole
	walks := []Walk{}
	for _, b := range q.bonusesOf(no) {
		paid := q.excluded(b, no) == "" && q.pays(q.conditionsOf(no), b, q.facts.Orders[no].Partner, q.paymentOf(no))
		if q.order != commission.NoOrder || paid {
			walks = append(walks, q.walkOrder(no, b, whole))
		}
	}
	if q.order != commission.NoOrder || len(walks) > 0 {
		q.out.Orders = append(q.out.Orders, Order{q.item(no), walks})
	}
}

// pays reports whether a walk for a source pays the asked partner.
func (q *inquiry) pays(c conditions, b *commission.Bonus, source commission.PartnerNo, from payment) bool {
	if !q.above(c.forest(treeOf(b)), source) {
		return false
	}
	paid := false
	c.walk(b, func(s *stride) bool {
		if s.partner != q.asked {
			return true
		}
		paid = s.outcome == Paid && from.of(s).Amount.Sign() != 0
		return false
	}).from(source)
	return paid
}

// above reports whether the asked partner stands above a source, or is the source.
func (q *inquiry) above(in forest, source commission.PartnerNo) bool {
	inside, ok := q.branches[in]
	if !ok {
		inside = q.branch(in, q.asked)
		q.branches[in] = inside
	}
	return inside(source)
}

// walkOrder walks a bonus for an order.
func (q *inquiry) walkOrder(no commission.OrderNo, b *commission.Bonus, whole bool) Walk {
	c := q.conditionsOf(no)
	out := Walk{Bonus: b.ID, Type: b.Rule.Type(), Rule: q.rule(b), Tree: q.treeName(treeOf(b)), Steps: []Step{}, Excluded: q.excluded(b, no)}
	if out.Excluded != "" || q.entered(no) == 0 {
		return out
	}
	seller := q.facts.Orders[no].Partner
	q.walkSteps(&out, c, b, seller, q.paymentOf(no), whole, func(s *stride, step Step) {
		q.claimStep(claim{
			bonus: b.ID, order: no, source: seller, beneficiary: s.partner, level: s.level, condition: c.period,
		}, step)
	})
	return out
}

// walkSteps walks, and tells each step; paid is called for each that makes a line.
func (q *inquiry) walkSteps(
	out *Walk, c conditions, b *commission.Bonus, source commission.PartnerNo, from payment, whole bool, paid func(s *stride, step Step),
) {
	w := c.walk(b, nil)
	met := false
	w.visit = func(s *stride) bool {
		met = met || s.partner == q.asked
		if !whole && s.partner != q.asked {
			return true
		}
		step := w.step(s, q.asked, from)
		q.checkMember(w.conditions, s)
		if step.Earning != nil && step.Earning.Amount.Sign() != 0 {
			paid(s, step)
		}
		out.Steps = append(out.Steps, step)
		return whole
	}
	out.End = w.from(source)
	out.Folded = !whole
	if whole && !met {
		out.Unmet = q.unmet(w, source, out.End)
	}
}

// unmet says why a walk did not come to the asked partner.
func (q *inquiry) unmet(w *walk, source commission.PartnerNo, end End) string {
	asked, from := q.facts.Partners[q.asked].ID, q.facts.Partners[source].ID
	switch {
	case end == EndNotInTree:
		return fmt.Sprintf("%s was not in the %s tree on %s, so nobody is paid", from, q.treeName(w.forest.tree), w.forest.day)
	case end == EndCredited:
		return fmt.Sprintf("it pays nobody but %s, to whom the order is credited", from)
	case !q.above(w.forest, source):
		return fmt.Sprintf("%s did not stand above %s in the %s tree on %s", asked, from, q.treeName(w.forest.tree), w.forest.day)
	case q.asked == source:
		return fmt.Sprintf("it begins with the parent of %s", from)
	default:
		return fmt.Sprintf("the walk had ended before it came to %s", asked)
	}
}
