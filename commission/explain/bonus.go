package explain

import (
	"upline/commission"
)

// PeriodBonus is what a bonus that is paid once a period gave the partner, or why it gave nothing. One of the last
// five fields says how, by its type.
type PeriodBonus struct {
	Bonus    string        `json:"bonus"`
	Type     string        `json:"type"`
	Rule     string        `json:"rule"` // in words
	Eligible bool          `json:"eligible"`
	Why      string        `json:"why,omitempty"` // nothing is paid
	Amount   Money         `json:"amount"`        // of all its lines
	Binary   *Binary       `json:"binary,omitempty"`
	Matching []Walk        `json:"matching,omitempty"` // a walk for each source that paid the partner
	Pool     *Pool         `json:"pool,omitempty"`
	Advance  *Advance      `json:"rank_advance,omitempty"`
	Fixed    *ListedAmount `json:"fixed,omitempty"`
}

// ListedAmount is an amount that stands in the plan for a rank, rounded once.
type ListedAmount struct {
	Rank     string `json:"rank"`
	Listed   string `json:"listed,omitempty"` // nothing: the plan lists none for the rank
	Rounding string `json:"rounding,omitempty"`
	Amount   Money  `json:"amount"`
}

// explainBonuses explains the period bonuses of the version in force, in the order of the plan.
func (q *inquiry) explainBonuses() {
	if q.out.Standing == nil {
		return // who is not in the sponsor tree gets none
	}
	c := q.conditions(q.period)
	m := c.member(q.asked)
	for i := range q.plan.Bonuses {
		b := &q.plan.Bonuses[i]
		if b.IsOrderBonus() {
			continue
		}
		refused := refuse(b, m)
		out := PeriodBonus{
			Bonus: b.ID, Type: b.Rule.Type(), Rule: q.rule(b), Eligible: refused == eligible, Why: c.why(b, q.asked, m, refused), Amount: q.amount(0),
		}
		switch rule := b.Rule.(type) {
		case *commission.Binary:
			q.explainBinary(&out, b, rule)
		case *commission.Matching:
			q.explainMatching(&out, b, rule)
		case *commission.Pool:
			q.explainPool(&out, b, rule)
		case *commission.RankAdvance:
			q.explainAdvance(&out, rule)
		case *commission.Fixed:
			q.explainFixed(&out, rule, m)
		}
		q.out.Bonuses = append(q.out.Bonuses, out)
	}
}

// pay adds a line of a period bonus that has neither order nor source.
func (q *inquiry) pay(out *PeriodBonus, amount Money, earning *Calculation) {
	c := claim{
		bonus: out.Bonus, order: commission.NoOrder, source: commission.NoPartner, beneficiary: q.asked, level: commission.NoLevel,
		condition: q.period,
	}
	if earning != nil {
		c.base, c.percent = earning.Base.String(), earning.Percent.String()
	}
	q.claim(c, amount)
	out.Amount = out.Amount.plus(amount)
}

// listing shows the amount that the plan lists for a rank.
func (q *inquiry) listing(rank commission.Rank, amount Money, text string) ListedAmount {
	return ListedAmount{q.rankID(rank), text, q.plan.Money.Rounding.String(), amount}
}

// explainFixed explains an amount by rank.
func (q *inquiry) explainFixed(out *PeriodBonus, rule *commission.Fixed, m member) {
	if !out.Eligible {
		return
	}
	amount := rule.Amounts[m.rank]
	fixed := q.listing(m.rank, listed(q.plan.Money, amount), amount.String())
	out.Fixed = &fixed
	if fixed.Amount.Sign() == 0 {
		out.Why = "the amount of rank " + fixed.Rank + " is 0"
	}
	q.pay(out, fixed.Amount, nil)
}
