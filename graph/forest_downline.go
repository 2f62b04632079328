package graph

import (
	"slices"

	"upline/commission"
)

// Downline returns a page of everyone below a partner, those nearest first and the branches of one level side by side, down to
// a depth, 0 for all; and how many they are in all.
//
// Errors: NotFound when the partner is not in the tree.
func (f *Forest) Downline(partner string, depth, from, count int) (page []Child, all int, err error) {
	state, no, err := f.find(partner)
	if err != nil {
		return nil, 0, err
	}
	numbers := state.numbers
	top := numbers.Depth(no)
	members := state.byLevel(no)
	if depth > 0 { // the levels ascend
		all, _ = slices.BinarySearchFunc(members, depth, func(m commission.PartnerNo, deepest int) int {
			if numbers.Depth(m)-top <= deepest {
				return -1
			}
			return 1
		})
		members = members[:all]
	}
	page = state.page(members, from, count)
	for i := range page {
		page[i].Level = numbers.Depth(members[max(from, 0)+i]) - top
	}
	return page, len(members), nil
}

// byLevel lists who is below somebody, level by level; a long list is kept until the tree changes.
func (s *forestState) byLevel(no commission.PartnerNo) []commission.PartnerNo {
	key := orderKey{no, byLevel}
	if members, kept := s.orders.find(key); kept {
		return members
	}
	branch := s.numbers.Branch(no, nil)[1:] // it begins with its top, and is in preorder
	top := s.numbers.Depth(no)
	var starts []int // by level: where its members begin
	for _, member := range branch {
		level := s.numbers.Depth(member) - top
		for len(starts) <= level {
			starts = append(starts, 0)
		}
		starts[level]++
	}
	sum := 0
	for level, members := range starts {
		starts[level] = sum
		sum += members
	}
	members := make([]commission.PartnerNo, len(branch))
	for _, member := range branch {
		level := s.numbers.Depth(member) - top
		members[starts[level]] = member
		starts[level]++
	}
	s.orders.keep(key, members)
	return members
}

// byLevel is the order of a downline.
const byLevel ChildOrder = "level"
