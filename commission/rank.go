package commission

import (
	"upline/internal/money"
)

// ranking finds volumes and achieved ranks in one pass over the sponsor tree, from the last node to the first: when
// it comes to a partner, everyone below is done (plan-language §5).
type ranking struct {
	*tree
	plan   *Plan
	rules  []rankTest
	branch []branch // by node
	state  []state  // by node
	rank   []Rank   // by node: achieved
}

// branch is what is known of a partner and everyone below. Each adds itself to the one above.
type branch struct {
	pv, gv, pgv money.Volume
	directs     int32 // active direct recruits
	best        Rank  // the highest achieved rank
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
	career := s.newCareers()
	// In the order of the partners: what is read of them by number is read in a row.
	eachChunk(s.workers, len(s.records), func(_, from, to int) {
		for p := PartnerNo(from); int(p) < to; p++ {
			v := r.node[p]
			if v == none {
				continue
			}
			rec := &s.records[p]
			rec.achieved = r.rank[v]
			rec.career = career.rank(p, rec.achieved)
			rec.paidAs = rec.achieved
			if s.plan.Career.PaidAs == PaidAsCareer {
				rec.paidAs = rec.career
			}
		}
	})
}

// newRanking begins with everyone's own volume, and records status and activity.
func (s *settlement) newRanking() *ranking {
	t := s.sponsors
	n := t.members()
	r := &ranking{tree: t, plan: s.plan, branch: make([]branch, n), state: make([]state, n), rank: make([]Rank, n)}
	for i := range s.plan.Ranks {
		r.rules = append(r.rules, newRankTest(&s.plan.Ranks[i]))
	}
	s.records = make([]record, len(s.facts.Partners))
	eachChunk(s.workers, len(s.records), func(_, from, to int) {
		for p := PartnerNo(from); int(p) < to; p++ {
			v := t.node[p]
			if v == none {
				continue
			}
			pv := s.volumes[p].points
			status, _ := s.facts.Statuses.At(p, s.period.End())
			s.records[p].status, s.records[p].state = status, s.plan.stateOf(status, pv)
			r.branch[v] = branch{pv: pv, gv: pv, pgv: pv}
			r.state[v] = s.records[p].state
		}
	})
	return r
}

// stateOf returns what eligibility asks of a member of the sponsor tree, besides the rank.
func (p *Plan) stateOf(status Status, pv money.Volume) state {
	switch {
	case status != Active:
		return inTree
	case p.ActivePV != nil && pv.Cmp(p.ActivePV.Volume()) < 0:
		return inTree | isOpen
	default:
		return inTree | isOpen | isActive
	}
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
	b := &r.branch[v]
	if r.state[v]&isOpen != 0 {
		for rank := len(r.rules) - 1; rank > 0; rank-- {
			if r.holds(v, &r.rules[rank]) {
				r.rank[v] = Rank(rank)
				b.best = max(b.best, r.rank[v])
				break
			}
		}
	}
	if r.parent[v] == none {
		return
	}
	up := &r.branch[r.parent[v]]
	up.gv = up.gv.Plus(b.gv)
	if r.rank[v] < r.plan.Breakaway || r.plan.Breakaway == NoRank {
		up.pgv = up.pgv.Plus(b.pgv)
	}
	up.best = max(up.best, b.best)
	if r.state[v]&isActive != 0 {
		up.directs++
	}
}

// holds reports whether all conditions of a rank hold, the cheap ones asked first.
func (r *ranking) holds(v int32, test *rankTest) bool {
	b := &r.branch[v]
	switch {
	case test.PV != nil && b.pv.Cmp(test.pv) < 0,
		test.Directs != nil && int(b.directs) < *test.Directs,
		test.PGV != nil && b.pgv.Cmp(test.pgv) < 0,
		test.GV != nil && test.MaxLegShare == nil && b.gv.Cmp(test.gv) < 0,
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
	sum := r.branch[v].pv.Hundredfold()
	for leg := v + 1; leg < v+r.size[v]; leg += r.size[leg] {
		sum = sum.Plus(r.branch[leg].gv.Hundredfold().Min(test.legMax))
	}
	return sum.Cmp(test.gv.Hundredfold()) >= 0
}

// holdsLegs asks for legs that hold someone of a rank.
func (r *ranking) holdsLegs(v int32, rule LegRule) bool {
	if r.branch[v].best < rule.Rank {
		return false
	}
	count := 0
	for leg := v + 1; leg < v+r.size[v] && count < rule.Count; leg += r.size[leg] {
		if r.branch[leg].best >= rule.Rank {
			count++
		}
	}
	return count >= rule.Count
}
