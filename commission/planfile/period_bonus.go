package planfile

import (
	"slices"

	"upline/commission"
	"upline/internal/money"
)

// Bonuses that a run pays once, after the order bonuses (plan-language §6).

func binary(s *section) commission.Rule {
	b := &commission.Binary{
		Tree:    required(s, "tree", binaryTree, "The binary tree whose legs are matched."),
		Percent: required(s, "percent", percent, "Percentage of the matched volume."),
		Volume: required(s, "volume", oneOf(
			choice[commission.VolumeKind]{"points", commission.Points},
			choice[commission.VolumeKind]{"cv", commission.CV},
		), "What of an order counts: its points, or its commissionable value."),
		Cap: optional(s, "cap", amount, "The most that is paid to a partner in a run. Left out: no limit."),
	}
	carry := or(optional(s, "carry", sectionOf("{max: …, flush_inactive: …}", carry),
		"How the volume that was not matched is carried on."), carryRule{})
	b.CarryMax, b.FlushInactive = carry.max, carry.flushInactive
	return b
}

type carryRule struct {
	max           *money.Value
	flushInactive bool
}

func carry(s *section) carryRule {
	return carryRule{
		max: optional(s, "max", points, "The most that each leg carries on. Left out: no limit."),
		flushInactive: orDefault(s, "flush_inactive", boolean, "false",
			"Whether a partner who is not eligible loses what would be carried on."),
	}
}

func matching(s *section) commission.Rule {
	return &commission.Matching{
		Of: distinct(required(s, "of", listOf("a list of ids of bonuses above", bonusAbove),
			"Ids of bonuses above this one, whose earnings are matched.")),
		Levels:      required(s, "levels", percents, "Percentages of those earnings, level 1 first."),
		Depth:       depthByRank(s),
		Compression: orDefault(s, "compression", compression, "none", compressionAbout),
	}
}

// distinct leaves out what is listed again: a bonus is matched once.
func distinct(ids []string) []string {
	var once []string
	for _, id := range ids {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return once
}

func pool(s *section) commission.Rule {
	return &commission.Pool{
		Percent: required(s, "percent", percent, "Percentage of the company's cv of the period that is shared out."),
		Shares: required(s, "shares_by_rank", byRank("{leader: 1, director: 3}", share),
			"Shares of a partner, by rank."),
	}
}

func rankAdvance(s *section) commission.Rule {
	return &commission.RankAdvance{
		Amounts: required(s, "amounts", forRank("{leader: 100, director: 500}", amount),
			"The amount for just that rank; ranks that are not listed pay nothing."),
	}
}

func fixed(s *section) commission.Rule {
	return &commission.Fixed{
		Amounts: required(s, "amount_by_rank", byRank("{leader: 50, director: 200}", amount), "The amount, by rank."),
	}
}
