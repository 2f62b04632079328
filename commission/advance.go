package commission

import (
	"cmp"
	"slices"

	"upline/internal/money"
)

// payAdvance pays once for each rank above the highest career rank ever held before (plan-language §6).
func (s *settlement) payAdvance(bonus *Bonus, rule *RankAdvance) {
	amounts := make([]money.Amount, len(rule.Amounts))
	for rank, listed := range rule.Amounts {
		if listed != nil {
			amounts[rank] = s.listed(*listed)
		}
	}
	s.payAll(s.bonusNo(bonus.ID), func(p PartnerNo, lines []periodLine) []periodLine {
		if s.records[p].state&inTree == 0 {
			return lines
		}
		first := len(lines)
		for rank := s.highest[p] + 1; rank <= s.records[p].career; rank++ {
			lines = append(lines, periodLine{beneficiary: p, amount: amounts[rank]})
		}
		slices.SortFunc(lines[first:], func(a, b periodLine) int { return cmp.Compare(a.amount, b.amount) })
		return lines
	})
}

// payFixed pays an amount by rank.
func (s *settlement) payFixed(bonus *Bonus, rule *Fixed) {
	who := bonus.eligibility()
	amounts := make([]money.Amount, len(rule.Amounts))
	for rank, listed := range rule.Amounts {
		amounts[rank] = s.listed(listed)
	}
	s.payEach(s.bonusNo(bonus.ID), func(p PartnerNo) periodLine {
		if m := (member{s.records[p].paidAs, s.records[p].state}); who.admits(m) {
			return periodLine{beneficiary: p, amount: amounts[m.rank]}
		}
		return periodLine{}
	})
}

// listed rounds money as it stands in the plan.
func (s *settlement) listed(value money.Value) money.Amount {
	amount, ok := s.plan.Money.Listed(value)
	s.overflow = s.overflow || !ok
	return amount
}
