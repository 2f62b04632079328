package commission

import (
	"upline/internal/money"
	"upline/internal/period"
)

// Plan is one version of a compensation plan, its names resolved to numbers (plan-language §3).
// Package planfile reads it from YAML.
type Plan struct {
	Name      string // `plan`, the same in all versions
	File      string // where it was read from, such as plans/2026.yaml
	ValidFrom period.Day
	Currency  string
	Money     money.Rule // `scale` and `rounding`

	ActivePV  *money.Value // `active: {pv}`; nil: everyone in the tree with status active
	Career    Career
	Breakaway Rank // `breakaway_rank`; NoRank: pgv equals gv
	Ranks     []RankRule
	Trees     []TreeRule // sorted by id; a tree's position is its TreeNo
	Bonuses   []Bonus    // in the order of the file, which is the order of payment

	Liability *Liability
	Reserve   *Reserve
	PayoutMin money.Value // `payout: {minimum}`
}

// Rank is a position in Plan.Ranks, 0 the lowest.
type Rank int16

// NoRank stands where a plan names no rank.
const NoRank Rank = -1

// Career says how the career rank follows the achieved one, and which of them is paid.
type Career struct {
	Demotion Demotion
	PaidAs   PaidAs
}

// Demotion is 0 for `never`, n for `{after: n}`; Immediate for `immediate`.
type Demotion int

const (
	// Never keeps the highest rank ever reached.
	Never Demotion = 0
	// Immediate makes the career rank the achieved one.
	Immediate Demotion = -1
)

// PaidAs says which rank the bonuses look at.
type PaidAs uint8

const (
	// PaidAsAchieved pays at the rank achieved in the period.
	PaidAsAchieved PaidAs = iota
	// PaidAsCareer pays at the career rank.
	PaidAsCareer
)

// RankRule is one rank and what it asks. Nil conditions are not asked.
type RankRule struct {
	ID          string
	PV, GV, PGV *money.Value
	MaxLegShare *money.Percent // with GV: how much of the required GV one leg may give
	Directs     *int           // active direct recruits
	Legs        []LegRule
}

// LegRule asks for a number of legs that hold someone of a rank.
type LegRule struct {
	Rank  Rank
	Count int
}

// TreeNo is a position in Plan.Trees, or SponsorTree.
type TreeNo int

// SponsorTree is the tree of who recruited whom.
const SponsorTree TreeNo = -1

// TreeRule is a placement tree.
type TreeRule struct {
	ID     string
	Binary bool // `kind: binary`; otherwise a matrix
	Width  int  // slots of a partner; 2 for a binary tree
	Auto   bool // `auto: breadth_first`
}

// Bonus is one bonus of a plan: who may get it, for which orders, and its rule.
type Bonus struct {
	ID          string
	NeedsActive bool
	MinRank     Rank  // the lowest rank where the plan names none
	Only        *Only // order bonuses; nil: all orders
	Rule        Rule
}

// Only limits an order bonus. Nil Kinds and a nil FirstDays do not limit; Kinds that are empty, but not nil, admit no
// order.
type Only struct {
	Kinds     []string
	FirstDays *int // orders placed fewer than so many days after the credited partner joined
}

// Rule is what a bonus pays: *Retail, *Unilevel, *Differential, *Generation, *Binary, *Matching, *Pool,
// *RankAdvance or *Fixed. Slices "by rank" have an entry for each rank, the steps of the table filled in.
type Rule interface{ Type() string }

// Retail pays the credited partner.
type Retail struct {
	Percent []money.Percent // by rank
}

// Unilevel pays the upline of the credited partner, level by level.
type Unilevel struct {
	Tree        TreeNo
	Levels      []money.Percent
	Depth       []int // by rank: the deepest level paid; nil: no limit
	Compression Compression
}

// Compression says whose level is used up without being paid.
type Compression uint8

const (
	// CompressNone uses up the level of everyone.
	CompressNone Compression = iota
	// CompressInactive passes over who is not eligible.
	CompressInactive
	// CompressUnqualified passes over who is not eligible or not deep enough.
	CompressUnqualified
)

// Differential is the Stufenplan: everyone gets the difference to the highest percentage below.
type Differential struct {
	Percent  []money.Percent // by rank
	SameRank []money.Percent
	StopAt   Rank // NoRank: up to the root
}

// Generation pays the leaders above the first leader.
type Generation struct {
	Rank        Rank
	Percents    []money.Percent // `generations`
	Compression Compression     // never CompressUnqualified
}

// Binary pays the weaker of two legs of a binary tree, and carries the rest on.
type Binary struct {
	Tree          TreeNo
	Percent       money.Percent
	Volume        VolumeKind
	Cap           *money.Value
	CarryMax      *money.Value
	FlushInactive bool
}

// VolumeKind is what a binary bonus counts.
type VolumeKind uint8

const (
	// Points counts the points of orders.
	Points VolumeKind = iota
	// CV counts their commissionable value.
	CV
)

// Matching pays the upline a part of what a partner earned by other bonuses.
type Matching struct {
	Of          []string // ids of bonuses above it
	Levels      []money.Percent
	Depth       []int // by rank; nil: no limit
	Compression Compression
}

// Pool shares a part of the company's volume.
type Pool struct {
	Percent money.Percent
	Shares  []money.Share // by rank
}

// RankAdvance pays once for each rank reached for the first time.
type RankAdvance struct {
	Amounts []*money.Value // for just that rank, not stepped; nil: none listed
}

// Fixed pays an amount by rank.
type Fixed struct {
	Amounts []money.Value // by rank
}

// Type is the name in a plan file.
func (*Retail) Type() string { return "retail" }

// Type is the name in a plan file.
func (*Unilevel) Type() string { return "unilevel" }

// Type is the name in a plan file.
func (*Differential) Type() string { return "differential" }

// Type is the name in a plan file.
func (*Generation) Type() string { return "generation" }

// Type is the name in a plan file.
func (*Binary) Type() string { return "binary" }

// Type is the name in a plan file.
func (*Matching) Type() string { return "matching" }

// Type is the name in a plan file.
func (*Pool) Type() string { return "pool" }

// Type is the name in a plan file.
func (*RankAdvance) Type() string { return "rank_advance" }

// Type is the name in a plan file.
func (*Fixed) Type() string { return "fixed" }

// Liability says how long a cancellation takes commission back (plan-language §7).
type Liability struct {
	Months  int
	ProRata bool
}

// Reserve says how much is withheld and how long (plan-language §7).
type Reserve struct {
	Percent money.Percent
	Months  int
}
