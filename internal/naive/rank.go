package naive

import "math/big"

// achievedRank: "the highest rank all of whose conditions hold, tested from the top […]. A partner who is suspended or
// terminated on end(P) achieves the lowest" (plan-language §5).
func (r *run) achievedRank(id string, now standing) int {
	const lowest = 0
	if now.status != "active" {
		return lowest
	}
	for number := len(r.plan.ranks) - 1; number > lowest; number-- {
		if r.fulfils(id, now, r.plan.ranks[number]) {
			return number
		}
	}
	return lowest
}

// fulfils: "pv, gv, pgv: at least that much" (plan-language §5), and the other conditions.
func (r *run) fulfils(id string, now standing, asked rank) bool {
	isAtLeast := func(volume, least *big.Rat) bool { return least == nil || volume.Cmp(least) >= 0 }
	return isAtLeast(now.pv, asked.pv) &&
		isAtLeast(r.countedGV(id, now, asked), asked.gv) &&
		isAtLeast(now.pgv, asked.pgv) &&
		r.activeDirects(id) >= asked.directs &&
		r.hasLegs(id, asked)
}

// countedGV: "With max_leg_share: s, gv counts at most s % of the required gv from each leg (own pv in full)"
// (plan-language §5).
func (r *run) countedGV(id string, now standing, asked rank) *big.Rat {
	if asked.maxLegShare == nil {
		return now.gv
	}
	most := percentOf(asked.gv, asked.maxLegShare)
	counted := now.pv
	for _, recruit := range r.sponsors.children[id] {
		counted = plus(counted, smaller(r.standings[recruit].gv, most))
	}
	return counted
}

// activeDirects: "directs: n: at least n active direct recruits" (plan-language §5).
func (r *run) activeDirects(id string) int {
	active := 0
	for _, recruit := range r.sponsors.children[id] {
		if r.standings[recruit].active {
			active++
		}
	}
	return active
}

// hasLegs: "legs: for each entry, at least count legs that hold someone of achieved rank rank or higher (the recruit
// included; one leg may serve several entries)" (plan-language §5).
func (r *run) hasLegs(id string, asked rank) bool {
	for _, entry := range asked.legs {
		count := 0
		for _, recruit := range r.sponsors.children[id] {
			if r.legHolds(recruit, r.plan.rankOf(entry.rank)) {
				count++
			}
		}
		if count < entry.count {
			return false
		}
	}
	return true
}

func (r *run) legHolds(recruit string, least int) bool {
	for _, member := range r.sponsors.leg(recruit) {
		if r.standings[member].achieved >= least {
			return true
		}
	}
	return false
}
