package planfile

import "upline/commission"

// ranks is the kind of the list of ranks. Their ids are known before it is read.
var ranks = ranksKind()

func ranksKind() kind[[]commission.RankRule] {
	list := listOf("a list of ranks, lowest first", sectionOf("a rank, such as {id: leader, when: {gv: 2000}}", rankRule))
	return kind[[]commission.RankRule]{
		due: list.due,
		schema: func() *schema {
			s := list.schema()
			s.MinItems = 1
			return s
		},
		read: func(at spot) []commission.RankRule {
			if at.node.form == formList && len(at.node.items) == 0 {
				at.fault("no rank: list at least the one that everyone holds")
			}
			return list.read(at)
		},
	}
}

func rankRule(s *section) (r commission.RankRule) {
	own := identify(s, "rank", "Id of the rank, unique in the plan.")
	when := sectionOf("a mapping with at least one condition, such as {pv: 100}", conditions)
	const about = "What the rank asks, all of it: at least one condition. The first rank asks nothing and has no `when`."
	switch {
	case s.object != nil: // which rank is the first, a schema that all editors understand cannot say
		optional(s, "when", when, about)
	case s.index == 0:
		s.forbid("when", "the first rank has no when: leave it out, everyone holds this rank")
	default:
		r = required(s, "when", when, about)
	}
	r.ID = own
	return r
}

// conditions reads what a rank asks (plan-language §5). The rule has no id yet.
func conditions(s *section) commission.RankRule {
	r := commission.RankRule{
		PV:  optional(s, "pv", points, "At least so much personal volume."),
		GV:  optional(s, "gv", points, "At least so much group volume: that of the partner and of everyone below."),
		PGV: optional(s, "pgv", points, "At least so much personal group volume: without recruits of the breakaway rank."),
		MaxLegShare: optional(s, "max_leg_share", percent,
			"At most so many percent of the required gv count from each leg."),
		Directs: optional(s, "directs", atLeast(0), "At least so many active direct recruits."),
		Legs: or(optional(s, "legs", listOf("a list of legs, such as [{rank: leader, count: 2}]",
			sectionOf("{rank: …, count: …}", legRule)),
			"Legs that hold someone of a rank; one leg may serve several entries."), nil),
	}
	s.needs("max_leg_share", "gv")
	if s.object != nil {
		s.object.MinProperties = 1
	} else if asksNothing(s.node) {
		s.fault("no condition: write at least one, such as pv or gv")
	}
	return r
}

// asksNothing reports whether conditions are empty, or nothing but an empty list of legs.
func asksNothing(conditions node) bool {
	legs, times := conditions.find("legs")
	return len(conditions.pairs) == 0 || len(conditions.pairs) == times && legs.form == formList && len(legs.items) == 0
}

func legRule(s *section) commission.LegRule {
	return commission.LegRule{
		Rank:  required(s, "rank", rank, "Someone in the leg achieves at least this rank."),
		Count: required(s, "count", atLeast(1), "In at least so many legs."),
	}
}
