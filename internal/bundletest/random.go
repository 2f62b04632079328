package bundletest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// Random draws valid bundles that use the whole plan language, corner cases more often than life does. Most are small,
// a few hold more than a hundred partners. What is drawn shrinks: fewer partners, each with all that is theirs, fewer
// orders, bonuses and rows, plainer ids, numbers and files.
func Random() *rapid.Generator[Bundle] { return random }

var random = rapid.Custom(func(t *rapid.T) Bundle {
	c := drawCompany(t)
	c.plans = drawPlans(t, c)
	c.inForce = firstInForce(c.plans)
	c.members = drawMembers(t, c)
	b := c.bundle()
	b.Layouts = drawLayouts(t, b)
	return b
})

// company is a bundle while it is drawn: days are days, and partners are known by their place in members.
type company struct {
	// start and end are the first and the last settled day, inForce the first day with a plan version in force.
	start, end, inForce day

	ranks []string
	trees []Tree
	kinds []string
	plans []versionedPlan
	// oddIDs allows ids that need quotes for ranks, trees and bonuses too.
	oddIDs bool
	// reach is how far back, in order of joining, a partner finds a sponsor: small ones make deep trees.
	reach int
	// compact fills placement trees from the top, instead of anywhere.
	compact bool
	// appetite is how many orders a partner has at most, usually; bulk lets some orders be huge.
	appetite int
	bulk     bool
	// orderStyle writes the ids of orders and cancellations.
	orderStyle func(int) string

	// members are sorted by the day they joined.
	members []member
}

func drawCompany(t *rapid.T) *company {
	// Two of the horizons hold a leap day, three the turn of a year.
	first := pick(t, firstOf(2026, time.January), firstOf(2025, time.November), firstOf(2024, time.January), firstOf(2023, time.December),
		firstOf(2025, time.March), firstOf(2025, time.December))
	c := &company{start: first, end: first.firstOfMonth(between(t, 1, 5)).lastOfMonth()}
	c.oddIDs = chance(t, 15)
	c.ranks = drawRankIDs(t, c.oddIDs)
	c.trees = drawTrees(t, c.oddIDs)
	c.kinds = []string{"own", "customer", "starter"}
	if chance(t, 20) {
		c.kinds = append(c.kinds, "Abo, monatlich", "OWN", `größ"e`)
	}
	c.appetite = pick(t, 4, 8, 16)
	c.compact, c.bulk = chance(t, 60), chance(t, 8)
	c.orderStyle = pick(t,
		func(n int) string { return fmt.Sprintf("%04d", n) },
		func(n int) string { return fmt.Sprint(n) },
		func(n int) string { return idStyles[n%len(idStyles)](n) },
	)
	return c
}

func drawRankIDs(t *rapid.T, odd bool) []string {
	ranks := []string{"starter", "builder", "leader", "director", "crown"}
	if odd {
		ranks = []string{"0", "Führer", "lead, 2", "true", `"Gold"`}
	}
	return ranks[:pick(t, 1, 4, 4, 4, 3, 3, 3, 5, 5, 5, 2, 4)]
}

func drawTrees(t *rapid.T, odd bool) []Tree {
	ids := []string{"bin", "m3", "Z"}
	if odd {
		ids = []string{"b: 1", "007", "Ä"}
	}
	var trees []Tree
	for i := range pick(t, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3) {
		tree := Tree{ID: ids[i], Kind: "binary", Auto: pick(t, "", "none", "breadth_first", "breadth_first")}
		if chance(t, 12+40*i) {
			tree.Kind, tree.Width = "matrix", pick(t, "3", "2", "1", "4")
		}
		trees = append(trees, tree)
	}
	return trees
}

// drawMembers draws the partners, sorted by the day they joined.
func drawMembers(t *rapid.T, c *company) []member {
	third := pick(t, 3, 10, 15, 20, 20, 25, 25, 30, 100)
	members := many(t, third, func(t *rapid.T) member { return drawMember(t, c) })
	if len(members) == 0 {
		members = append(members, drawMember(t, c))
	}
	c.reach = pick(t, 2+len(members)/15, 2+len(members)/10, 3+len(members)/6, len(members)+1)
	nameMembers(members)
	sortMembers(members)
	return members
}

func drawLayouts(t *rapid.T, b Bundle) map[string]Layout {
	layouts := map[string]Layout{}
	if !chance(t, 60) {
		return layouts
	}
	for _, table := range b.tables() {
		layouts[table.path] = Layout{
			ColumnShift:    below(t, len(table.columns)),
			ReverseColumns: chance(t, 30),
			Shuffle:        uint64(below(t, 1000)),
			CRLF:           chance(t, 25),
			BOM:            chance(t, 15),
			QuoteAll:       chance(t, 10),
			Unknown:        pick(t, "", "", "", "remark", "Unbekannt, was"),
			BlankEvery:     pick(t, 0, 0, 0, 1, 3),
			HeaderOnly:     chance(t, 50),
		}
	}
	for _, plan := range b.Plans {
		layouts[plan.Path()] = Layout{CRLF: chance(t, 15)}
	}
	return layouts
}
