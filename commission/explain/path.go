package explain

import (
	"upline/commission"
	"upline/internal/period"
)

// forest is a tree as it stood on a day.
type forest struct {
	tree commission.TreeNo
	day  period.Day
}

// parent tells where a partner stood: the parent, or NoPartner for a root; ok is false for who was not in the tree
// (plan-language §2, §6).
func (e *Explainer) parent(in forest, p commission.PartnerNo) (parent commission.PartnerNo, ok bool) {
	if in.tree == commission.SponsorTree {
		if e.facts.Partners[p].Joined > in.day {
			return commission.NoPartner, false
		}
		if sponsor, listed := e.facts.Sponsors.At(p, in.day); listed {
			return sponsor, true
		}
		return commission.NoPartner, true
	}
	places := &e.facts.Placements[in.tree]
	place, ok := places.At(p, in.day)
	if !ok {
		return commission.NoPartner, false
	}
	if place.Parent == commission.NoPartner {
		return commission.NoPartner, true
	}
	if _, stands := places.At(place.Parent, in.day); !stands {
		return commission.NoPartner, true // a parent who is not in the tree makes a root
	}
	return place.Parent, true
}

// up returns the parent, or NoPartner above a root.
func (e *Explainer) up(in forest, p commission.PartnerNo) commission.PartnerNo {
	parent, _ := e.parent(in, p)
	return parent
}

// treeName is what people call a tree.
func (e *Explainer) treeName(no commission.TreeNo) string {
	if no == commission.SponsorTree {
		return "sponsor"
	}
	return e.plan.Trees[no].ID
}

// branch returns a test for whether a partner stands below another one in a forest, or is that one. It remembers
// what it met, so that asking about everybody costs no more than one look at each.
func (e *Explainer) branch(in forest, top commission.PartnerNo) func(p commission.PartnerNo) bool {
	const (
		inside  = 1
		outside = 2
	)
	known := make([]uint8, len(e.facts.Partners))
	known[top] = inside
	if _, ok := e.parent(in, top); !ok {
		known[top] = outside
	}
	var path []commission.PartnerNo
	return func(p commission.PartnerNo) bool {
		path = path[:0]
		found := uint8(outside)
		for q := p; q != commission.NoPartner; q = e.up(in, q) {
			if known[q] != 0 {
				found = known[q]
				break
			}
			path = append(path, q)
		}
		for _, q := range path {
			known[q] = found
		}
		return found == inside
	}
}

// children lists who stands directly below each partner.
func (e *Explainer) children(in forest) [][]commission.PartnerNo {
	if known, ok := e.below[in]; ok {
		return known
	}
	below := make([][]commission.PartnerNo, len(e.facts.Partners))
	for p := range commission.PartnerNo(len(e.facts.Partners)) {
		if up, ok := e.parent(in, p); ok && up != commission.NoPartner {
			below[up] = append(below[up], p)
		}
	}
	e.below[in] = below
	return below
}

// visit calls see for a partner and everyone below.
func visit(below [][]commission.PartnerNo, top commission.PartnerNo, see func(p commission.PartnerNo)) {
	stack := []commission.PartnerNo{top}
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		stack = append(stack[:len(stack)-1], below[p]...)
		see(p)
	}
}
