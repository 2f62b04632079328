package commission

import (
	"upline/internal/period"
)

// none marks the absence of a node: the parent of a root, the node of a partner who is not in the tree.
const none int32 = -1

// tree is a forest as it stood on a day, its members renumbered in preorder: a parent comes before its children,
// and everyone below node v has the nodes v+1 … v+size[v]-1. One pass forwards carries something down the tree,
// one pass backwards rolls something up, and neighbours in the tree are neighbours in memory.
type tree struct {
	parent  []int32     // by node; none for a root
	size    []int32     // by node: the members of the branch, the node included
	depth   []int32     // by node: steps to the root
	partner []PartnerNo // by node
	node    []int32     // by partner; none when not in the tree
}

// members returns how many partners are in the tree.
func (t *tree) members() int { return len(t.parent) }

// parentOf tells where a partner stands in a tree on a day: the parent, or NoPartner for a root; ok is false for
// a partner who is not in the tree.
type parentOf func(p PartnerNo) (parent PartnerNo, ok bool)

// parents returns who stands where in a tree on a day (plan-language §2, §6).
func (f *Facts) parents(no TreeNo, day period.Day) parentOf {
	if no == SponsorTree {
		return func(p PartnerNo) (PartnerNo, bool) {
			if f.Partners[p].Joined > day {
				return NoPartner, false
			}
			return f.sponsorOn(p, day), true
		}
	}
	places := &f.Placements[no]
	return func(p PartnerNo) (PartnerNo, bool) {
		place, ok := places.At(p, day)
		if !ok {
			return NoPartner, false
		}
		if place.Parent != NoPartner {
			// Someone whose parent is not in the tree on this day is a root of it.
			if _, ok := places.At(place.Parent, day); !ok {
				return NoPartner, true
			}
		}
		return place.Parent, true
	}
}

const (
	absent   int32 = -2 // not in the tree
	unlooked int32 = -3 // not asked for
)

// wholeTree numbers everyone who is in the tree.
func wholeTree(partners int, parent parentOf, workers int) *tree {
	above := make([]int32, partners)
	eachChunk(workers, partners, func(_, from, to int) {
		for p := from; p < to; p++ {
			up, ok := parent(PartnerNo(p))
			if !ok {
				up = PartnerNo(absent)
			}
			above[p] = int32(up)
		}
	})
	return number(above)
}

// uplines numbers just some partners and everyone above them: all that a walk up can meet. It costs little
// where a few late orders need the tree of a past day.
func uplines(partners int, parent parentOf, sellers []PartnerNo) *tree {
	above := make([]int32, partners)
	for p := range above {
		above[p] = unlooked
	}
	for _, p := range sellers {
		for p != NoPartner && above[p] == unlooked {
			up, ok := parent(p)
			if !ok {
				above[p] = absent
				break
			}
			above[p] = int32(up)
			p = up
		}
	}
	return number(above)
}

// number gives the members their nodes, siblings in the order of their partner numbers. It goes generation by
// generation first: whom to look at next is then known long before, and the machine fetches many at a time, where a
// walk down the branches would wait for each.
func number(above []int32) *tree {
	children, first := childrenOf(above)
	members := len(children)
	t := &tree{
		parent: make([]int32, members), size: make([]int32, members), depth: make([]int32, members),
		partner: make([]PartnerNo, members), node: make([]int32, len(above)),
	}
	// By position in the order of generations:
	order := make([]int32, 0, members) // the partner
	up := make([]int32, 0, members)    // the parent's position
	for _, p := range children[first[0]:first[1]] {
		order, up = append(order, p), append(up, none)
	}
	for i := 0; i < len(order); i++ {
		p := order[i]
		for _, child := range children[first[p+1]:first[p+2]] {
			order, up = append(order, child), append(up, int32(i))
		}
	}
	size := make([]int32, members)
	for i := members - 1; i >= 0; i-- {
		size[i]++
		if up[i] != none {
			size[up[i]] += size[i]
		}
	}
	// A branch begins where the branches of the elder siblings end.
	begin := make([]int32, members)
	end := make([]int32, members) // of the part given away so far
	roots := int32(0)
	for i := range members {
		if up[i] == none {
			begin[i] = roots
			roots += size[i]
		} else {
			begin[i] = end[up[i]]
			end[up[i]] += size[i]
		}
		end[i] = begin[i] + 1
	}
	for p := range t.node {
		t.node[p] = none
	}
	depth := end // no longer needed for itself
	for i, p := range order {
		v := begin[i]
		t.node[p], t.partner[v], t.size[v] = v, PartnerNo(p), size[i]
		if up[i] == none {
			t.parent[v], depth[i] = none, 0
		} else {
			t.parent[v], depth[i] = begin[up[i]], depth[up[i]]+1
		}
		t.depth[v] = depth[i]
	}
	return t
}

// childrenOf lists the roots and each partner's children: the roots are children[first[0]:first[1]], the children of
// partner p children[first[p+1]:first[p+2]], each in the order of their numbers.
func childrenOf(above []int32) (children, first []int32) {
	first = make([]int32, len(above)+3)
	for _, up := range above {
		if up >= none {
			first[up+3]++
		}
	}
	for i := 3; i < len(first); i++ {
		first[i] += first[i-1]
	}
	// first[k+1] holds the begin of list k and moves to its end, which is where the next list begins.
	children = make([]int32, first[len(first)-1])
	for p, up := range above {
		if up >= none {
			children[first[up+2]] = int32(p)
			first[up+2]++
		}
	}
	return children, first[:len(above)+2]
}

// nearest gives, for each node, the nearest ancestor that is wanted; the node itself counts when it is included.
func (t *tree) nearest(included bool, wanted func(v int32) bool) []int32 {
	found := make([]int32, t.members())
	for v := range int32(t.members()) {
		candidate := v
		if !included {
			candidate = t.parent[v]
		}
		switch {
		case candidate != none && wanted(candidate):
			found[v] = candidate
		case t.parent[v] == none:
			found[v] = none
		default:
			found[v] = found[t.parent[v]]
		}
	}
	return found
}
