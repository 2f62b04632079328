package naive

import "math/big"

// A standing is what a run records of a partner: everyone in the sponsor tree on end(P) has one.
type standing struct {
	pv, gv, pgv              *big.Rat
	active                   bool
	status                   string
	achieved, career, paidAs int
}

// conditions are what decides whether a partner is paid: of C(o) for the bonuses of order o, of P for period bonuses.
type conditions struct {
	active bool
	status string
	rank   int // the paid-as rank
}

// findStandings finds volumes, activity and ranks of everyone: "ranks are found children first" (plan-language §5).
func (r *run) findStandings() {
	for id := range r.sponsors.parents {
		if r.sponsors.parents[id] == "" {
			r.findStandingsOfLeg(id)
		}
	}
}

func (r *run) findStandingsOfLeg(id string) {
	for _, recruit := range r.sponsors.children[id] {
		r.findStandingsOfLeg(recruit)
	}
	now := standing{pv: r.pv.of(id), gv: r.gv(id), pgv: r.pgv(id), status: r.bundle.statusOn(id, r.period.end())}
	now.active = r.isActive(now)
	now.achieved = r.achievedRank(id, now)
	now.career = r.careerRank(id, now.achieved)
	now.paidAs = now.achieved
	// "Paid-as rank: achieved or career, as career.paid_as says (default achieved)" (plan-language §5).
	if r.plan.paidAs == "career" {
		now.paidAs = now.career
	}
	r.standings[id] = now
}

// isActive: "Active in P: status active on end(P), in the tree, and pv >= active.pv (without active: no pv is asked)"
// (plan-language §5).
func (r *run) isActive(now standing) bool {
	enoughPV := r.plan.activePV == nil || now.pv.Cmp(r.plan.activePV) >= 0
	return now.status == "active" && enoughPV
}

// pgv: "pv(p) plus pgv of each direct recruit whose achieved rank of P is below breakaway_rank" (plan-language §5);
// "pgv equals gv where the plan has no breakaway_rank" (plan-language §9).
func (r *run) pgv(id string) *big.Rat {
	if r.plan.breakawayRank == "" {
		return r.gv(id)
	}
	total := r.pv.of(id)
	for _, recruit := range r.sponsors.children[id] {
		if r.standings[recruit].achieved < r.plan.rankOf(r.plan.breakawayRank) {
			total = plus(total, r.standings[recruit].pgv)
		}
	}
	return total
}

// conditionsOf: "Order bonuses of o use the conditions of C(o): […] rank (paid_as), activity and status as the run of C(o)
// recorded them" (plan-language §4).
func (s *settlement) conditionsOf(id string, p period) conditions {
	if p < s.first {
		return s.conditionsBefore(id, p)
	}
	recorded, found := s.runOf(p).standings[id]
	if !found {
		panic(invalidf("the run of %s has not recorded %q", p, id))
	}
	return conditions{recorded.active, recorded.status, recorded.paidAs}
}

// conditionsBefore: "Before the first settled period: the rank in careers.csv on end(C(o)), whatever paid_as says, else the
// lowest; active unless the status on that day is not active (no pv is asked)" (plan-language §4).
func (s *settlement) conditionsBefore(id string, p period) conditions {
	status := s.bundle.statusOn(id, p.end())
	return conditions{status == "active", status, s.bundle.careerOn(id, p.end())}
}

// isEligible: "A partner is eligible when active (unless needs_active: false), status active, and of paid-as rank at least
// min_rank (if given)" (plan-language §6).
func (p plan) isEligible(b bonus, c conditions) bool {
	if b.needsActive && !c.active {
		return false
	}
	if b.minRank != "" && c.rank < p.rankOf(b.minRank) {
		return false
	}
	return c.status == "active"
}
