package bundletest

// Plan is a plan version (plan-language §3) before it is written. Numbers, days and booleans are the text that the file
// will hold; what is empty is left out.
type Plan struct {
	// File is the base name of the file in plans/, without its ending.
	File string
	// Flow writes short lists and mappings on one line, Reversed writes the sections last to first.
	Flow, Reversed bool

	Name, ValidFrom, Currency, Scale, Rounding string

	ActivePV      string
	Career        CareerRule
	BreakawayRank string
	Ranks         []Rank
	Trees         []Tree
	Bonuses       []Bonus
	Liability     Liability
	Reserve       Reserve
	PayoutMinimum string
}

// CareerRule is the section `career`; Demotion is `never`, `immediate`, or a count of periods (`{after: n}`).
type CareerRule struct{ Demotion, PaidAs string }

// Liability is the section `liability`.
type Liability struct{ Months, ProRata string }

// Reserve is the section `reserve`.
type Reserve struct{ Percent, Months string }

// Tree is a placement tree.
type Tree struct{ ID, Kind, Width, Auto string }

// Rank is a rank and the conditions to achieve it.
type Rank struct {
	ID   string
	When When
}

// When are the conditions of a rank.
type When struct {
	PV, GV, PGV, MaxLegShare, Directs string
	Legs                              []LegCondition
}

// LegCondition is an entry of a rank's `legs`.
type LegCondition struct{ Rank, Count string }

// Bonus is a bonus of any type.
type Bonus struct {
	ID, Type string

	Tree, Percent, Volume, Cap, Compression, Rank, StopAtRank string
	Levels, Generations, SameRank, Of                         []string

	PercentByRank, DepthByRank, SharesByRank, AmountByRank, Amounts Steps

	Carry                Carry
	Only                 Only
	NeedsActive, MinRank string
}

// Carry is the option `carry` of a binary bonus.
type Carry struct{ Max, FlushInactive string }

// Only is the filter of an order bonus.
type Only struct {
	Kinds     []string
	FirstDays string
}

// Steps is a table by rank.
type Steps []Step

// Step is an entry of a table by rank.
type Step struct{ Rank, Value string }

// Path is where the plan version lies in a bundle.
func (p Plan) Path() string { return "plans/" + p.File + ".yaml" }

// YAML writes the plan version, one section a line or block.
func (p Plan) YAML() string {
	return p.mapping().text(p.Flow)
}

func (p Plan) mapping() mapping {
	sections := mapping{
		{"plan", text(p.Name)},
		{"valid_from", plain(p.ValidFrom)},
		{"currency", text(p.Currency)},
		{"scale", plain(p.Scale)},
		{"rounding", plain(p.Rounding)},
		{"active", mapping{{"pv", plain(p.ActivePV)}}},
		{"career", p.Career.mapping()},
		{"breakaway_rank", text(p.BreakawayRank)},
		{"ranks", listOf(p.Ranks, Rank.mapping)},
		{"trees", listOf(p.Trees, Tree.mapping)},
		{"bonuses", p.bonuses()},
		{"liability", mapping{{"months", plain(p.Liability.Months)}, {"pro_rata", plain(p.Liability.ProRata)}}},
		{"reserve", mapping{{"percent", plain(p.Reserve.Percent)}, {"months", plain(p.Reserve.Months)}}},
		{"payout", mapping{{"minimum", plain(p.PayoutMinimum)}}},
	}
	if p.Reversed {
		for i, j := 0, len(sections)-1; i < j; i, j = i+1, j-1 {
			sections[i], sections[j] = sections[j], sections[i]
		}
	}
	return sections
}

// bonuses is the one section that is required and may be empty.
func (p Plan) bonuses() node {
	if len(p.Bonuses) == 0 {
		return plain("[]")
	}
	return listOf(p.Bonuses, Bonus.mapping)
}

func (c CareerRule) mapping() mapping {
	demotion := node(plain(c.Demotion))
	if c.Demotion != "" && c.Demotion != "never" && c.Demotion != "immediate" {
		demotion = mapping{{"after", plain(c.Demotion)}}
	}
	return mapping{{"demotion", demotion}, {"paid_as", plain(c.PaidAs)}}
}

func (t Tree) mapping() node {
	return mapping{{"id", text(t.ID)}, {"kind", plain(t.Kind)}, {"width", plain(t.Width)}, {"auto", plain(t.Auto)}}
}

func (r Rank) mapping() node {
	when := mapping{
		{"pv", plain(r.When.PV)},
		{"gv", plain(r.When.GV)},
		{"pgv", plain(r.When.PGV)},
		{"max_leg_share", plain(r.When.MaxLegShare)},
		{"directs", plain(r.When.Directs)},
		{"legs", listOf(r.When.Legs, func(l LegCondition) node {
			return mapping{{"rank", text(l.Rank)}, {"count", plain(l.Count)}}
		})},
	}
	return mapping{{"id", text(r.ID)}, {"when", when}}
}

func (b Bonus) mapping() node {
	return mapping{
		{"id", text(b.ID)},
		{"type", plain(b.Type)},
		{"tree", text(b.Tree)},
		{"percent", plain(b.Percent)},
		{"percent_by_rank", b.PercentByRank.mapping()},
		{"volume", plain(b.Volume)},
		{"of", texts(b.Of)},
		{"rank", text(b.Rank)},
		{"levels", plains(b.Levels)},
		{"generations", plains(b.Generations)},
		{"depth_by_rank", b.DepthByRank.mapping()},
		{"compression", plain(b.Compression)},
		{"same_rank", plains(b.SameRank)},
		{"stop_at_rank", text(b.StopAtRank)},
		{"shares_by_rank", b.SharesByRank.mapping()},
		{"amount_by_rank", b.AmountByRank.mapping()},
		{"amounts", b.Amounts.mapping()},
		{"cap", plain(b.Cap)},
		{"carry", mapping{{"max", plain(b.Carry.Max)}, {"flush_inactive", plain(b.Carry.FlushInactive)}}},
		{"only", mapping{{"kinds", texts(b.Only.Kinds)}, {"first_days", plain(b.Only.FirstDays)}}},
		{"needs_active", plain(b.NeedsActive)},
		{"min_rank", text(b.MinRank)},
	}
}

func (s Steps) mapping() mapping {
	var table mapping
	for _, step := range s {
		table = append(table, entry{step.Rank, plain(step.Value)})
	}
	return table
}
