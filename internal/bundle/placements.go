package bundle

import (
	"cmp"
	"slices"

	"upline/commission"
	"upline/internal/period"
)

// placements is the content of placements.csv.
type placements struct {
	*report
	trees []*placementTree // those of the plan come first, in its order
	lost  placementTree    // rows whose tree is at fault: only what does not refer to it is checked
}

// placementTree is the part of placements.csv that is about one tree.
type placementTree struct {
	id      string
	rule    *commission.TreeRule // nil when the plan's trees are at fault; Width is 0 when just that is
	entries []entry[link]
	listed  []bool // by partner: those with any row are never placed automatically
	groups  *groups
}

func readPlacements(t *table, p *plans) *placements {
	s := &placements{report: t.report}
	for i := range p.trees {
		s.trees = append(s.trees, &placementTree{id: p.trees[i].ID, rule: &p.trees[i]})
	}
	for t.next() {
		if t.broken {
			continue
		}
		tree := s.tree(t, p)
		partner, parent := t.id(), t.idOrNone()
		slot := t.slot(parent, tree.rule)
		from, to := t.interval()
		tree.entries = push(t, tree.entries, entry[link]{
			partner: partner, from: from, to: to, line: t.line, value: link{id: parent, slot: slot},
		})
	}
	return s
}

// tree takes a tree id. Without sound trees in the plan, any id may be one.
func (s *placements) tree(t *table, p *plans) *placementTree {
	id := t.id()
	if id == faultyID {
		return &s.lost
	}
	for _, tree := range s.trees {
		if tree.id == id {
			return tree
		}
	}
	if p.treesKnown {
		t.addf(t.line, "tree %s is unknown: write %s", quoted(id), p.treeChoice())
		return &s.lost
	}
	if len(s.trees) == presumedTreesMax {
		return &s.lost
	}
	s.trees = append(s.trees, &placementTree{id: id})
	return s.trees[len(s.trees)-1]
}

// presumedTreesMax is how many trees are told apart when those of the plan are at fault.
const presumedTreesMax = 64

// slot takes a slot below a parent, or of a root; rule is nil when it is not known. It is noSlot when at fault.
func (t *table) slot(parent string, rule *commission.TreeRule) int32 {
	n, field, column, ok := t.number(0)
	switch {
	case !ok:
		return noSlot
	case parent == "" && n != 0:
		t.addf(t.line, "%s %s of a root: write 0, or name the parent", column, field)
		return noSlot
	case n < 0:
		t.addf(t.line, "%s %s is outside the tree's width: slots count from 0", column, field)
		return noSlot
	case rule != nil && rule.Width > 0 && n >= int64(rule.Width):
		t.addf(t.line, "%s %s is outside the width of tree %s: slots count from 0 to %d", column, field, rule.ID, rule.Width-1)
		return noSlot
	}
	return int32(n)
}

// noSlot stands for a slot that is at fault.
const noSlot = -1

// check resolves partners and parents, and checks what a placement refers to.
func (s *placements) check(p *partners) {
	for _, tree := range s.trees {
		s.checkTree(tree, p)
	}
	s.resolve(&s.lost, p)
}

func (s *placements) checkTree(tree *placementTree, p *partners) {
	s.resolve(tree, p)
	tree.listed = make([]bool, len(p.list))
	for i := range tree.entries {
		e := &tree.entries[i]
		if e.owner < 0 {
			continue
		}
		tree.listed[e.owner] = true
		e.begin(p.joined(e.owner))
		if joined := p.joined(e.value.no); e.counts() && joined > e.from {
			s.addf(e.line, "parent %s joined on %v, after the placement starts on %v", quoted(e.value.id), joined, e.from)
		}
	}
	tree.groups = checkOverlaps(s.report, len(p.list), tree.entries)
	s.checkSlots(tree, len(p.list))
}

func (s *placements) resolve(tree *placementTree, p *partners) {
	for i := range tree.entries {
		e := &tree.entries[i]
		e.owner = p.resolve(s.report, e.line, "partner", e.partner)
		e.value.no = p.resolve(s.report, e.line, "parent", e.value.id)
	}
}

