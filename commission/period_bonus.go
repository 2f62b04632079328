package commission

import (
	"slices"

	"upline/internal/money"
)

// periodLine is a line of a period bonus that has neither order nor source.
type periodLine struct {
	beneficiary PartnerNo
	percent     money.Percent // 0: the line has neither base nor percentage
	base        money.Volume
	amount      money.Amount
}

// payPeriodBonuses pays the period bonuses of the version in force, in the order of the plan.
func (s *settlement) payPeriodBonuses() {
	for i := range s.plan.Bonuses {
		bonus := &s.plan.Bonuses[i]
		switch rule := bonus.Rule.(type) {
		case *Binary:
			s.payBinary(bonus, rule)
		case *Matching:
			s.payMatching(bonus, rule)
		case *Pool:
			s.payPool(bonus, rule)
		case *RankAdvance:
			s.payAdvance(bonus, rule)
		case *Fixed:
			s.payFixed(bonus, rule)
		}
	}
}

// payEach pays each partner what pay says: a line for this partner, or one whose amount is 0.
func (s *settlement) payEach(no BonusNo, pay func(p PartnerNo) periodLine) {
	s.payAll(no, func(p PartnerNo, lines []periodLine) []periodLine { return append(lines, pay(p)) })
}

// payAll pays each partner the lines that pay appends. Lines of amount 0 are left out.
func (s *settlement) payAll(no BonusNo, pay func(p PartnerNo, lines []periodLine) []periodLine) {
	partners := len(s.facts.Partners)
	chunks := make([][]periodLine, chunksOf(partners, chunkSize))
	books := make([]book, s.workers)
	eachChunk(s.workers, partners, func(worker, from, to int) {
		var lines []periodLine
		for p := PartnerNo(from); int(p) < to; p++ {
			before := len(lines)
			lines = pay(p, lines)
			own := slices.DeleteFunc(lines[before:], func(l periodLine) bool { return l.amount == 0 })
			lines = lines[:before+len(own)]
			for _, line := range own {
				s.credit(&books[worker], s.sponsors.node[p], KindEarning, no, line.amount, 1)
			}
		}
		chunks[from/chunkSize] = lines
	})
	s.periodLines[no] = slices.Concat(chunks...)
	for i := range books {
		s.enter(&books[i], no)
	}
}
