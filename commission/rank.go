package commission

import (
	"upline/internal/money"
	"upline/internal/period"
)

// ranking finds volumes and achieved ranks in one pass over the sponsor tree, from the last node to the first: when
// it comes to a partner, everyone below is done (plan-language §5).
type ranking struct {
	*tree
	plan    *Plan
	rules   []rankTest
	state   []state        // by node
	pv      []money.Volume // by node, as the others
	gv, pgv []money.Volume // own volume at first; each branch adds itself to the one above
	rank    []Rank         // achieved
	best    []Rank         // the highest achieved rank in the branch
	directs []int32        // active direct recruits
}

// rankTest is a rank's conditions, the numbers made ready.
type rankTest struct {
	*RankRule
	pv, gv, pgv money.Volume
	legMax      money.Volume // what one leg may give of gv, in hundredths of a volume unit
}

// rankPartners finds everyone's volumes, activity and ranks.
func (s *settlement) rankPartners() {
	r := s.newRanking()
	for v := int32(r.members()) - 1; v >= 0; v-- {
		r.visit(v)
	}
	s.ranking = r
	s.records = make([]record, len(s.facts.Partners))
	lead := s.newCareers()
	eachChunk(s.workers, r.members(), func(_, from, to int) {
		for v := from; v < to; v++ {
			p := r.partner[v]
			status, _ := s.facts.Statuses.At(p, s.period.End())
			career := lead.rank(p, r.rank[v])
			paidAs := r.rank[v]
			if s.plan.Career.PaidAs == PaidAsCareer {
				paidAs = career
			}
			s.records[p] = record{r.rank[v], career, paidAs, status, r.state[v]}
		}
	})
}

func (s *settlement) newRanking() *ranking {
	t := s.sponsors
	n := t.members()
	r := &ranking{
		tree: t, plan: s.plan,
		state: make([]state, n), pv: make([]money.Volume, n), gv: make([]money.Volume, n), pgv: make([]money.Volume, n),
		rank: make([]Rank, n), best: make([]Rank, n), directs: make([]int32, n),
	}
	for i := range s.plan.Ranks {
		r.rules = append(r.rules, newRankTest(&s.plan.Ranks[i]))
	}
	eachChunk(s.workers, n, func(_, from, to int) {
		for v := from; v < to; v++ {
			p := t.partner[v]
			pv := s.volumes[p].points
			r.pv[v], r.gv[v], r.pgv[v] = pv, pv, pv
			r.state[v] = s.stateOf(p, pv)
		}
	})
	return r
}

// stateOf returns what eligibility asks of a member of the sponsor tree, besides the rank.
func (s *settlement) stateOf(p PartnerNo, pv money.Volume) state {
	status, _ := s.facts.Statuses.At(p, s.period.End())
	if status != Active {
		return inTree
	}
	if s.plan.ActivePV != nil && pv.Cmp(s.plan.ActivePV.Volume()) < 0 {
		return inTree | isOpen
	}
	return inTree | isOpen | isActive
}

func newRankTest(rule *RankRule) rankTest {
	t := rankTest{RankRule: rule}
	for _, c := range []struct {
		to   *money.Volume
		from *money.Value
	}{{&t.pv, rule.PV}, {&t.gv, rule.GV}, {&t.pgv, rule.PGV}} {
		if c.from != nil {
			*c.to = c.from.Volume()
		}
	}
	if rule.MaxLegShare != nil {
		// ten-thousandths × millionths of a percent are 10^-12, a hundredth of a volume unit
		t.legMax = rule.GV.Times(money.Share(*rule.MaxLegShare))
	}
	return t
}

// visit settles a node whose branch is done, and hands it on to the parent.
func (r *ranking) visit(v int32) {
	if r.state[v]&isOpen != 0 {
		for rank := len(r.rules) - 1; rank > 0; rank-- {
			if r.holds(v, &r.rules[rank]) {
				r.rank[v] = Rank(rank)
				break
			}
		}
	}
	r.best[v] = max(r.best[v], r.rank[v])
	up := r.parent[v]
	if up == none {
		return
	}
	r.gv[up] = r.gv[up].Plus(r.gv[v])
	if r.rank[v] < r.plan.Breakaway || r.plan.Breakaway == NoRank {
		r.pgv[up] = r.pgv[up].Plus(r.pgv[v])
	}
	r.best[up] = max(r.best[up], r.best[v])
	if r.state[v]&isActive != 0 {
		r.directs[up]++
	}
}

// holds reports whether all conditions of a rank hold, the cheap ones asked first.
func (r *ranking) holds(v int32, test *rankTest) bool {
	switch {
	case test.PV != nil && r.pv[v].Cmp(test.pv) < 0,
		test.Directs != nil && int(r.directs[v]) < *test.Directs,
		test.PGV != nil && r.pgv[v].Cmp(test.pgv) < 0,
		test.GV != nil && test.MaxLegShare == nil && r.gv[v].Cmp(test.gv) < 0,
		test.MaxLegShare != nil && !r.holdsBalanced(v, test):
		return false
	}
	for _, leg := range test.Legs {
		if !r.holdsLegs(v, leg) {
			return false
		}
	}
	return true
}

// holdsBalanced asks for group volume of which no leg gives more than its share.
func (r *ranking) holdsBalanced(v int32, test *rankTest) bool {
	sum := r.pv[v].Hundredfold()
	for leg := v + 1; leg < v+r.size[v]; leg += r.size[leg] {
		sum = sum.Plus(r.gv[leg].Hundredfold().Min(test.legMax))
	}
	return sum.Cmp(test.gv.Hundredfold()) >= 0
}

// holdsLegs asks for legs that hold someone of a rank.
func (r *ranking) holdsLegs(v int32, rule LegRule) bool {
	if r.best[v] < rule.Rank {
		return false
	}
	count := 0
	for leg := v + 1; leg < v+r.size[v] && count < rule.Count; leg += r.size[leg] {
		if r.best[leg] >= rule.Rank {
			count++
		}
	}
	return count >= rule.Count
}

// careers finds career ranks.
type careers struct {
	demotion Demotion
	before   []record   // of the run before; nil in the first
	earlier  [][]record // of the last runs, the latest first, as many as demotion asks for besides this one
	atStart  func(p PartnerNo) Rank
}

func (s *settlement) newCareers() *careers {
	h := s.history
	eve := h.first.Start() - 1
	c := &careers{demotion: s.plan.Career.Demotion, atStart: func(p PartnerNo) Rank {
		rank, _ := s.facts.Careers.At(p, eve) // none: the lowest
		return rank
	}}
	if s.period > h.first {
		c.before = h.records[s.period-1]
	}
	for i := period.Period(1); int(i) < int(c.demotion) && s.period-i >= h.first; i++ {
		c.earlier = append(c.earlier, h.records[s.period-i])
	}
	return c
}

// rank returns the career rank of a partner who achieved a rank.
func (c *careers) rank(p PartnerNo, achieved Rank) Rank {
	former := Rank(0)
	if c.before != nil && c.before[p].state&inTree != 0 {
		former = c.before[p].career
	} else {
		former = c.atStart(p)
	}
	if achieved >= former || c.demotion == Immediate {
		return achieved
	}
	if c.demotion == Never || len(c.earlier) < int(c.demotion)-1 {
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
