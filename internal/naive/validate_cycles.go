package naive

import (
	"maps"
	"slices"
	"strings"
)

// A cycle is reported once for its members: "a cycle names the row that starts last among its edges (of rows of one day
// the later file and line), its first day, and cycles of the same members are one" (plan-language §2).
type cycle struct {
	members []string // sorted
	day     day
	row     *relation
}

// checkCycles: "The graph must be acyclic on every day, for the sponsor tree and each placement tree" (plan-language §2).
func (v *validator) checkCycles() {
	mayPlace := v.mayPlace()
	sponsorsAreSound := v.reportCycles(slices.Concat(v.defaultRows, v.sponsorRows))
	for _, tree := range v.treeNames() {
		rows := v.rowsOf(tree)
		if mayPlace && sponsorsAreSound {
			rows = append(rows, v.automaticRows(tree)...)
		}
		v.reportCycles(rows)
	}
}

// reportCycles tells whether there is none. A cycle begins on the day on which one of its rows starts.
func (v *validator) reportCycles(rows []*relation) bool {
	first := map[string]cycle{}
	for _, row := range rows {
		if !row.isEdge() {
			continue
		}
		way := wayUp(rows, row.parent, row.partner, row.from)
		if way == nil && row.parent != row.partner {
			continue
		}
		found := newCycle(append(way, row))
		key := strings.Join(found.members, "\n")
		known, again := first[key]
		if !again || found.day < known.day {
			first[key] = found
		}
	}
	for _, found := range first {
		v.report(found.row.file, found.row.line, append([]string{"cycle", string(found.day)}, found.members...)...)
	}
	return len(first) == 0
}

// isEdge: the row puts its partner below somebody.
func (row *relation) isEdge() bool { return row.counts && !row.overlapped && row.parent != "" }

// wayUp are the rows that lead from one partner up to another on a day; nil when none do.
func wayUp(rows []*relation, from, to string, d day) []*relation {
	var way []*relation
	for at := from; at != to; {
		up := slices.IndexFunc(rows, func(row *relation) bool { return row.isEdge() && row.partner == at && row.holds(d) })
		if up < 0 || len(way) == len(rows) {
			return nil
		}
		way = append(way, rows[up])
		at = rows[up].parent
	}
	return way
}

func newCycle(edges []*relation) cycle {
	c := cycle{row: edges[0]}
	for _, row := range edges {
		c.members = append(c.members, row.partner)
		if row.isAfter(c.row) {
			c.row = row
		}
	}
	slices.Sort(c.members)
	c.day = c.row.from
	return c
}

// isAfter: the row starts later; "of rows of one day the later file and line" (plan-language §2).
func (row *relation) isAfter(other *relation) bool {
	if row.from != other.from {
		return row.from > other.from
	}
	if row.file != other.file {
		return fileOrder(row.file) > fileOrder(other.file)
	}
	return row.line > other.line
}

// mayPlace: who stands where automatically follows from all of these files, so as long as one is at fault nobody knows.
func (v *validator) mayPlace() bool {
	for _, finding := range v.findings {
		if finding.File == partnersFile || finding.File == sponsorshipsFile || finding.File == placementsFile {
			return false
		}
	}
	return true
}

// treeNames are the placement trees: those of the plan, and whatever else placements.csv lists.
func (v *validator) treeNames() []string {
	names := map[string]bool{}
	for _, row := range v.placementRows {
		names[row.tree] = true
	}
	_, kinds := v.knownTrees()
	for _, kind := range kinds {
		names[kind.id] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func (v *validator) rowsOf(tree string) []*relation {
	var rows []*relation
	for _, row := range v.placementRows {
		if row.tree == tree {
			rows = append(rows, row)
		}
	}
	return rows
}

// automaticRows: "automatic placements count in that check" (plan-language §2). They have no row of their own; the one
// that makes them is that of the partner.
func (v *validator) automaticRows(tree string) []*relation {
	_, kinds := v.knownTrees()
	b := &bundle{
		partners:     map[string]partner{},
		sponsorships: map[string][]position{},
		placements:   map[string]map[string][]position{tree: {}},
		plans:        []plan{{trees: kinds}},
	}
	for id, m := range v.members {
		b.partners[id] = partner{id, m.joined, m.sponsor}
	}
	for _, row := range v.sponsorRows {
		b.sponsorships[row.partner] = append(b.sponsorships[row.partner], position{row.parent, 0, row.interval})
	}
	for _, row := range v.rowsOf(tree) {
		b.placements[tree][row.partner] = append(b.placements[tree][row.partner], position{row.parent, row.slot, row.interval})
	}
	var rows []*relation
	for id, positions := range newSettlement(b, "").placed(tree) {
		if _, listed := b.placements[tree][id]; listed {
			continue
		}
		for _, place := range positions {
			rows = append(rows, &relation{
				file: partnersFile, tree: tree, line: v.members[id].line, partner: id,
				parent: place.parent, slot: place.slot, interval: place.interval, counts: true,
			})
		}
	}
	return rows
}
