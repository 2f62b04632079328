package explain

import (
	"upline/commission"
)

// Source is whose earnings a matching bonus matches.
type Source struct {
	Person
	Sums []SourceSum `json:"sums"` // by bonus; those that are 0 are left out
	Base Money       `json:"base"`
}

// SourceSum is what a source got in the run by a bonus that is matched.
type SourceSum struct {
	Bonus     string `json:"bonus"`
	Earnings  Money  `json:"earnings"`
	Reversals Money  `json:"reversals"`
}

func (s SourceSum) base() Money { return s.Earnings.plus(s.Reversals) }

// explainMatching explains what the partner got of what others below earned.
func (q *inquiry) explainMatching(out *PeriodBonus, b *commission.Bonus, rule *commission.Matching) {
	c := q.conditions(q.period)
	in := c.forest(commission.SponsorTree)
	for p := range commission.PartnerNo(len(q.facts.Partners)) {
		if _, stands := q.parent(in, p); !stands || p == q.asked || !q.above(in, p) {
			continue
		}
		source := q.source(rule, p)
		from := payment{rule: q.plan.Money, base: source.Base.exact}
		if source.Base.Sign() == 0 || !q.pays(c, b, p, from) {
			continue
		}
		walk := Walk{Bonus: b.ID, Type: out.Type, Rule: out.Rule, Tree: q.treeName(commission.SponsorTree), Source: &source, Steps: []Step{}}
		whole := q.whole < 0 || len(out.Matching) < q.whole
		q.walkSteps(&walk, c, b, p, from, whole, func(s *stride, step Step) {
			if s.partner != q.asked {
				return
			}
			q.claimStep(claim{
				bonus: b.ID, order: commission.NoOrder, source: p, beneficiary: s.partner, level: s.level, condition: q.period,
			}, step)
			out.Amount = out.Amount.plus(step.Earning.Amount)
		})
		out.Matching = append(out.Matching, walk)
	}
	if out.Eligible && len(out.Matching) == 0 {
		out.Why = "nobody below, within the levels paid, has anything to match"
	}
}

// source sums what a partner got by the bonuses that are matched.
func (q *inquiry) source(rule *commission.Matching, p commission.PartnerNo) Source {
	s := Source{Person: q.person(p), Sums: []SourceSum{}, Base: q.amount(0)}
	for _, id := range rule.Of {
		sum := q.gotBy(id)[p]
		if sum.Bonus == "" {
			continue
		}
		s.Sums = append(s.Sums, sum)
		s.Base = s.Base.plus(sum.base())
	}
	return s
}

// gotBy sums the earning and reversal lines of a bonus by partner, from whichever plan version; without any lines the
// sum has no bonus.
func (e *Explainer) gotBy(bonus string) []SourceSum {
	if sums, ok := e.matched[bonus]; ok {
		return sums
	}
	sums := make([]SourceSum, len(e.facts.Partners))
	for _, block := range e.run.Blocks() {
		e.buffer = block.Append(e.buffer[:0])
		for i := range e.buffer {
			l := &e.buffer[i]
			if e.bonuses[l.Bonus] != bonus || l.Kind != commission.KindEarning && l.Kind != commission.KindReversal {
				continue
			}
			sum := &sums[l.Beneficiary]
			if sum.Bonus == "" {
				*sum = SourceSum{bonus, e.amount(0), e.amount(0)}
			}
			if l.Kind == commission.KindEarning {
				sum.Earnings = sum.Earnings.plus(e.amount(l.Amount))
			} else {
				sum.Reversals = sum.Reversals.plus(e.amount(l.Amount))
			}
		}
	}
	e.matched[bonus] = sums
	return sums
}