// checkSlots reports every row that takes a slot that another partner holds by an earlier row.
func (s *placements) checkSlots(tree *placementTree, partners int) {
	children := groupBy(partners, len(tree.entries), func(row int) commission.PartnerNo {
		if e := &tree.entries[row]; e.counts() && e.value.slot != noSlot {
			return e.value.no
		}
		return unknownPartner
	})
	var taken []occupation
	for parent := range commission.PartnerNo(partners) {
		rows := children.of(parent)
		slices.SortFunc(rows, func(a, b int32) int { // a row's position is in the order of the file
			return cmp.Or(cmp.Compare(tree.entries[a].value.slot, tree.entries[b].value.slot), cmp.Compare(a, b))
		})
		for len(rows) > 0 {
			slot := tree.entries[rows[0]].value.slot
			taken = taken[:0]
			for len(taken) < len(rows) && tree.entries[rows[len(taken)]].value.slot == slot {
				e := &tree.entries[rows[len(taken)]]
				taken = append(taken, occupation{from: e.from, to: e.to, by: int32(e.owner)})
			}
			for _, c := range clashes(taken) {
				later, earlier := &tree.entries[rows[c.later]], &tree.entries[rows[c.earlier]]
				s.addf(later.line, "slot %d below %s in tree %s is taken %s: partner %s holds it by line %d, %s",
					slot, quoted(later.value.id), tree.id, interval(later), quoted(earlier.partner), earlier.line, interval(earlier))
			}
			rows = rows[len(taken):]
		}
	}
}

// listed says who has any row, by tree.
func (s *placements) listed() [][]bool {
	listed := make([][]bool, len(s.trees))
	for no, tree := range s.trees {
		listed[no] = tree.listed
	}
	return listed
}

// timelines returns who stands where, and when, without the automatic placements.
func (t *placementTree) timelines(partners int) commission.Timelines[commission.Place] {
	return timelines(partners, t.groups, t.entries, func(e *entry[link]) commission.Place {
		return commission.Place{Parent: e.value.no, Slot: e.value.slot}
	}, nil)
}

// checkCycles reports the cycles in a placement tree. Automatic placements stand in the partner's own row: they are
// never the last to start in a cycle, since whoever is placed below somebody by a row starts there later, or that
// partner had not joined.
func (s *placements) checkCycles(p *partners, tree *placementTree, t *commission.Timelines[commission.Place]) {
	parent := func(place commission.Place) commission.PartnerNo { return place.Parent }
	origin := func(no commission.PartnerNo, from period.Day) place {
		if tree.listed[no] {
			return place{s.report, lineAt(tree.groups.of(no), tree.entries, from)}
		}
		return place{p.report, p.lines[no]}
	}
	for _, c := range findCycles(t, parent, origin) {
		c.report("tree "+tree.id, p)
	}
}

// writePlacements writes placements.csv: by tree, then partner, then time. Automatic placements are rows like others. So
// that nobody is placed again, who has no place in a tree with `auto: breadth_first` is listed there all the same.
func writePlacements(w *tableWriter, c *Content) {
	f := c.Facts
	for no, tree := range f.Plans[0].Trees {
		for i := range f.Partners {
			partner := commission.PartnerNo(i)
			spans := f.Placements[no].Of(partner)
			for _, s := range spans {
				w.text(tree.ID).partner(partner).partner(s.Value.Parent).whole(s.Value.Slot).days(s.From, s.To).end()
			}
			if len(spans) == 0 && tree.Auto {
				from, to := nowhere(f.Partners[i].Joined)
				w.text(tree.ID).partner(partner).partner(commission.NoPartner).whole(0).days(from, to).end()
			}
		}
	}
}

// nowhere is the day before a partner joined. Who joined on the first day that can be written has none: that one counts,
// but no period ends on it.
func nowhere(joined period.Day) (from, to period.Day) {
	if joined == firstDay {
		return joined, joined + 1
	}
	return joined - 1, joined
}
