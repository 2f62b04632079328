package commission

import "upline/internal/money"

// matchingSheet is a sheet of a matching bonus: its items are partners, sorted by node.
type matchingSheet struct {
	*sheet
	base     []money.Amount // by partner; 0: no item
	position []int32        // by partner
}

// payMatching pays the upline a part of what each partner earned in this run (plan-language §6).
func (s *settlement) payMatching(bonus *Bonus, rule *Matching) {
	no := s.bonusNo(bonus.ID)
	sc := s.scenes[sceneKey{s.period, SponsorTree}]
	m := &matchingSheet{base: s.matchingBase[no], position: make([]int32, len(s.facts.Partners))}
	sources := make([]int32, 0, sc.members())
	for v := range int32(sc.members()) {
		if p := sc.partner[v]; m.base[p] != 0 {
			m.position[p] = int32(len(sources))
			sources = append(sources, v)
		}
	}
	p := s.newPress(sc, newLevels(sc, bonus.eligibility(), rule.Levels, rule.Depth, rule.Compression), len(sources))
	m.sheet = p.sheet
	p.run(func(d *desk, from, to int) {
		for at := from; at < to; at++ {
			p.begin(d, at)
			p.payees(d, sources[at])
			base := m.base[sc.partner[sources[at]]]
			for i := range d.payees {
				amount, ok := s.plan.Money.PercentOfAmount(base, d.payees[i].percent)
				d.write(&d.payees[i], amount, ok)
			}
		}
	})
	s.fold(p, no)
	s.matchings[no] = m
}
