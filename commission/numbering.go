package commission

// Numbering is a tree in preorder, for those who look at it without settling: who is below whom is one comparison, and a
// branch is a row of neighbours.
type Numbering struct{ *tree }

// Absent stands where somebody is not in the tree.
const Absent = PartnerNo(absent)

// NumberTree numbers a tree that is told by everyone's parent: NoPartner for a root, Absent for who is not in it.
func NumberTree(above []PartnerNo) Numbering {
	list := make([]int32, len(above))
	for i, up := range above {
		list[i] = int32(up)
	}
	return Numbering{number(list)}
}

// Members returns how many are in the tree.
func (n Numbering) Members() int { return n.members() }

// Holds says whether somebody is in the tree.
func (n Numbering) Holds(p PartnerNo) bool { return n.node[p] != none }

// Below returns how many are below somebody who is in the tree.
func (n Numbering) Below(p PartnerNo) int { return int(n.size[n.node[p]]) - 1 }

// Depth returns how many steps it is to the root.
func (n Numbering) Depth(p PartnerNo) int { return int(n.depth[n.node[p]]) }

// IsBelow says whether p is below q, or is q. Both are in the tree.
func (n Numbering) IsBelow(p, q PartnerNo) bool {
	v, w := n.node[p], n.node[q]
	return w <= v && v < w+n.size[w]
}

// Parent returns who stands above; NoPartner for a root.
func (n Numbering) Parent(p PartnerNo) PartnerNo {
	if up := n.parent[n.node[p]]; up != none {
		return n.partner[up]
	}
	return NoPartner
}

// Children appends those directly below, in the order of their numbers.
func (n Numbering) Children(p PartnerNo, dst []PartnerNo) []PartnerNo {
	v := n.node[p]
	for child := v + 1; child < v+n.size[v]; child += n.size[child] {
		dst = append(dst, n.partner[child])
	}
	return dst
}

// Branch appends somebody and everyone below, parents before children.
func (n Numbering) Branch(p PartnerNo, dst []PartnerNo) []PartnerNo {
	v := n.node[p]
	return append(dst, n.partner[v:v+n.size[v]]...)
}

// RollUp adds everyone's value to all above: afterwards each has the sum of the branch.
func RollUp[T any](n Numbering, values []T, add func(a, b T) T) {
	for v := n.members() - 1; v >= 0; v-- {
		if up := n.parent[v]; up != none {
			to := n.partner[up]
			values[to] = add(values[to], values[n.partner[v]])
		}
	}
}
