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
	f.mutex.Lock() // the order is kept for the next page
	defer f.mutex.Unlock()
	no, err := f.find(partner)
	if err != nil {
		return nil, 0, err
	}
	top := f.numbers.Depth(no)
	members := f.byLevel(no)
	if depth > 0 { // the levels ascend
		all, _ = slices.BinarySearchFunc(members, top+depth, func(m commission.PartnerNo, deepest int) int {
			if f.numbers.Depth(m) <= deepest {
				return -1
			}
			return 1
		})
		members = members[:all]
	}
	for _, member := range members[min(from, len(members)):min(from+count, len(members))] {
		child := f.child(member)
		child.Level = f.numbers.Depth(member) - top
		page = append(page, child)
	}
	return page, len(members), nil
}

// byLevel lists who is below somebody, level by level; a long list is kept until the tree changes.
func (f *Forest) byLevel(no commission.PartnerNo) []commission.PartnerNo {
	key := orderKey{no, byLevel}
	if members, kept := f.ranked[key]; kept {
		return members
	}
	branch := f.numbers.Branch(no, nil)[1:] // it begins with its top, and is in preorder
	top := f.numbers.Depth(no)
	var starts []int // by level: where its members begin
	for _, member := range branch {
		level := f.numbers.Depth(member) - top
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
		level := f.numbers.Depth(member) - top
		members[starts[level]] = member
		starts[level]++
	}
	f.keep(key, members)
	return members
}

// byLevel is the order of a downline.
const byLevel ChildOrder = "level"

// keptOrders is how many long orders are kept.
const keptOrders = 64

// keep keeps an order that was long to find.
func (f *Forest) keep(key orderKey, members []commission.PartnerNo) {
	if len(members) <= keepFrom {
		return
	}
	if len(f.ranked) >= keptOrders {
		clear(f.ranked)
	}
	f.ranked[key] = members
}
