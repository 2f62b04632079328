package explain

import (
	"fmt"
	"strings"

	"upline/commission"
	"upline/internal/period"
)

// overrides returns the career ranks that the back office has set for the asked partner up to a day, in order of time.
func (q *inquiry) overrides(until period.Day) (set []commission.Span[commission.Rank]) {
	for _, span := range q.facts.Overrides.Of(q.asked) {
		if span.From <= until {
			set = append(set, span)
		}
	}
	return set
}

// formerCareer returns the asked partner's career rank before the run, or as set in its period, and where it is known from.
func (q *inquiry) formerCareer() (former commission.Rank, source string) {
	if set := q.overrides(q.period.End()); len(set) > 0 {
		if last := set[len(set)-1]; period.Of(last.From) == q.period {
			return last.Value, fmt.Sprintf("set by the back office on %s", last.From)
		}
	}
	if before, ok := q.run.Recorded(q.period-1, q.asked); ok {
		return before.Career, fmt.Sprintf("in the run of %s", q.period-1)
	}
	eve := q.first.Start() - 1
	if former, ok := q.facts.Careers.At(q.asked, eve); ok {
		return former, fmt.Sprintf("in careers.csv on %s", eve)
	}
	return 0, "the lowest, as nothing else is recorded"
}

// career finds the career rank, and why (plan-language §5).
func (q *inquiry) career(achieved commission.Rank) (career commission.Rank, why string) {
	former, source := q.formerCareer()
	was := fmt.Sprintf("it was %s (%s)", q.rankID(former), source)
	demotion := q.plan.Career.Demotion
	switch {
	case demotion == commission.Immediate:
		return achieved, "always the achieved rank (demotion: immediate)"
	case achieved > former:
		return achieved, was + ", and rises to the achieved rank at once"
	case achieved == former:
		return achieved, was + ", and the achieved rank is the same"
	case demotion == commission.Never:
		return former, was + ", and never falls (demotion: never)"
	}
	ranks, highest := q.achievements(former, int(demotion))
	var names []string
	for _, rank := range ranks {
		names = append(names, q.rankID(rank))
	}
	row := fmt.Sprintf("%s, and falls only after %d settled periods in a row below it (demotion: {after: %d})", was, int(demotion), int(demotion))
	if len(ranks) < int(demotion) {
		return former, fmt.Sprintf("%s: it has been below it for %d (%s)", row, len(ranks), strings.Join(names, ", "))
	}
	return highest, fmt.Sprintf("%s: it has been below it for %d (%s), and falls to the highest of them", row, len(ranks), strings.Join(names, ", "))
}

// achievements returns the achieved ranks of the settled periods in a row, up to n and this one the first, that were
// all below a rank, and the highest of them. Those before the period in which the back office has set a rank do not count.
func (q *inquiry) achievements(below commission.Rank, n int) (ranks []commission.Rank, highest commission.Rank) {
	since := q.first
	for _, set := range q.overrides(q.period.End()) {
		since = max(since, period.Of(set.From))
	}
	for p := q.period; len(ranks) < n && p >= since; p-- {
		standing, ok := q.run.Recorded(p, q.asked)
		if !ok || standing.Achieved >= below {
			break
		}
		ranks = append(ranks, standing.Achieved)
		highest = max(highest, standing.Achieved)
	}
	return ranks, highest
}
