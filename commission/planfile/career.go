package planfile

import "upline/commission"

func career(s *section) commission.Career {
	return commission.Career{
		Demotion: orDefault(s, "demotion", demotion, "never",
			"never keeps the highest rank ever reached; immediate makes the career rank the achieved one; {after: n} lets it "+
				"fall once the achieved ranks of n settled periods in a row are all below it."),
		PaidAs: orDefault(s, "paid_as", oneOf(
			choice[commission.PaidAs]{"achieved", commission.PaidAsAchieved},
			choice[commission.PaidAs]{"career", commission.PaidAsCareer},
		), "achieved", "The rank that bonuses look at: the one achieved in the period, or the career rank."),
	}
}

// demotion is a word, or a mapping.
var demotion = demotionKind()

func demotionKind() kind[commission.Demotion] {
	const due = "never, immediate or {after: n}"
	word := oneOfDue(due,
		choice[commission.Demotion]{"never", commission.Never},
		choice[commission.Demotion]{"immediate", commission.Immediate},
	)
	after := sectionOf("{after: n}", func(s *section) commission.Demotion {
		return commission.Demotion(required(s, "after", atLeast(1), "So many settled periods in a row."))
	})
	return kind[commission.Demotion]{
		due:    due,
		schema: func() *schema { return &schema{OneOf: []*schema{word.schema(), after.schema()}} },
		read: func(at spot) commission.Demotion {
			if at.node.form == formMapping {
				return after.read(at)
			}
			return word.read(at)
		},
	}
}
