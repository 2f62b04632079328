package commission

import "upline/internal/period"

// careers finds career ranks (plan-language §5).
type careers struct {
	facts    *Facts
	period   period.Period
	demotion Demotion
	before   []record   // of the run before; nil in the first
	earlier  [][]record // of the last runs, the latest first, as many as demotion asks for besides this one
	atStart  func(p PartnerNo) Rank
}

func (s *settlement) newCareers() *careers {
	h := s.history
	eve := h.first.Start() - 1
	c := &careers{facts: s.facts, period: s.period, demotion: s.plan.Career.Demotion, atStart: func(p PartnerNo) Rank {
		rank, _ := s.facts.Careers.At(p, eve) // none: the lowest
		return rank
	}}
	if s.period > h.first {
		c.before = h.records[s.period-1]
	}
	for _, p := range c.demotion.lookBack(h.first, s.period) {
		c.earlier = append(c.earlier, h.records[p])
	}
	return c
}

// lookBack lists the settled periods before p whose achieved ranks decide, with that of p, whether a career rank falls,
// the latest first: none when there are too few for it to fall.
func (d Demotion) lookBack(first, p period.Period) (periods []period.Period) {
	for i := period.Period(1); int(i) < int(d) && int(p-first) >= int(d)-1; i++ {
		periods = append(periods, p-i)
	}
	return periods
}

// rank returns the career rank of a partner who achieved a rank.
func (c *careers) rank(p PartnerNo, achieved Rank) Rank {
	former := c.former(p)
	if achieved >= former || c.demotion == Immediate {
		return achieved
	}
	if c.demotion == Never || len(c.earlier) < int(c.demotion)-1 || c.isFresh(p) {
		return former
	}
	highest := achieved
	for _, records := range c.earlier {
		if records[p].state&inTree == 0 || records[p].achieved >= former {
			return former
		}
		highest = max(highest, records[p].achieved)
	}
	return highest
}

// isFresh reports whether too few periods have passed since the back office set a rank for it to fall: only those from its
// own period on count.
func (c *careers) isFresh(p PartnerNo) bool {
	_, on, ok := c.facts.lastOverride(p, c.period.End())
	return ok && int(c.period-period.Of(on)) < int(c.demotion)-1
}

// former returns the career rank that the back office has set in this period; else that of the run before, or the one held
// before the first settled period.
func (c *careers) former(p PartnerNo) Rank {
	if rank, on, ok := c.facts.lastOverride(p, c.period.End()); ok && on >= c.period.Start() {
		return rank
	}
	if c.before != nil && c.before[p].state&inTree != 0 {
		return c.before[p].career
	}
	return c.atStart(p)
}
