package naive

import "math/big"

// unilevel pays along the sponsor tree or a placement tree: "Start at level 1 with the parent of s" (plan-language §6).
// Above someone who is not in the tree there is nobody.
func (o orderPayment) unilevel(b bonus) {
	upline := o.treeOf(b.tree).upline(o.order.partner)
	for _, paid := range o.plan.walkLevels(b, upline, o.conditions) {
		o.pay(b, paid.beneficiary, paid.level, paid.percent)
	}
}

// levelPaid says who gets which of the levels.
type levelPaid struct {
	beneficiary string
	level       int
	percent     *big.Rat
}

// walkLevels is the walk of unilevel and matching: "at each upline member u: payable when eligible and level <= depth(u)
// (no table: no limit). Payable: u gets levels[level], next level. Not payable: with none the level is used up; with
// inactive it is used up only if u is eligible (but not deep enough) […]; with unqualified it is never used up. Ends after
// the last level or the root" (plan-language §6).
func (p plan) walkLevels(b bonus, upline []string, conditionsOf func(string) conditions) []levelPaid {
	var paid []levelPaid
	level := 1
	for _, u := range upline {
		if level > len(b.levels) {
			break
		}
		isEligible := p.isEligible(b, conditionsOf(u))
		isDeepEnough := b.depthByRank == nil || whole(level).Cmp(p.entry(b.depthByRank, conditionsOf(u).rank)) <= 0
		if isEligible && isDeepEnough {
			paid = append(paid, levelPaid{u, level, b.levels[level-1]})
			level++
			continue
		}
		switch b.compression {
		case "none":
			level++
		case "inactive":
			if isEligible {
				level++
			}
		case "unqualified":
		default:
			panic(invalidf("unknown compression %q", b.compression))
		}
	}
	return paid
}
