package bundletest

// edge is a stay under a parent, by their place among the members.
type edge struct {
	interval
	parent int
}

// nobody is the parent of a root.
const nobody = -1

// forest records who stands under whom. It is what rows are checked against before they are accepted, plainly, day by day.
type forest [][]edge

func (f forest) parentOn(child int, d day) int {
	for _, e := range f[child] {
		if e.from <= d && d < e.to {
			return e.parent
		}
	}
	return nobody
}

// isIn tells whether a member has an edge on a day, be it as a root.
func (f forest) isIn(member int, d day) bool {
	for _, e := range f[member] {
		if e.from <= d && d < e.to {
			return true
		}
	}
	return false
}

// closesCycle tells whether a cycle would appear on any day, if the child stood on the edge too. Parents change only on
// the first days of edges, so these are the days to look at.
func (f forest) closesCycle(child int, e edge) bool {
	if f.leadsTo(e.parent, child, e.from) {
		return true
	}
	for _, edges := range f {
		for _, other := range edges {
			if e.from < other.from && other.from < e.to && f.leadsTo(e.parent, child, other.from) {
				return true
			}
		}
	}
	return false
}

func (f forest) leadsTo(member, target int, d day) bool {
	for member != nobody {
		if member == target {
			return true
		}
		member = f.parentOn(member, d)
	}
	return false
}
