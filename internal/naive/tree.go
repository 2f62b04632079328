package naive

import (
	"cmp"
	"slices"
)

// sponsorTree is the name of the tree that every bundle has; a plan's trees cannot be called so.
const sponsorTree = "sponsor"

// A tree is the sponsor tree or a placement tree as it is on one day.
type tree struct {
	parents  map[string]string   // everyone in the tree; roots have the parent ""
	slots    map[string]int      // below the parent; 0 throughout the sponsor tree
	children map[string][]string // by slot, then id
}

// newTree links the positions of one day. "The graph must be acyclic on every day" (plan-language §2): with a cycle, the
// walks would have no end.
func newTree(positions map[string]position) *tree {
	t := linkTree(positions)
	for id := range t.parents {
		if len(t.upline(id)) >= len(t.parents) {
			panic(invalidf("a cycle above %q", id))
		}
	}
	return t
}

// linkTree: "Someone whose parent is not in the placement tree on day d is a root of it on that day" (plan-language §2).
func linkTree(positions map[string]position) *tree {
	t := &tree{parents: map[string]string{}, slots: map[string]int{}, children: map[string][]string{}}
	for id, position := range positions {
		parent := position.parent
		if _, parentIsIn := positions[parent]; !parentIsIn {
			parent = ""
		}
		t.parents[id] = parent
		t.slots[id] = position.slot
		if parent != "" {
			t.children[parent] = append(t.children[parent], id)
		}
	}
	for _, siblings := range t.children {
		slices.SortFunc(siblings, func(x, y string) int {
			return cmp.Or(cmp.Compare(t.slots[x], t.slots[y]), cmp.Compare(x, y))
		})
	}
	return t
}

func (t *tree) has(id string) bool {
	_, found := t.parents[id]
	return found
}

// upline is everyone above a partner, the parent first, the root last; nobody for someone who is not in the tree.
func (t *tree) upline(id string) []string {
	var above []string
	for parent := t.parents[id]; parent != "" && len(above) < len(t.parents); parent = t.parents[parent] {
		above = append(above, parent)
	}
	return above
}

// leg is a partner and everyone below: "A leg is a direct recruit and everyone below" (plan-language §5).
func (t *tree) leg(id string) []string {
	members := []string{id}
	for _, child := range t.children[id] {
		members = append(members, t.leg(child)...)
	}
	return members
}

// child is the partner in a slot below a parent; "" when the slot is free.
func (t *tree) child(parent string, slot int) string {
	for _, child := range t.children[parent] {
		if t.slots[child] == slot {
			return child
		}
	}
	return ""
}

// tree is the tree of that name on a day, built once.
func (s *settlement) tree(name string, d day) *tree {
	key := name + " " + string(d)
	if s.trees[key] == nil {
		if name == sponsorTree {
			s.trees[key] = newTree(s.bundle.sponsorsOn(d))
		} else {
			s.trees[key] = newTree(positionsOn(s.placed(name), d))
		}
	}
	return s.trees[key]
}

// sponsorsOn: "A partner is in the sponsor tree on day d when joined <= d; the parent is the sponsor valid on d; without
// one, or with an empty one, the partner is a root" (plan-language §2).
func (b *bundle) sponsorsOn(d day) map[string]position {
	positions := map[string]position{}
	for id, p := range b.partners {
		if p.joined <= d {
			positions[id] = position{parent: b.sponsorOn(p, d)}
		}
	}
	return positions
}

// sponsorOn: the sponsorship of partners.csv "runs from joined, for ever, unless sponsorships.csv lists the partner"
// (plan-language §2).
func (b *bundle) sponsorOn(p partner, d day) string {
	history, listed := b.sponsorships[p.id]
	if !listed {
		return p.sponsor
	}
	for _, row := range history {
		if row.holds(d) {
			return row.parent
		}
	}
	return ""
}

// positionsOn picks from the dated positions of each partner the one that holds on a day, if any.
func positionsOn(dated map[string][]position, d day) map[string]position {
	positions := map[string]position{}
	for id, rows := range dated {
		for _, row := range rows {
			if row.holds(d) {
				positions[id] = row
			}
		}
	}
	return positions
}
