package naive

import "math/big"

// A line is one row of lines.csv. What means nothing is empty: a text "", a number nil, the level noLevel.
type line struct {
	kind, bonus, order, source, beneficiary string
	level                                   int
	base, percent                           *big.Rat
	amount                                  *big.Rat
	conditionPeriod                         period
}

const noLevel = -1

// add keeps a line: "no line of any kind has amount 0" (plan-language §6). It tells whether it was kept.
func (r *run) add(l line) bool {
	if l.amount.Sign() == 0 {
		return false
	}
	r.lines = append(r.lines, l)
	return true
}

// payPeriodLine adds an earning of a period bonus of this run, rounded as its version says.
func (r *run) payPeriodLine(b bonus, l line, exact *big.Rat) {
	l.kind, l.bonus, l.amount, l.conditionPeriod = "earning", b.id, r.plan.amount(exact), r.period
	r.add(l)
}
