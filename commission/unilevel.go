package commission

import "upline/internal/money"

// levels walks up a tree and pays level by level: unilevel, a matrix and matching all do (plan-language §6).
//
// Who can never use up a level is left out of the walk beforehand, so that a step leads from one member who
// matters to the next and the walk costs as much as there are levels, however deep the tree.
type levels struct {
	*scene
	who     eligibility
	percent []money.Percent
	depth   []int32 // by rank: the deepest level paid
	compression
}

// compression says where the walk goes next.
type compression struct {
	kind   Compression
	up     []int32 // the next member above who matters
	deeper []int32 // for those who matter: the next one above with more depth; only for CompressUnqualified
}

func newLevels(sc *scene, who eligibility, percent []money.Percent, depth []int, kind Compression) *levels {
	w := &levels{scene: sc, who: who, percent: percent, compression: compression{kind: kind}}
	for rank := range highestRank(sc.member) + 1 {
		limit := len(percent)
		if depth != nil {
			limit = min(limit, depth[rank])
		}
		w.depth = append(w.depth, int32(limit))
	}
	switch kind {
	case CompressNone:
		w.up = sc.parent
	case CompressInactive:
		w.up = sc.nearest(false, func(v int32) bool { return who.admits(sc.member[v]) })
	case CompressUnqualified:
		w.up = sc.nearest(false, func(v int32) bool { return who.admits(sc.member[v]) && w.depth[sc.member[v].rank] > 0 })
		w.deeper = make([]int32, sc.members())
		for v := range w.deeper {
			next := w.up[v]
			for next != none && w.depthOf(next) <= w.depthOf(int32(v)) {
				next = w.deeper[next] // each step leads to more depth, so there are as many as there are depths
			}
			w.deeper[v] = next
		}
	}
	return w
}

func highestRank(members []member) Rank {
	highest := Rank(0)
	for _, m := range members {
		highest = max(highest, m.rank)
	}
	return highest
}

func (w *levels) depthOf(v int32) int32 { return w.depth[w.member[v].rank] }

func (w *levels) payees(seller int32, to []payee) []payee {
	u := w.up[seller]
	for level := int32(1); int(level) <= len(w.percent) && u != none; level++ {
		if w.kind == CompressUnqualified {
			for u != none && w.depthOf(u) < level {
				u = w.deeper[u]
			}
			if u == none {
				break
			}
		}
		if w.depthOf(u) >= level && (w.kind != CompressNone || w.who.admits(w.member[u])) {
			to = w.pay(to, u, level, w.percent[level-1])
		}
		u = w.up[u]
	}
	return to
}
