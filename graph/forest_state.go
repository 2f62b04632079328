package graph

import (
	"slices"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// forestState is what a forest is at a time. Once it is renumbered, it is only looked at.
type forestState struct {
	tree     string // empty: that of sponsors
	view     View
	number   map[string]int32 // by id: of those who were put here; nil once the forest has them
	partners []forestPartner  // by the graph's number
	above    []commission.PartnerNo
	points   []money.Value // by partner: of orders paid in the period of the day

	numbers  commission.Numbering
	recruits []int32        // by partner: how many are directly below
	groups   []money.Volume // by partner: the points of the branch
	orders   *rankings
}

type forestPartner struct {
	id, name string
	joined   period.Day
}

func newForestState(tree string, at View) *forestState {
	return &forestState{tree: tree, view: at, number: map[string]int32{}}
}

// put takes up a partner, as yet a root, or not in the tree.
func (s *forestState) put(p rawPartner) {
	s.reach(p.seq)
	old := s.partners[p.seq]
	s.partners[p.seq] = forestPartner{p.id, p.name, p.joined}
	s.number[p.id] = int32(p.seq)
	switch {
	case p.joined > s.view.AsOf, s.tree != "" && old.id == "": // in a placement tree stands who is placed
		s.above[p.seq] = commission.Absent
	case s.tree == "" && (old.id == "" || s.above[p.seq] == commission.Absent):
		s.above[p.seq] = commission.NoPartner
	}
}

// reach makes room for a number.
func (s *forestState) reach(seq int64) {
	for int64(len(s.above)) <= seq {
		s.above = append(s.above, commission.Absent)
		s.partners = append(s.partners, forestPartner{})
		s.points = append(s.points, 0)
	}
}

// sponsor puts somebody who is in the tree below a sponsor; noParent: a root.
func (s *forestState) sponsor(partner, sponsor int64) {
	s.reach(max(partner, sponsor))
	if s.above[partner] != commission.Absent {
		s.above[partner] = commission.PartnerNo(sponsor)
	}
}

// notPlaced stands for the parent of who is not in a placement tree.
const notPlaced = -2

// place puts somebody below a parent in a placement tree; noParent: a root, notPlaced: nowhere.
func (s *forestState) place(partner, parent int64) {
	s.reach(max(partner, parent))
	switch {
	case parent == notPlaced || s.partners[partner].joined > s.view.AsOf:
		s.above[partner] = commission.Absent
	case parent == noParent:
		s.above[partner] = commission.NoPartner
	default:
		s.above[partner] = commission.PartnerNo(parent)
	}
}

// renumber brings up to date what follows from who is below whom.
func (s *forestState) renumber() {
	above := rooted(s.above)
	s.numbers = commission.NumberTree(above)
	s.recruits = make([]int32, len(above))
	for _, up := range above {
		if up >= 0 {
			s.recruits[up]++
		}
	}
	s.groups = make([]money.Volume, len(above))
	for i, points := range s.points {
		s.groups[i] = points.Volume()
	}
	commission.RollUp(s.numbers, s.groups, money.Volume.Plus)
	s.orders = newRankings()
}

// rooted makes a root of whoever stands below somebody who is not in the tree, as a run does: such as below one who is not
// placed there. A follower may also hear of a recruit before the sponsor, to whom something else happens just then.
func rooted(above []commission.PartnerNo) []commission.PartnerNo {
	orphan := func(up commission.PartnerNo) bool { return up >= 0 && above[up] == commission.Absent }
	if !slices.ContainsFunc(above, orphan) {
		return above
	}
	roots := slices.Clone(above)
	for i, up := range above {
		if orphan(up) {
			roots[i] = commission.NoPartner
		}
	}
	return roots
}

func (s *forestState) child(no commission.PartnerNo) Child {
	p := &s.partners[no]
	return Child{
		ID: p.id, Name: p.name, Recruits: int(s.recruits[no]), Below: s.numbers.Below(no), PV: s.points[no], GV: s.groups[no],
	}
}

// page lists some of an order.
func (s *forestState) page(members []commission.PartnerNo, from, count int) []Child {
	from = min(max(from, 0), len(members))
	members = members[from:]
	members = members[:min(max(count, 0), len(members))]
	var page []Child
	for _, member := range members {
		page = append(page, s.child(member))
	}
	return page
}
