package commission

import (
	"math"

	"upline/internal/period"
)

// placementForest is a placement tree as it stands on a day, made to answer quickly: where is the first free slot
// below a partner, top-down, left to right?
//
// Everyone has a distance to the nearest free slot below: 0 with a free slot of one's own, else one more than the
// least distance of a child, far without any. From a partner, the way to the first free slot leads to the leftmost of
// the children with the least distance, again and again. When something changes, distances change upwards, and that
// ends where somebody's distance stays the same: soon, as a tree of width 2 or more whose slots are all filled within
// d levels holds 2^d partners.
//
// Where it is not so, because others take slots later or the width is 1, there are partners in a row with no free
// slot and one way down only. Such rows are kept as chains (placementChains), in which a step takes them all.
//
// A partner who is not in the tree has children and a distance all the same: what is below is in order already when
// the partner comes, and nobody searches there before.
type placementForest struct {
	nodes  []placementNode
	width  int32
	slots  listedSlots
	chains placementChains
	steps  int // steps made on the ways up and down; the tests hold them against the size of the input
}

// placementNode is a partner in a placementForest. The children with a distance below far are a pairing heap, the
// least (distance, slot, number) on top: it takes a change of any child, of however many, without a look at the others.
//
// In a chain, distance is right for the first and the last; for those between it means nothing, and it follows from
// the distance of the last.
type placementNode struct {
	parent   PartnerNo // NoPartner: a root; outside: not in the tree
	slot     int32
	distance int32     // from 0 to the number of partners, or far
	unlisted int32     // the lowest slot that is not taken and never listed; the width or more: none
	best     PartnerNo // the top of the heap of children
	heir     PartnerNo // the place in the parent's heap: the first of those under this one there
	next     PartnerNo // there, unless on top: the sibling after
	prev     PartnerNo // there, unless on top: the sibling before, or whoever is above a first one
}

const (
	outside PartnerNo = -2
	far     int32     = math.MaxInt32
)

func newPlacementForest(partners, width int, rows []Span[Place]) *placementForest {
	t := &placementForest{nodes: make([]placementNode, partners), width: int32(min(width, math.MaxInt32))}
	t.slots = newListedSlots(partners, t.width, rows)
	for i := range t.nodes {
		v := PartnerNo(i)
		t.nodes[v] = placementNode{
			parent: outside, distance: far, unlisted: t.slots.skip(v, 0),
			best: NoPartner, heir: NoPartner, next: NoPartner, prev: NoPartner,
		}
		if t.hasFree(v) {
			t.nodes[v].distance = 0
		}
	}
	return t
}

// holds says whether a partner is in the tree.
func (t *placementForest) holds(v PartnerNo) bool { return t.nodes[v].parent != outside }

// placeOf returns where a partner is who is in the tree.
func (t *placementForest) placeOf(v PartnerNo) Place {
	return Place{t.nodes[v].parent, t.nodes[v].slot}
}

// hasFree says whether a partner has a free slot.
func (t *placementForest) hasFree(v PartnerNo) bool {
	return t.nodes[v].unlisted < t.width || len(t.slots.freeOf(v)) > 0
}

// nearestFree returns who has the first free slot at or below a partner, top-down, left to right; NoPartner when there
// is none or the partner is not in the tree.
func (t *placementForest) nearestFree(v PartnerNo) PartnerNo {
	if !t.holds(v) {
		return NoPartner
	}
	for v != NoPartner && !t.hasFree(v) {
		t.steps++
		if t.isLinked(v) {
			v, _ = t.chains.last(v)
		} else {
			v = t.nodes[v].best
		}
	}
	return v
}

// place puts a newcomer for ever into the lowest free slot of a host, or makes a root when the host is NoPartner.
func (t *placementForest) place(v, host PartnerNo) {
	if host == NoPartner {
		t.attach(v, Place{NoPartner, 0})
		return
	}
	slot := t.nodes[host].unlisted
	free := t.slots.freeOf(host)
	listed := len(free) > 0 && (slot >= t.width || free[len(free)-1] < slot)
	if listed {
		slot = free[len(free)-1]
	}
	t.attach(v, Place{host, slot})
	if listed {
		t.slots.take(host)
	} else {
		t.nodes[host].unlisted = t.slots.skip(host, slot+1)
	}
	t.update(host)
}

// attach brings someone who is not in the tree into it.
func (t *placementForest) attach(v PartnerNo, at Place) {
	if at.Parent != NoPartner && (at.Slot < 0 || at.Slot >= t.width) {
		at = Place{NoPartner, 0}
	}
	t.nodes[v].parent, t.nodes[v].slot = at.Parent, at.Slot
	if at.Parent != NoPartner && t.nodes[v].distance != far {
		t.unlink(at.Parent)
		t.insert(at.Parent, v)
		t.update(at.Parent)
	}
}

// detach takes someone out of the tree, who keeps the children.
func (t *placementForest) detach(v PartnerNo) {
	parent := t.nodes[v].parent
	t.nodes[v].parent = outside
	if parent != NoPartner {
		t.unlink(parent)
		if t.nodes[v].distance != far {
			t.remove(parent, v)
		}
		t.update(parent)
	}
}

