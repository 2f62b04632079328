package planfile

import (
	"upline/commission"
	"upline/internal/money"
)

// plan reads a version (plan-language §3).
func plan(s *section) commission.Plan {
	p := commission.Plan{
		File: s.file,
		Name: required(s, "plan", anyID, "Name of the plan, the same in all its versions."),
		ValidFrom: required(s, "valid_from", day,
			"The first day on which this version is in force, until the next version's. No two versions share one."),
		Currency: required(s, "currency", anyID, "Currency of all amounts, the same in all versions."),
		Money: money.Rule{
			Scale: orDefault(s, "scale", whole(0, money.MaxScale), "2",
				"Decimal places of an amount, 0 to 4, the same in all versions."),
			Rounding: orDefault(s, "rounding", rounding, money.HalfUp.String(),
				"How an amount is rounded, once: half_up (halves away from zero), half_even or down (towards zero)."),
		},
		ActivePV: optional(s, "active", sectionOf("{pv: …}", active),
			"Who counts as active in a period, besides having the status active. Left out: everyone."),
		Career: or(optional(s, "career", sectionOf("a mapping with demotion and paid_as", career),
			"How the career rank follows the achieved one, and which of them is paid."), commission.Career{}),
		Breakaway: or(optional(s, "breakaway_rank", rank,
			"The pgv of recruits who achieve this rank or a higher one does not count in the pgv of those above. "+
				"Left out: pgv equals gv."), commission.NoRank),
		Ranks: required(s, "ranks", ranks,
			"The ranks, lowest first, the same in all versions. The first has no `when`, all others have one."),
		Trees: or(optional(s, "trees", trees,
			"Placement trees besides the sponsor tree, the same in all versions."), nil),
		Bonuses: required(s, "bonuses", bonuses, "The bonuses, in the order in which they are paid."),
		Liability: optional(s, "liability", sectionOf("{months: …, pro_rata: …}", liability),
			"How long a cancelled order takes its commission back. Left out: for ever, all of it."),
		Reserve: optional(s, "reserve", sectionOf("{percent: …, months: …}", reserve),
			"What is withheld of each earning of an order, and how long. Left out: nothing."),
		PayoutMin: or(optional(s, "payout", sectionOf("{minimum: …}", payout),
			"When a balance is paid out."), 0),
	}
	return p
}

func active(s *section) money.Value {
	return required(s, "pv", points, "Personal volume that a partner needs in the period.")
}

func liability(s *section) commission.Liability {
	return commission.Liability{
		Months: required(s, "months", months, "For so many months from the day of the order commission is taken back."),
		ProRata: orDefault(s, "pro_rata", boolean, "false",
			"Whether each full month since the order takes an equal part off what is taken back."),
	}
}

func reserve(s *section) commission.Reserve {
	return commission.Reserve{
		Percent: required(s, "percent", percent, "Percentage that is withheld."),
		Months:  required(s, "months", months, "It is given back so many months after the day of the order."),
	}
}

func payout(s *section) money.Value {
	return required(s, "minimum", amount, "The least that is paid out; a smaller balance is carried forward.")
}
