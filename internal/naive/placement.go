package naive

import (
	"cmp"
	"slices"
)

// placed is every dated position in a placement tree, by partner: those of placements.csv and the automatic ones.
func (s *settlement) placed(treeID string) map[string][]position {
	if s.positions[treeID] == nil {
		s.positions[treeID] = s.bundle.listedPlacements(treeID)
		for _, kind := range s.bundle.plans[0].trees { // all versions list the same trees
			if kind.id == treeID && kind.auto == "breadth_first" {
				s.placeAutomatically(kind)
			}
		}
	}
	return s.positions[treeID]
}

// listedPlacements: "a row counts from the later of from and joined […]. A row that ends by joined counts nowhere, but
// lists the partner" (plan-language §2).
func (b *bundle) listedPlacements(treeID string) map[string][]position {
	positions := map[string][]position{}
	for id, rows := range b.placements[treeID] {
		positions[id] = []position{}
		for _, row := range rows {
			row.from = max(row.from, b.partners[id].joined)
			if row.to == "" || row.from < row.to {
				positions[id] = append(positions[id], row)
			}
		}
	}
	return positions
}

// placeAutomatically: "partners not in placements.csv for that tree are placed by (joined, depth in the sponsor tree on
// that day, id), from joined on, under the sponsor of that day." "A partner with any row for the tree in placements.csv is
// never placed automatically. Placements, once made, stay" (plan-language §6).
func (s *settlement) placeAutomatically(kind treeKind) {
	positions := s.positions[kind.id]
	var waiting []partner
	for _, id := range s.bundle.partnerIDs() {
		if _, listed := positions[id]; !listed {
			waiting = append(waiting, s.bundle.partners[id])
		}
	}
	depth := func(p partner) int { return len(s.tree(sponsorTree, p.joined).upline(p.id)) }
	slices.SortFunc(waiting, func(x, y partner) int {
		return cmp.Or(cmp.Compare(x.joined, y.joined), cmp.Compare(depth(x), depth(y)), cmp.Compare(x.id, y.id))
	})
	for _, p := range waiting {
		positions[p.id] = []position{s.automaticPosition(kind, p)}
	}
}

// automaticPosition: "A sponsor who is not in the tree on that day is replaced by the next sponsor above who is. […]
// without a free slot below the sponsor it starts again below the next sponsor above. A partner with none becomes a root"
// (plan-language §6).
func (s *settlement) automaticPosition(kind treeKind, p partner) position {
	positions := s.positions[kind.id]
	today := linkTree(positionsOn(positions, p.joined)) // with a cycle, if the bundle is at fault
	for _, sponsor := range s.tree(sponsorTree, p.joined).upline(p.id) {
		if !today.has(sponsor) {
			continue
		}
		if place, found := firstFreeSlot(today, positions, sponsor, kind.width, p.joined); found {
			return place
		}
	}
	return position{"", 0, interval{from: p.joined}}
}

// firstFreeSlot: "at the first free slot met top-down, left to right, below the sponsor (the sponsor's own slots first).
// […] The search goes through the tree as it is on that day and does not go down to those who take a slot later"
// (plan-language §6).
func firstFreeSlot(today *tree, positions map[string][]position, sponsor string, width int, d day) (position, bool) {
	level, searched := []string{sponsor}, map[string]bool{}
	for len(level) > 0 {
		var below []string
		for _, parent := range level {
			if searched[parent] {
				continue
			}
			searched[parent] = true
			for slot := range width {
				if !takenFrom(positions, parent, slot, d) {
					return position{parent, slot, interval{from: d}}, true
				}
			}
			below = append(below, today.children[parent]...)
		}
		level = below
	}
	return position{}, false
}

// takenFrom: "Slots taken on that day or later count as taken" (plan-language §6).
func takenFrom(positions map[string][]position, parent string, slot int, d day) bool {
	for _, rows := range positions {
		for _, row := range rows {
			if row.parent == parent && row.slot == slot && (row.to == "" || d < row.to) {
				return true
			}
		}
	}
	return false
}
