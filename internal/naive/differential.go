package naive

import "math/big"

// differential: "Walk from s itself (level 0) to the root with paid = 0; at each eligible u with percentage q: q > paid
// pays q − paid, sets paid = q and restarts the same-rank count; q == paid > 0 pays the next unused entry of same_rank, if
// any. Level counts every step of the walk, paid or not. After handling an eligible u of rank stop_at_rank or higher the
// walk ends" (plan-language §6).
func (o orderPayment) differential(b bonus) {
	s := o.order.partner
	walk := append([]string{s}, o.treeOf(sponsorTree).upline(s)...)
	paid := new(big.Rat)
	sameRankUsed := 0
	for level, u := range walk {
		if !o.isEligible(b, u) {
			continue
		}
		q := o.plan.entry(b.byRank, o.conditions(u).rank)
		switch {
		case q.Cmp(paid) > 0:
			o.pay(b, u, level, minus(q, paid))
			paid = q
			sameRankUsed = 0
		case q.Cmp(paid) == 0 && paid.Sign() > 0 && sameRankUsed < len(b.sameRank):
			o.pay(b, u, level, b.sameRank[sameRankUsed])
			sameRankUsed++
		}
		if b.stopAtRank != "" && o.conditions(u).rank >= o.plan.rankOf(b.stopAtRank) {
			return
		}
	}
}
