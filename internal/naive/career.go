package naive

import "slices"

// careerRank: "demotion: never: the higher of the former career rank and the achieved one; immediate: the achieved one;
// {after: n}: rises at once; once the achieved ranks of n settled periods in a row (P the last of them) are all below it,
// it falls to the highest of those n (only runs that recorded the partner count; with fewer than n in a row it does not
// fall)" (plan-language §5).
func (r *run) careerRank(id string, achieved int) int {
	former := r.formerCareerRank(id)
	switch r.plan.demotion {
	case "never":
		return max(former, achieved)
	case "immediate":
		return achieved
	case "after":
		if achieved >= former {
			return achieved
		}
		latest := append(r.achievedBefore(id, r.plan.demotionAfter-1), achieved)
		if len(latest) < r.plan.demotionAfter || slices.Max(latest) >= former {
			return former
		}
		return slices.Max(latest)
	}
	panic(invalidf("unknown demotion %q", r.plan.demotion))
}

// formerCareerRank: "Without a career rank of the run before, the former one is that of careers.csv on the day before the
// first settled period, else the lowest"; but "the last rank set on a day of P, up to end(P), takes the place of the former
// career rank in P" (plan-language §5).
func (r *run) formerCareerRank(id string) int {
	if set, found := r.lastOverride(id); found && set.on.period() == r.period {
		return r.plan.rankOf(set.rank)
	}
	if earlier := r.earlierRuns(); len(earlier) > 0 {
		if before, recorded := earlier[len(earlier)-1].standings[id]; recorded {
			return before.career
		}
	}
	return r.bundle.careerOn(id, r.dayBeforeFirst())
}

// achievedBefore is the achieved ranks of the count runs right before this one, fewer where they are missing, or where a rank
// was set: "of the n settled periods in a row only those count that are not before the period of its day" (plan-language §5).
func (r *run) achievedBefore(id string, count int) []int {
	var ranks []int
	set, isSet := r.lastOverride(id)
	for _, run := range slices.Backward(r.earlierRuns()) {
		before, recorded := run.standings[id]
		if !recorded || len(ranks) == count || isSet && run.period < set.on.period() {
			break
		}
		ranks = append(ranks, before.achieved)
	}
	return ranks
}

// highestCareerBefore is the "highest career rank held at any time before P (careers.csv included)". "Everyone counts as
// having held the lowest rank" (plan-language §6). "Later days in careers.csv do not count" (plan-language §5): a row that
// starts in or after the first settled period is not looked at. "A rank set on a day before P counts as held before P"
// (plan-language §5), also if another one is set later that month.
func (r *run) highestCareerBefore(id string) int {
	highest := 0
	for _, set := range r.bundle.overrides[id] {
		if set.on < r.period.first() {
			highest = max(highest, r.plan.rankOf(set.rank))
		}
	}
	for _, row := range r.bundle.careers[id] {
		if row.from <= r.dayBeforeFirst() {
			highest = max(highest, r.plan.rankOf(row.value))
		}
	}
	for _, run := range r.earlierRuns() {
		if before, recorded := run.standings[id]; recorded {
			highest = max(highest, before.career)
		}
	}
	return highest
}

func (r *run) earlierRuns() []*run { return r.runs[:len(r.runs)-1] }

// dayBeforeFirst is the day before the first settled period.
func (s *settlement) dayBeforeFirst() day { return s.first.first().plusDays(-1) }
