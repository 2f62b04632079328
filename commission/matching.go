package commission

import "upline/internal/money"

// matchingSheet is a sheet of a matching bonus: its items are the members of the run's own sponsor tree whose base is
// not 0.
type matchingSheet struct {
	*sheet
	base     []money.Amount // by node; 0: no item
	position []int32        // by node
}

// payMatching pays the upline a part of what each partner earned in this run (plan-language §6).
func (s *settlement) payMatching(bonus *Bonus, rule *Matching) {
	no := s.bonusNo(bonus.ID)
	sc := s.scenes[sceneKey{s.period, SponsorTree}]
	m := &matchingSheet{base: s.matchingBase[no], position: make([]int32, sc.members())}
	sources := make([]int32, 0, sc.members())
	for v, base := range m.base {
		if base != 0 {
			m.position[v] = int32(len(sources))
			sources = append(sources, int32(v))
		}
	}
	p := s.newPress(sc, newLevels(sc, bonus.eligibility(), rule.Levels, rule.Depth, rule.Compression), len(sources))
	m.sheet = p.sheet
	p.run(func(d *desk, from, to int) {
		for at := from; at < to; at++ {
			p.begin(d, at)
			p.payees(d, sources[at])
			for i := range d.payees {
				amount, ok := s.plan.Money.PercentOfAmount(m.base[sources[at]], d.payees[i].percent)
				d.write(&d.payees[i], amount, ok)
			}
		}
	})
	s.fold(p, no)
	s.matchings[no] = m
}