// advance frees the listed slots that nobody has on a day or later, and says whether there were any.
func (t *placementForest) advance(day period.Day) (changed bool) {
	for {
		parent, ok := t.slots.due(day)
		if !ok {
			return changed
		}
		t.unlink(parent)
		t.slots.release()
		t.update(parent)
		changed = true
	}
}

// update finds the distance of v anew, whose slots or children have changed, and of all above as far as it matters.
// v must be the last of its chain; unlink sees to that before the change.
func (t *placementForest) update(v PartnerNo) {
	for {
		t.steps++
		distance, linked := t.measure(v), t.isLinked(v)
		if distance == t.nodes[v].distance && !linked {
			return
		}
		first, steps := t.chains.first(v)
		before, after := t.nodes[first].distance, farther(distance, steps)
		t.nodes[v].distance = distance
		if linked {
			child := t.nodes[v].best
			if child == first {
				// A cycle of faulty rows with no other way down: it leads nowhere.
				t.remove(v, child)
				t.nodes[v].distance, t.nodes[child].distance = far, far
				return
			}
			t.chains.join(v, child, len(t.nodes))
		}
		t.nodes[first].distance = after
		parent := t.nodes[first].parent
		if after == before || parent < 0 {
			return
		}
		t.unlink(parent)
		if before != far {
			t.remove(parent, first)
		}
		if after != far {
			t.insert(parent, first)
		}
		v = parent
	}
}

// measure returns the distance of the last of a chain.
func (t *placementForest) measure(v PartnerNo) int32 {
	switch best := t.nodes[v].best; {
	case t.hasFree(v):
		return 0
	case best == NoPartner:
		return far
	default:
		return farther(t.nodes[best].distance, 1)
	}
}

// farther adds steps to a distance.
func farther(distance, steps int32) int32 {
	if distance == far {
		return far
	}
	return distance + steps
}

// isLinked says whether a partner has no free slot and one way down only, and so is in a chain with that child.
func (t *placementForest) isLinked(v PartnerNo) bool {
	best := t.nodes[v].best
	return best != NoPartner && t.nodes[best].heir == NoPartner && !t.hasFree(v)
}

// unlink separates v from the child below in its chain, if any, before v's slots or children change. That child may
// have become far without v's taking notice.
func (t *placementForest) unlink(v PartnerNo) {
	if !t.isLinked(v) {
		return
	}
	child := t.nodes[v].best
	t.chains.cut(v)
	last, steps := t.chains.last(child)
	t.nodes[child].distance = farther(t.nodes[last].distance, steps)
	t.nodes[v].distance = farther(t.nodes[child].distance, 1)
	if t.nodes[child].distance == far {
		t.nodes[v].best = NoPartner
	}
}

// before orders children: the nearest first, then the leftmost.
func (t *placementForest) before(v, w PartnerNo) bool {
	a, b := &t.nodes[v], &t.nodes[w]
	if a.distance != b.distance {
		return a.distance < b.distance
	}
	return a.slot < b.slot || a.slot == b.slot && v < w
}

// insert adds v to the heap of children.
func (t *placementForest) insert(parent, v PartnerNo) {
	t.nodes[v].heir = NoPartner
	t.nodes[parent].best = t.meld(t.nodes[parent].best, v)
}

// remove takes v out of the heap of children.
func (t *placementForest) remove(parent, v PartnerNo) {
	rest := t.meldAll(t.nodes[v].heir)
	if t.nodes[parent].best == v {
		t.nodes[parent].best = rest
		return
	}
	next, prev := t.nodes[v].next, t.nodes[v].prev
	if t.nodes[prev].heir == v {
		t.nodes[prev].heir = next
	} else {
		t.nodes[prev].next = next
	}
	if next != NoPartner {
		t.nodes[next].prev = prev
	}
	t.nodes[parent].best = t.meld(t.nodes[parent].best, rest)
}

// meld makes one heap of two, either of which may be NoPartner, and returns its top.
func (t *placementForest) meld(v, w PartnerNo) PartnerNo {
	if v == NoPartner || w == NoPartner {
		return max(v, w)
	}
	if t.before(w, v) {
		v, w = w, v
	}
	heir := t.nodes[v].heir
	if heir != NoPartner {
		t.nodes[heir].prev = w
	}
	t.nodes[w].next, t.nodes[w].prev = heir, v
	t.nodes[v].heir = w
	return v
}

// meldAll makes one heap of siblings: of pairs from the front, then of all from the back, which keeps heaps flat.
func (t *placementForest) meldAll(v PartnerNo) PartnerNo {
	pairs := NoPartner // the last pair first, by next
	for v != NoPartner {
		w := t.nodes[v].next
		following := NoPartner
		if w != NoPartner {
			following = t.nodes[w].next
		}
		top := t.meld(v, w)
		t.nodes[top].next, pairs = pairs, top
		v = following
	}
	all := NoPartner
	for pairs != NoPartner {
		following := t.nodes[pairs].next
		all = t.meld(all, pairs)
		pairs = following
	}
	return all
}
