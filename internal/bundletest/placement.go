package bundletest

import "strconv"

// seating is a placement tree while its rows are resolved.
type seating struct {
	tree  Tree
	width int
	graph forest
	taken map[seat][]interval
}

// seat is a slot below a member.
type seat struct{ parent, slot int }

// placements resolves the rows of placements.csv for one placement tree. Slots that automatic placement takes need no
// thought: it leaves alone what is taken on that day or later (plan-language §6).
func (c *company) placements(number int) []Placement {
	s := seating{tree: c.trees[number], width: 2, graph: make(forest, len(c.members)), taken: map[seat][]interval{}}
	if s.tree.Kind == "matrix" {
		s.width, _ = strconv.Atoi(s.tree.Width)
	}
	var rows []Placement
	for i := range c.members {
		rows = append(rows, c.seats(s, i, c.members[i].seats[number])...)
	}
	return rows
}

func (c *company) seats(s seating, i int, h history) []Placement {
	m := c.members[i]
	var rows []Placement
	row := func(parent, slot int, days interval) {
		rows = append(rows, Placement{s.tree.ID, m.id, c.idOf(parent), strconv.Itoa(slot), days.from.String(), days.to.String()})
	}
	if days, ok := h.bygoneRow(m.joined); ok {
		row(scaled(m.word, len(c.members)), scaled(m.word, s.width), days)
	}
	for k, days := range h.rows(m.joined) {
		counted := interval{max(days.from, m.joined), days.to}
		if counted.from >= counted.to {
			row(nobody, 0, days)
			continue
		}
		parent, slot := c.freeSeat(s, i, h.stays[k], counted)
		if parent != nobody {
			s.taken[seat{parent, slot}] = append(s.taken[seat{parent, slot}], counted)
		}
		s.graph[i] = append(s.graph[i], edge{counted, parent})
		row(parent, slot, days)
	}
	return rows
}

// freeSeat finds a slot that is free on all the days of a stay, starting from the member whom the stay means, and going
// up in order of joining; without one the member becomes a root.
func (c *company) freeSeat(s seating, i int, stay stay, days interval) (parent, slot int) {
	if stay.root {
		return nobody, 0
	}
	if stay.anyone && s.tree.Auto != "breadth_first" {
		other := c.parent(i, stay, days.from)
		if slot, ok := s.freeSlot(other, stay, days); ok && !s.graph.closesCycle(i, edge{days, other}) {
			return other, slot
		}
	}
	candidates := c.earlierThan(i, s.tree)
	first := scaled(stay.word, candidates+1)
	for k := range candidates {
		candidate := (first + candidates - k) % candidates
		if c.compact {
			candidate = k
		}
		if c.compact && !s.graph.isIn(candidate, days.from) && s.tree.Auto != "breadth_first" {
			continue
		}
		if slot, ok := s.freeSlot(candidate, stay, days); ok && !s.graph.closesCycle(i, edge{days, candidate}) {
			return candidate, slot
		}
	}
	return nobody, 0
}

// earlierThan counts the members who may be a parent of member i. In a tree with automatic placement these are who joined
// on an earlier day: whoever is placed automatically stands under somebody who joined on the same day or before, so no
// cycle can close, wherever they are placed.
func (c *company) earlierThan(i int, tree Tree) int {
	if tree.Auto == "breadth_first" {
		for i > 0 && c.members[i-1].joined == c.members[i].joined {
			i--
		}
	}
	return i
}

func (s seating) freeSlot(parent int, stay stay, days interval) (slot int, ok bool) {
	if parent == nobody {
		return 0, false
	}
	first := scaled(stay.slot, s.width)
	for k := range s.width {
		slot := (first + k) % s.width
		if !overlapsAny(s.taken[seat{parent, slot}], days) {
			return slot, true
		}
	}
	return 0, false
}
