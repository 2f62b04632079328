package bundletest

import (
	"slices"

	"pgregory.net/rapid"
)

// versionedPlan is a plan version and the day from which it is in force.
type versionedPlan struct {
	Plan
	from day
}

// drawPlans draws one to three versions: what must be the same in all of them is drawn once.
func drawPlans(t *rapid.T, c *company) []versionedPlan {
	names := pick(t, []string{"v1", "v2", "v3"}, []string{"z", "a", "M"}, []string{"2026", "10", "9"})
	shared := Plan{
		Name:     pick(t, "mixed", "mixed", `Stufenplan "Süd", 1`),
		Currency: pick(t, "EUR", "CHF", "XTS"),
		Scale:    pick(t, "2", "2", "2", "0", "1", "3", "4"),
		Trees:    c.trees,
	}
	var versions []versionedPlan
	for i := range pick(t, 1, 2, 2, 3) {
		from := drawValidFrom(t, c, i == 0)
		if slices.ContainsFunc(versions, func(v versionedPlan) bool { return v.from == from }) {
			continue
		}
		plan := drawVersion(t, c, shared)
		plan.File, plan.ValidFrom = names[i], from.String()
		versions = append(versions, versionedPlan{plan, from})
	}
	return versions
}

// drawValidFrom draws the first version's day so that a version is in force at the end of the first settled period, the
// others' from shortly before the settled periods on, in the middle of periods too.
func drawValidFrom(t *rapid.T, c *company, first bool) day {
	if first {
		return c.start + pick(t, -365, -365, -200, -day(below(t, 100)), 0, day(below(t, 28)))
	}
	switch below(t, 4) {
	case 0:
		return c.start.firstOfMonth(below(t, 4)) - day(below(t, 2))
	case 1:
		return c.start - day(below(t, 60))
	default:
		return c.start + day(below(t, int(c.end-c.start)))
	}
}

func firstInForce(versions []versionedPlan) day {
	first := forever
	for _, v := range versions {
		first = min(first, v.from)
	}
	return first
}

func drawVersion(t *rapid.T, c *company, shared Plan) Plan {
	p := shared
	p.Flow, p.Reversed = chance(t, 50), chance(t, 10)
	if p.Scale == "2" && chance(t, 50) {
		p.Scale = "" // the default
	}
	p.Rounding = pick(t, "", "half_up", "half_even", "down", "half_even", "down")
	p.ActivePV = pick(t, "", "", "", "0", "1", "10", "10", "25", "49.9999")
	p.Career = CareerRule{
		Demotion: pick(t, "", "never", "never", "immediate", "immediate", "1", "2", "3"),
		PaidAs:   pick(t, "", "achieved", "career", "career"),
	}
	if chance(t, 55) {
		p.BreakawayRank = pick(t, c.ranks...)
	}
	p.Ranks = drawRanks(t, c)
	p.Bonuses = drawBonuses(t, c)
	if chance(t, 60) {
		p.Liability = Liability{Months: pick(t, "1", "2", "3", "4", "12", "1200"), ProRata: pick(t, "", "true", "true", "false")}
	}
	if chance(t, 55) {
		p.Reserve = Reserve{Percent: percent(t, 40), Months: pick(t, "1", "1", "2", "2", "3", "12")}
	}
	if chance(t, 60) {
		p.PayoutMinimum = pick(t, "0", "5", "25", "60.5", "10.0001", "400")
	}
	return p
}

// drawRanks draws the conditions of this version, low enough that partners with few orders rise, and fall.
func drawRanks(t *rapid.T, c *company) []Rank {
	need := pick(t, 20, 60, 120, 250)
	ranks := []Rank{{ID: c.ranks[0]}}
	for i := 1; i < len(c.ranks); i++ {
		ranks = append(ranks, Rank{ID: c.ranks[i], When: drawWhen(t, c, i, need*i)})
	}
	return ranks
}

func drawWhen(t *rapid.T, c *company, rank, need int) When {
	var w When
	if chance(t, 40) {
		w.PV = pick(t, "10", "0", "25", "50", "80.5", "100", "0.0001")
	}
	if chance(t, 50) {
		w.GV = drawNeed(t, need)
		if chance(t, 45) {
			w.MaxLegShare = pick(t, "50", "40", "60", "33.333333", "75.5", "100", "0")
		}
	}
	if chance(t, 30) {
		w.PGV = drawNeed(t, need)
	}
	if chance(t, 30) {
		w.Directs = pick(t, "1", "2", "0", "1", "3")
	}
	if chance(t, 30) {
		w.Legs = several(t, 1, 2, func(t *rapid.T) LegCondition {
			other := below(t, rank)
			if chance(t, 15) {
				other = below(t, len(c.ranks))
			}
			return LegCondition{Rank: c.ranks[other], Count: pick(t, "1", "1", "2")}
		})
	}
	if w.PV+w.GV+w.PGV+w.Directs == "" && w.Legs == nil {
		w.PV = pick(t, "10", "50", "0")
	}
	return w
}

// drawNeed draws a volume to reach, about as much as needed, at times round, at times not.
func drawNeed(t *rapid.T, need int) string {
	switch below(t, 4) {
	case 0, 1:
		return fixed(need, 0)
	case 2:
		return decimal(t, 2*need, 2)
	default:
		return decimal(t, 2*need, 4)
	}
}
