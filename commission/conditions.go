package commission

import (
	"slices"

	"upline/internal/period"
)

// record is what a run keeps of a partner's standing: small, since there is one for each partner and period.
type record struct {
	achieved, career, paidAs Rank
	status                   Status
	state                    state
}

// state holds what eligibility asks of a partner, besides the rank.
type state uint8

const (
	inTree   state = 1 << iota // was in the sponsor tree on the last day of the period
	isActive                   // active by plan-language §5
	isOpen                     // status active
)

// member is a partner as a bonus sees one.
type member struct {
	rank  Rank
	state state
}

// scene is a tree together with the paid-as rank, activity and status that its members had: all that an order
// bonus looks at (plan-language §4, conditions C(o)).
type scene struct {
	*tree
	member []member // by node
}

// sceneKey names a scene: the condition period and the tree.
type sceneKey struct {
	condition period.Period
	tree      TreeNo
}

// sceneKeys lists the scenes that this run looks at: the sponsor tree of its own period first.
func (s *settlement) sceneKeys() []sceneKey {
	keys := []sceneKey{{s.period, SponsorTree}}
	add := func(key sceneKey) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for i := range s.plan.Bonuses {
		if rule, ok := s.plan.Bonuses[i].Rule.(*Binary); ok {
			add(sceneKey{s.period, rule.Tree})
		}
	}
	for _, b := range s.batches {
		for i := range b.plan.Bonuses {
			if bonus := &b.plan.Bonuses[i]; bonus.IsOrderBonus() {
				add(sceneKey{b.condition, bonus.treeOf()})
			}
		}
	}
	return keys
}

// plant builds the tree of a scene, as it was on the last day of the condition period: for the period of the run
// with everyone in it, for an earlier one with just the uplines of the due orders.
func (s *settlement) plant(key sceneKey) *tree {
	parent := s.facts.parents(key.tree, key.condition.End())
	if key.condition == s.period {
		return wholeTree(len(s.facts.Partners), parent, s.workers)
	}
	return uplines(len(s.facts.Partners), parent, s.sellersOf(key.condition))
}

// people adds to a tree who its members were in the condition period.
func (s *settlement) people(t *tree, condition period.Period) *scene {
	sc := &scene{tree: t, member: make([]member, t.members())}
	standing := s.standings(condition)
	eachChunk(s.workers, t.members(), func(_, from, to int) {
		for v := from; v < to; v++ {
			sc.member[v] = standing(t.partner[v])
		}
	})
	return sc
}

// prepare finds volumes and ranks, and everything that the bonuses look at: trees, members, and the orders sorted by
// the trees. What does not depend on each other is done at the same time.
func (s *settlement) prepare() {
	keys := s.sceneKeys()
	trees := make([]*tree, len(keys))
	works := []func(){s.sumVolumes}
	for i, key := range keys {
		works = append(works, func() { trees[i] = s.plant(key) })
	}
	together(s.workers, works...)

	s.sponsors = trees[0]
	works = []func(){s.rankPartners}
	for _, b := range s.batches {
		for i, key := range keys {
			if key.condition == b.condition {
				q := &queue{}
				b.queues[key.tree] = q
				works = append(works, func() { s.fill(q, b, trees[i]) })
			}
		}
	}
	together(s.workers, works...)
	for i, key := range keys {
		s.scenes[key] = s.people(trees[i], key.condition)
	}
}

// standings tells who a partner was in a condition period: as the run of that period recorded it, or, before the
// first settled period, by the career and status on its last day (plan-language §4).
func (s *settlement) standings(condition period.Period) func(p PartnerNo) member {
	records := s.records
	if condition != s.period {
		records = s.history.records[condition]
	}
	if condition >= s.history.first {
		return func(p PartnerNo) member { return member{records[p].paidAs, records[p].state} }
	}
	day := condition.End()
	return func(p PartnerNo) member {
		rank, _ := s.facts.Careers.At(p, day) // none: the lowest
		status, _ := s.facts.Statuses.At(p, day)
		if status != Active {
			return member{rank, inTree}
		}
		return member{rank, inTree | isActive | isOpen}
	}
}

// sellersOf lists whom the due orders of a condition period are credited to.
func (s *settlement) sellersOf(condition period.Period) []PartnerNo {
	var sellers []PartnerNo
	for _, b := range s.batches {
		if b.condition == condition {
			for _, i := range b.due {
				sellers = append(sellers, s.facts.Orders[s.due[i].order].Partner)
			}
		}
	}
	return sellers
}

// eligibility is what a bonus asks of whom it pays (plan-language §6).
type eligibility struct {
	need state
	min  Rank
}

func (b *Bonus) eligibility() eligibility {
	need := isOpen
	if b.NeedsActive {
		need |= isActive
	}
	return eligibility{need, b.MinRank}
}

func (e eligibility) admits(m member) bool { return m.state&e.need == e.need && m.rank >= e.min }
