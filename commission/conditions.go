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

// walks reports whether an order bonus of the plan walks a tree.
func (p *Plan) walks(no TreeNo) bool {
	return slices.ContainsFunc(p.Bonuses, func(b Bonus) bool { return b.IsOrderBonus() && b.treeOf() == no })
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
	no        TreeNo
}

// sceneKeys lists the scenes that the bonuses of this run look at: all of its own period but in a late run, which pays no
// period bonus.
func (s *settlement) sceneKeys() (keys []sceneKey) {
	add := func(key sceneKey) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if !s.late {
		add(sceneKey{s.period, SponsorTree})
		for i := range s.plan.Bonuses {
			if !s.plan.Bonuses[i].IsOrderBonus() {
				add(sceneKey{s.period, s.plan.Bonuses[i].treeOf()})
			}
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
	parent := s.facts.parents(key.no, key.condition.End())
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

// plot is a scene in the making.
type plot struct {
	sceneKey
	tree *tree
}

// queueing returns what there is to do to sort the orders by the tree of a plot.
func (s *settlement) queueing(plots ...*plot) (works []func()) {
	for _, plot := range plots {
		for _, b := range s.batches {
			if plot.condition == b.condition && b.plan.walks(plot.no) {
				q := &queue{}
				b.queues[plot.no] = q
				works = append(works, func() { s.fill(q, b, plot.tree) })
			}
		}
	}
	return works
}

// prepare finds what is due, volumes and ranks, and everything that the bonuses look at: trees, members, and the orders
// sorted by the trees. What does not depend on each other is done at the same time. A late run asks for neither volumes
// nor ranks of its own period.
func (s *settlement) prepare() {
	own := sceneKey{s.period, SponsorTree}
	together(s.workers, s.takeStock, func() { s.sponsors = s.plant(own) })

	var works []func()
	if !s.late {
		works = append(works, s.rankPartners)
	}
	var plots, planted []*plot
	for _, key := range s.sceneKeys() {
		p := &plot{sceneKey: key}
		plots = append(plots, p)
		if key == own {
			p.tree = s.sponsors
			works = append(works, s.queueing(p)...)
		} else {
			planted = append(planted, p)
			works = append(works, func() { p.tree = s.plant(key) })
		}
	}
	together(s.workers, works...)
	together(s.workers, s.queueing(planted...)...)
	for _, p := range plots {
		s.scenes[p.sceneKey] = s.people(p.tree, p.condition)
	}
}

// takeStock finds what is due, and what it moves of volumes.
func (s *settlement) takeStock() {
	s.collect()
	if !s.late {
		s.sumVolumes()
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
