package commission

// generationWalk pays the leaders above the leader of the seller's group (plan-language §6).
type generationWalk struct {
	*scene
	rule  *Generation
	who   eligibility
	first []int32 // by node: the nearest leader, the node included
	next  []int32 // by node: the nearest leader who uses up a generation, the node included
}

func newGenerationWalk(sc *scene, who eligibility, rule *Generation) *generationWalk {
	w := &generationWalk{scene: sc, rule: rule, who: who}
	w.first = sc.nearest(true, func(v int32) bool { return sc.member[v].rank >= rule.Rank })
	w.next = w.first
	if rule.Compression == CompressInactive {
		w.next = sc.nearest(true, func(v int32) bool { return sc.member[v].rank >= rule.Rank && who.admits(sc.member[v]) })
	}
	return w
}

func (w *generationWalk) payees(seller int32, to []payee) []payee {
	u := w.first[seller] // leads the group, and gets nothing
	for i, percent := range w.rule.Percents {
		if u == none || w.parent[u] == none {
			break
		}
		u = w.next[w.parent[u]]
		if u != none && w.who.admits(w.member[u]) {
			to = w.pay(to, u, int32(i+1), percent)
		}
	}
	return to
}
