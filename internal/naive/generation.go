package naive

// generation: "Leaders are members of paid-as rank rank or higher on the way from s itself to the root. The first leader
// leads the group of s and gets nothing; each further leader is generation 1, 2, …: eligible, the leader gets that
// percentage; not eligible, the generation is used up (none) or not (inactive). Level is the generation"
// (plan-language §6).
func (o orderPayment) generation(b bonus) {
	s := o.order.partner
	var leaders []string
	for _, u := range append([]string{s}, o.treeOf(sponsorTree).upline(s)...) {
		if o.conditions(u).rank >= o.plan.rankOf(b.rank) {
			leaders = append(leaders, u)
		}
	}
	if len(leaders) == 0 {
		return
	}
	generation := 1
	for _, leader := range leaders[1:] {
		if generation > len(b.levels) {
			return
		}
		isEligible := o.isEligible(b, leader)
		if isEligible {
			o.pay(b, leader, generation, b.levels[generation-1])
		}
		if isEligible || b.compression == "none" {
			generation++
		}
	}
}
