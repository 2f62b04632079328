package planfile

import (
	"slices"

	"upline/commission"
	"upline/internal/money"
)

// Bonuses that an order pays (plan-language §6).

var compression = oneOf(
	choice[commission.Compression]{"none", commission.CompressNone},
	choice[commission.Compression]{"inactive", commission.CompressInactive},
	choice[commission.Compression]{"unqualified", commission.CompressUnqualified},
)

func retail(s *section) commission.Rule {
	flat := optional(s, "percent", percent, "Percentage of the order's cv, for all ranks.")
	table := optional(s, "percent_by_rank", byRank("{starter: 20, leader: 25}", percent),
		"Percentage of the order's cv, by rank of the credited partner.")
	s.justOne("percent", "percent_by_rank")
	if flat != nil {
		return &commission.Retail{Percent: slices.Repeat([]money.Percent{*flat}, len(s.ranks))}
	}
	return &commission.Retail{Percent: or(table, nil)}
}

func unilevel(s *section) commission.Rule {
	return &commission.Unilevel{
		Tree:        orDefault(s, "tree", tree, sponsorTree, "The tree whose upline is paid: sponsor or a placement tree."),
		Levels:      required(s, "levels", percents, "Percentages of the order's cv, level 1 first."),
		Depth:       depthByRank(s),
		Compression: orDefault(s, "compression", compression, "none", compressionAbout),
	}
}

const compressionAbout = "Whose level is used up without being paid: none: everyone's; inactive: only of who is eligible " +
	"but not deep enough; unqualified: nobody's."

func depthByRank(s *section) []int {
	return or(optional(s, "depth_by_rank", byRank("{starter: 1, leader: 5}", atLeast(0)),
		"The deepest level paid, by rank. Left out: no limit."), nil)
}

func differential(s *section) commission.Rule {
	return &commission.Differential{
		Percent: required(s, "percent_by_rank", byRank("{starter: 20, leader: 25}", percent),
			"Percentage of the order's cv, by rank, of which the highest percentage below is taken off."),
		SameRank: or(optional(s, "same_rank", percents,
			"Percentages for those who have the same percentage as the highest one below, the nearest first."), nil),
		StopAt: or(optional(s, "stop_at_rank", rank,
			"The walk ends after the first eligible partner of this rank or a higher one."), commission.NoRank),
	}
}

func generation(s *section) commission.Rule {
	return &commission.Generation{
		Rank:     required(s, "rank", rank, "The lowest rank of a leader."),
		Percents: required(s, "generations", percents, "Percentages of the order's cv, generation 1 first."),
		Compression: orDefault(s, "compression", oneOf(
			choice[commission.Compression]{"none", commission.CompressNone},
			choice[commission.Compression]{"inactive", commission.CompressInactive},
		), "none", "Whether a leader who is not eligible uses up a generation (none) or not (inactive)."),
	}
}
