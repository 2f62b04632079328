package explain

import (
	"upline/commission"
	"upline/internal/money"
)

// stride is one step of a walk: a member in turn, and what the walk did there.
type stride struct {
	partner commission.PartnerNo
	member
	refusal Refusal
	outcome Outcome
	level   int32         // retail, differential: steps from the credited partner; else the level or generation at stake
	depth   int32         // the deepest level that the member's rank is paid; noDepth: no limit
	percent money.Percent // paid
	own     money.Percent // differential: the member's percentage
	below   money.Percent // differential: the highest percentage paid so far
	entry   int           // differential: which entry of same_rank is paid, from 1
}

// noDepth stands where a bonus has no depth_by_rank.
const noDepth int32 = -1

// walk goes from member to member up a tree, one step for each, just as plan-language §6 tells it. visit is called
// for each step in turn, and ends the walk by returning false.
type walk struct {
	conditions
	bonus  *commission.Bonus
	forest forest
	visit  func(s *stride) bool
}

// walk returns a walk of a bonus under conditions.
func (c conditions) walk(b *commission.Bonus, visit func(s *stride) bool) *walk {
	return &walk{c, b, c.forest(treeOf(b)), visit}
}

// treeOf returns the tree that a bonus looks at.
func treeOf(b *commission.Bonus) commission.TreeNo {
	switch rule := b.Rule.(type) {
	case *commission.Unilevel:
		return rule.Tree
	case *commission.Binary:
		return rule.Tree
	default:
		return commission.SponsorTree
	}
}

// from walks for a source: the credited partner of an order, or whose earnings are matched. It returns why the walk
// ended; nothing when visit ended it.
func (w *walk) from(source commission.PartnerNo) End {
	if _, ok := w.parent(w.forest, source); !ok {
		return EndNotInTree
	}
	switch rule := w.bonus.Rule.(type) {
	case *commission.Retail:
		return w.retail(source, rule)
	case *commission.Unilevel:
		return w.levels(source, rule.Levels, rule.Depth, rule.Compression)
	case *commission.Matching:
		return w.levels(source, rule.Levels, rule.Depth, rule.Compression)
	case *commission.Differential:
		return w.differential(source, rule)
	case *commission.Generation:
		return w.generations(source, rule)
	default:
		panic("explain: " + rule.Type() + " does not walk")
	}
}

// meet begins a step at a member.
func (w *walk) meet(p commission.PartnerNo) stride {
	m := w.member(p)
	return stride{partner: p, member: m, refusal: refuse(w.bonus, m), depth: noDepth}
}

// retail looks at the credited partner alone.
func (w *walk) retail(seller commission.PartnerNo, rule *commission.Retail) End {
	s := w.meet(seller)
	s.own = rule.Percent[s.rank]
	switch {
	case s.refusal != eligible:
		s.outcome = NotEligible
	case s.own == 0:
		s.outcome = NoPercentage
	default:
		s.outcome, s.percent = Paid, s.own
	}
	if !w.visit(&s) {
		return ""
	}
	return EndCredited
}

// levels pays level by level from the parent of the source upwards.
func (w *walk) levels(source commission.PartnerNo, percents []money.Percent, depths []int, kind commission.Compression) End {
	level := int32(1)
	for u := w.up(w.forest, source); u != commission.NoPartner; u = w.up(w.forest, u) {
		if int(level) > len(percents) {
			return EndLevels
		}
		s := w.meet(u)
		s.level = level
		deep := true
		if depths != nil {
			s.depth = int32(depths[s.rank])
			deep = level <= s.depth
		}
		payable := s.refusal == eligible && deep
		switch {
		case payable:
			s.outcome, s.percent = Paid, percents[level-1]
		case kind == commission.CompressNone, kind == commission.CompressInactive && s.refusal == eligible:
			s.outcome = LevelUsed
		default:
			s.outcome = PassedOver
		}
		if s.outcome != PassedOver {
			level++
		}
		if !w.visit(&s) {
			return ""
		}
	}
	if int(level) > len(percents) {
		return EndLevels
	}
	return EndRoot
}

// differential pays each eligible member the difference to the highest percentage paid below.
func (w *walk) differential(seller commission.PartnerNo, rule *commission.Differential) End {
	paid := money.Percent(0)
	used := 0 // entries of same_rank since the last rise
	level := int32(0)
	for u := seller; u != commission.NoPartner; u = w.up(w.forest, u) {
		s := w.meet(u)
		s.level, s.own, s.below = level, rule.Percent[s.rank], paid
		level++
		switch {
		case s.refusal != eligible:
			s.outcome = NotEligible
		case s.own > paid:
			s.outcome, s.percent = Paid, s.own-paid
			paid, used = s.own, 0
		case s.own < paid:
			s.outcome = NoDifference
		case paid == 0:
			s.outcome = NoPercentage
		case used < len(rule.SameRank):
			s.outcome, s.percent = Paid, rule.SameRank[used]
			used++
			s.entry = used
		default:
			s.outcome = SameRankSpent
		}
		if !w.visit(&s) {
			return ""
		}
		if s.refusal == eligible && rule.StopAt != commission.NoRank && s.rank >= rule.StopAt {
			return EndStopAtRank
		}
	}
	return EndRoot
}

// generations pays the leaders above the one who leads the group of the seller.
func (w *walk) generations(seller commission.PartnerNo, rule *commission.Generation) End {
	led := false // whether the leader of the seller's group has been met
	generation := int32(1)
	for u := seller; u != commission.NoPartner; u = w.up(w.forest, u) {
		if int(generation) > len(rule.Percents) {
			return EndGenerations
		}
		s := w.meet(u)
		s.level = generation
		switch {
		case s.rank < rule.Rank:
			s.outcome = NotLeader
		case !led:
			s.outcome = GroupLeader
			led = true
		case s.refusal == eligible:
			s.outcome, s.percent = Paid, rule.Percents[generation-1]
			generation++
		case rule.Compression == commission.CompressNone:
			s.outcome = GenerationUsed
			generation++
		default:
			s.outcome = GenerationKept
		}
		if !w.visit(&s) {
			return ""
		}
	}
	if int(generation) > len(rule.Percents) {
		return EndGenerations
	}
	return EndRoot
}
