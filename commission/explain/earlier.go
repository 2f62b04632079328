package explain

import (
	"upline/commission"
	"upline/internal/period"
)

// Earlier is an order that an earlier run settled, and what this run took back or gave back of it.
type Earlier struct {
	Item
	Liability string        `json:"liability"` // in words
	Earnings  []EarlierLine `json:"earnings"`
}

// EarlierLine is an earning line of an earlier run, and all that has happened to it since, this run included.
type EarlierLine struct {
	Bonus       string       `json:"bonus"`
	Type        string       `json:"type"`
	Beneficiary Person       `json:"beneficiary"`
	Asked       bool         `json:"asked"` // the beneficiary is the partner whom the explanation is for
	Level       int          `json:"level"`
	Earning     Calculation  `json:"earning"`
	Reserve     *Calculation `json:"reserve,omitempty"` // withheld, positive
	Moves       []Move       `json:"moves"`             // in order of time
}

// explainEarlier explains what the run took back or gave back of orders that earlier runs settled: of the asked
// order, or of the asked partner's earnings.
func (q *inquiry) explainEarlier() {
	if q.order != commission.NoOrder {
		if q.settledIn(q.order) < q.period {
			q.explainChanges(q.order)
		}
		return
	}
	for no := range commission.OrderNo(len(q.facts.Orders)) {
		if q.settledIn(no) < q.period && q.changes(no) {
			q.explainChanges(no)
		}
	}
}

// explainChanges explains the changes of an order, unless it is not asked for and the asked partner earned nothing by
// it.
func (q *inquiry) explainChanges(no commission.OrderNo) {
	out := Earlier{Earnings: []EarlierLine{}}
	for _, b := range q.bonusesOf(no) {
		if q.excluded(b, no) == "" {
			out.Earnings = append(out.Earnings, q.changedLines(no, b)...)
		}
	}
	if q.order == commission.NoOrder && len(out.Earnings) == 0 {
		return
	}
	out.Item, out.Liability = q.item(no), liability(q.planOf(no).Liability)
	q.out.Earlier = append(q.out.Earlier, out)
}

// changedLines walks a bonus again as the earlier run did, and tells what happened to the lines since.
func (q *inquiry) changedLines(no commission.OrderNo, b *commission.Bonus) []EarlierLine {
	c, from, seller := q.conditionsOf(no), q.paymentOf(no), q.facts.Orders[no].Partner
	if q.order == commission.NoOrder && !q.above(c.forest(treeOf(b)), seller) {
		return nil
	}
	var lines []EarlierLine
	w := c.walk(b, nil)
	w.visit = func(s *stride) bool {
		asked := s.partner == q.asked
		goesOn := q.order != commission.NoOrder || !asked
		if q.order == commission.NoOrder && !asked || s.outcome != Paid {
			return goesOn
		}
		step := w.step(s, q.asked, from)
		q.checkMember(c, s)
		if step.Earning.Amount.Sign() == 0 {
			return goesOn
		}
		line := EarlierLine{
			Bonus: b.ID, Type: b.Rule.Type(), Beneficiary: step.Person, Asked: asked, Level: step.Level,
			Earning: *step.Earning, Reserve: step.Reserve,
		}
		line.Moves = q.moves(no, &line)
		changed := q.claimMoves(line.Moves, claim{
			bonus: b.ID, order: no, source: seller, beneficiary: s.partner, level: s.level, condition: c.period,
		})
		if changed || q.order != commission.NoOrder {
			lines = append(lines, line)
		}
		return goesOn
	}
	w.from(seller)
	return lines
}

// claimMoves notes the lines that this run made of the moves, and reports whether it made, or tried, any.
func (q *inquiry) claimMoves(moves []Move, c claim) (changed bool) {
	for _, move := range moves {
		if move.Period == q.period.String() {
			changed = true
			c.kind = move.kind
			q.claim(c, move.Amount)
		}
	}
	return changed
}

// dueBack returns the period whose run gives back what is still held of an order's reserve; never without a reserve.
func (e *Explainer) dueBack(order commission.OrderNo) period.Period {
	reserve := e.reserveOf(order)
	if reserve == nil {
		return never
	}
	return period.Of(e.facts.Orders[order].PlacedOn.AddMonths(reserve.Months))
}
