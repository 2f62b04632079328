package commission

import "upline/internal/money"

// differentialWalk pays each member above the difference between the own percentage and the highest one paid
// below (plan-language §6, Stufenplan).
//
// Only members who are eligible and have a percentage, or who end the walk, matter. Each of them knows the next
// one above with at least the same percentage, and the next one with more: so the walk leaps from payee to payee.
type differentialWalk struct {
	*scene
	rule *Differential
	who  eligibility
	from []int32 // by node: the nearest who matters, the node included
	same []int32 // of who matters: the next above with at least the same percentage; none beyond the end of the walk
	more []int32 // of who matters: the next above with more
}

func newDifferentialWalk(sc *scene, who eligibility, rule *Differential) *differentialWalk {
	w := &differentialWalk{scene: sc, rule: rule, who: who}
	w.from = sc.nearest(true, func(v int32) bool {
		return who.admits(sc.member[v]) && (w.percentOf(v) > 0 || w.ends(v))
	})
	w.same = make([]int32, sc.members())
	w.more = make([]int32, sc.members())
	for v := range int32(sc.members()) {
		if w.from[v] != v {
			continue
		}
		next := none
		if !w.ends(v) && sc.parent[v] != none {
			next = w.from[sc.parent[v]]
		}
		own := w.percentOf(v)
		for next != none && w.percentOf(next) < own {
			next = w.more[next]
		}
		w.same[v] = next
		for next != none && w.percentOf(next) == own {
			next = w.more[next]
		}
		w.more[v] = next
	}
	return w
}

func (w *differentialWalk) percentOf(v int32) money.Percent { return w.rule.Percent[w.member[v].rank] }

// ends reports whether the walk ends at an eligible member.
func (w *differentialWalk) ends(v int32) bool {
	return w.rule.StopAt != NoRank && w.member[v].rank >= w.rule.StopAt
}

func (w *differentialWalk) payees(seller int32, to []payee) []payee {
	paid := money.Percent(0)
	used := 0 // entries of same_rank since the last rise
	for u := w.from[seller]; u != none; {
		percent := w.percentOf(u)
		level := w.depth[seller] - w.depth[u]
		switch {
		case percent > paid:
			to = w.pay(to, u, level, percent-paid)
			paid, used = percent, 0
		case percent == paid && paid > 0 && used < len(w.rule.SameRank):
			to = w.pay(to, u, level, w.rule.SameRank[used])
			used++
		}
		if used < len(w.rule.SameRank) {
			u = w.same[u]
		} else {
			u = w.more[u]
		}
	}
	return to
}
