package bundletest_test

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"upline/internal/bundletest"
)

var periodBonuses = []string{"binary", "matching", "pool", "rank_advance", "fixed"}

func planFeatures(f features, s scene) {
	f.note("plan", map[string]bool{
		"1 version": len(s.Plans) == 1, "2 versions": len(s.Plans) == 2, "3 versions": len(s.Plans) == 3,
		"rank ids to quote": s.Plans[0].Ranks[0].ID == "0", "one rank": len(s.Plans[0].Ranks) == 1,
	})
	seen := map[string]int{} // bonus id -> versions that have it
	for _, p := range s.Plans {
		versionFeatures(f, s, p)
		f.note("when", map[string]bool{"differs between versions": !reflect.DeepEqual(p.Ranks, s.Plans[0].Ranks)})
		for i, r := range p.Ranks {
			whenFeatures(f, p, i, r.When)
		}
		types := map[string]int{}
		for _, b := range p.Bonuses {
			seen[b.ID]++
			types[b.Type]++
			bonusFeatures(f, p, b)
			walkFeatures(f, s, p, b)
			f.note("bonus", map[string]bool{"two of a type": types[b.Type] > 1})
		}
	}
	for _, versions := range seen {
		f.note("bonus", map[string]bool{"dropped in a version": versions < len(s.Plans)})
	}
}

func versionFeatures(f features, s scene, p bundletest.Plan) {
	demotion, paidAs := p.Career.Demotion, p.Career.PaidAs
	if demotion != "" && demotion != "never" && demotion != "immediate" {
		demotion = "after"
	}
	f.note("plan", map[string]bool{
		"career default":                   demotion == "" && paidAs == "",
		demotion + " " + paidAs:            demotion != "" && paidAs != "",
		"scale " + given(p.Scale):          true,
		"rounding " + given(p.Rounding):    true,
		"version from mid-period":          p.ValidFrom > s.start && p.ValidFrom <= s.end && !strings.HasSuffix(p.ValidFrom, "-01"),
		"version from the end of a period": p.ValidFrom > s.start && p.ValidFrom == lastDay(p.ValidFrom),
		"active":                           p.ActivePV != "",
		"everyone active":                  p.ActivePV == "",
		"breakaway_rank":                   p.BreakawayRank != "",
		"liability":                        p.Liability.Months != "",
		"liability pro rata":               p.Liability.ProRata == "true",
		"reserve":                          p.Reserve.Months != "",
		"payout":                           p.PayoutMinimum != "",
		"no bonuses":                       len(p.Bonuses) == 0,
	})
}

func given(option string) string {
	if option == "" {
		return "default"
	}
	return option
}

func whenFeatures(f features, p bundletest.Plan, rank int, w bundletest.When) {
	f.note("when", map[string]bool{
		"pv": w.PV != "", "gv": w.GV != "", "pgv": w.PGV != "", "max_leg_share": w.MaxLegShare != "", "directs": w.Directs != "",
		"directs 0": w.Directs == "0", "legs": len(w.Legs) > 0, "several legs": len(w.Legs) > 1,
	})
	for _, leg := range w.Legs {
		other := slices.IndexFunc(p.Ranks, func(r bundletest.Rank) bool { return r.ID == leg.Rank })
		f.note("when", map[string]bool{"count 2": leg.Count == "2", "legs of a higher rank": other > rank})
	}
}

func isZero(number string) bool { return number != "" && strings.Trim(number, "0.") == "" }

func bonusFeatures(f features, p bundletest.Plan, b bundletest.Bonus) {
	_, places, _ := strings.Cut(b.Percent, ".")
	f.note("bonus", map[string]bool{
		b.Type:    true,
		"percent": b.Percent != "", "percent_by_rank": b.PercentByRank != nil, "percent of 6 places": len(places) == 6, "percent 0": isZero(b.Percent),
		"min_rank": b.MinRank != "", "needs_active false": b.NeedsActive == "false",
		"only kinds": b.Only.Kinds != nil, "only first_days": b.Only.FirstDays != "", "only first_days 0": b.Only.FirstDays == "0",
		"table falls": falls(p, b.PercentByRank),
	})
	for _, table := range []bundletest.Steps{b.PercentByRank, b.DepthByRank, b.SharesByRank, b.AmountByRank, b.Amounts} {
		lowest := func(s bundletest.Step) bool { return s.Rank == p.Ranks[0].ID }
		f.note("bonus", map[string]bool{"table without the lowest rank": table != nil && !slices.ContainsFunc(table, lowest)})
	}
	if b.Type == "binary" {
		f.note("binary", map[string]bool{
			b.Volume: true, "cap": b.Cap != "", "cap 0": isZero(b.Cap), "carry max": b.Carry.Max != "", "carry max 0": isZero(b.Carry.Max),
			"flush_inactive": b.Carry.FlushInactive == "true", "no flush_inactive": b.Carry.FlushInactive != "true",
		})
	}
	for _, id := range b.Of {
		other := p.Bonuses[slices.IndexFunc(p.Bonuses, func(b bundletest.Bonus) bool { return b.ID == id })]
		f.note("matching", map[string]bool{
			"of a period bonus": slices.Contains(periodBonuses, other.Type), "of a matching bonus": other.Type == "matching", "of several": len(b.Of) > 1,
		})
	}
}

// falls tells whether a higher rank has a lower entry than a rank below it.
func falls(p bundletest.Plan, table bundletest.Steps) bool {
	last := 0.0
	for _, r := range p.Ranks {
		for _, step := range table {
			if step.Rank != r.ID {
				continue
			}
			value, err := strconv.ParseFloat(step.Value, 64)
			if err != nil || value < last {
				return true
			}
			last = value
		}
	}
	return false
}

func walkFeatures(f features, s scene, p bundletest.Plan, b bundletest.Bonus) {
	compression := b.Compression
	if compression == "" {
		compression = "none"
	}
	tree := "sponsor"
	if placement, ok := s.trees[b.Tree]; ok {
		tree = placement.Kind
	}
	depths := false
	for _, step := range b.DepthByRank {
		depths = depths || step.Value == "0"
	}
	f.note("walk", map[string]bool{
		tree:                       b.Type == "unilevel",
		b.Type + " " + compression: b.Levels != nil || b.Generations != nil,
		"depth_by_rank":            b.DepthByRank != nil, "depth 0": depths,
		"level 0":   slices.ContainsFunc(slices.Concat(b.Levels, b.Generations), isZero),
		"same_rank": b.SameRank != nil, "several same_rank": len(b.SameRank) > 1,
		"stop_at_rank": b.StopAtRank != "", "generation of the lowest rank": b.Rank == p.Ranks[0].ID,
	})
}
