package naive

import (
	"math/big"
	"slices"
)

// A plan is one version of the plan (plan-language §3). Ranks are numbered from 0, the lowest; tables by rank and all
// else that names a rank keep its id.
type plan struct {
	validFrom     day
	scale         int
	rounding      string
	activePV      *big.Rat // nil: no pv is asked
	demotion      string   // never, immediate or after
	demotionAfter int      // the n of {after: n}
	paidAs        string   // achieved or career
	breakawayRank string   // empty: none
	ranks         []rank
	trees         []treeKind
	bonuses       []bonus
	liability     *liability // nil: none
	reserve       *reserve   // nil: none
	payoutMinimum *big.Rat
}

// A rank's conditions are nil where the rank does not ask them.
type rank struct {
	id          string
	pv, gv, pgv *big.Rat
	maxLegShare *big.Rat
	directs     int
	legs        []legs
}

// legs asks for at least count legs that hold someone of the rank or higher.
type legs struct {
	rank  string
	count int
}

type treeKind struct {
	id    string
	width int // slots below each partner
	auto  string
}

type liability struct {
	months  int
	proRata bool
}

type reserve struct {
	percent *big.Rat
	months  int
}

// A bonus holds the settings of all types; each type looks at its own.
type bonus struct {
	id, kind    string // kind is the plan's `type`
	needsActive bool
	minRank     string // empty: none
	only        only

	tree        string
	percent     *big.Rat
	byRank      table      // percent_by_rank, shares_by_rank or amount_by_rank
	levels      []*big.Rat // levels or generations
	depthByRank table
	compression string

	sameRank   []*big.Rat
	stopAtRank string // empty: never
	rank       string

	volume        string   // points or cv
	cap           *big.Rat // nil: none
	carryMax      *big.Rat // nil: no limit
	flushInactive bool

	of      []string
	amounts map[string]*big.Rat
}

// only filters the orders of an order bonus; nil: any.
type only struct {
	kinds     []string
	firstDays *int
}

// A table by rank lists some ranks (plan-language §3); nil: the plan has no such table.
type table map[string]*big.Rat

func readPlan(text string) plan {
	m := readYAML(text)
	p := plan{
		validFrom:     day(m.text("valid_from", "")),
		scale:         m.whole("scale", 2),
		rounding:      m.text("rounding", "half_up"),
		activePV:      m.section("active").number("pv"),
		demotion:      "never",
		paidAs:        m.section("career").text("paid_as", "achieved"),
		breakawayRank: m.text("breakaway_rank", ""),
		payoutMinimum: new(big.Rat),
	}
	if after := m.section("career").section("demotion"); after != nil {
		p.demotion, p.demotionAfter = "after", after.whole("after", 0)
	} else {
		p.demotion = m.section("career").text("demotion", "never")
	}
	for _, r := range m.sections("ranks") {
		p.ranks = append(p.ranks, readRank(r))
	}
	for _, t := range m.sections("trees") {
		// A binary tree has the slots 0 and 1: "0 left, 1 right" (plan-language §2).
		p.trees = append(p.trees, treeKind{t.text("id", ""), t.whole("width", 2), t.text("auto", "none")})
	}
	for _, b := range m.sections("bonuses") {
		p.bonuses = append(p.bonuses, readBonus(b))
	}
	if l := m.section("liability"); l != nil {
		p.liability = &liability{l.whole("months", 0), l.truth("pro_rata", false)}
	}
	if r := m.section("reserve"); r != nil {
		p.reserve = &reserve{r.number("percent"), r.whole("months", 0)}
	}
	if payout := m.section("payout"); payout != nil {
		p.payoutMinimum = payout.number("minimum")
	}
	return p
}

func readRank(m mapping) rank {
	when := m.section("when")
	r := rank{
		id:          m.text("id", ""),
		pv:          when.number("pv"),
		gv:          when.number("gv"),
		pgv:         when.number("pgv"),
		maxLegShare: when.number("max_leg_share"),
		directs:     when.whole("directs", 0),
	}
	for _, entry := range when.sections("legs") {
		r.legs = append(r.legs, legs{entry.text("rank", ""), entry.whole("count", 0)})
	}
	return r
}

func readBonus(m mapping) bonus {
	b := bonus{
		id:            m.text("id", ""),
		kind:          m.text("type", ""),
		needsActive:   m.truth("needs_active", true),
		minRank:       m.text("min_rank", ""),
		tree:          m.text("tree", "sponsor"),
		percent:       m.number("percent"),
		levels:        m.numbers("levels"),
		depthByRank:   readTableByRank(m, "depth_by_rank"),
		compression:   m.text("compression", "none"),
		sameRank:      m.numbers("same_rank"),
		stopAtRank:    m.text("stop_at_rank", ""),
		rank:          m.text("rank", ""),
		volume:        m.text("volume", ""),
		cap:           m.number("cap"),
		carryMax:      m.section("carry").number("max"),
		flushInactive: m.section("carry").truth("flush_inactive", false),
		of:            m.texts("of"),
		amounts:       readTableByRank(m, "amounts"),
	}
	for _, key := range []string{"percent_by_rank", "shares_by_rank", "amount_by_rank"} {
		if m.has(key) {
			b.byRank = readTableByRank(m, key)
		}
	}
	if m.has("generations") {
		b.levels = m.numbers("generations")
	}
	if filter := m.section("only"); filter != nil {
		if filter.has("kinds") {
			b.only.kinds = append([]string{}, filter.texts("kinds")...)
		}
		if filter.has("first_days") {
			days := filter.whole("first_days", 0)
			b.only.firstDays = &days
		}
	}
	return b
}

func readTableByRank(m mapping, key string) table {
	if !m.has(key) {
		return nil
	}
	entries := table{}
	for rank := range m.section(key) {
		entries[rank] = m.section(key).number(rank)
	}
	return entries
}

// rankOf is the number of the rank with that id.
func (p plan) rankOf(id string) int {
	number := slices.IndexFunc(p.ranks, func(r rank) bool { return r.id == id })
	if number < 0 {
		panic(invalidf("unknown rank %q", id))
	}
	return number
}

// entry: "a partner gets the entry of the highest listed rank that is not above the partner's rank; none: 0"
// (plan-language §3).
func (p plan) entry(t table, partnerRank int) *big.Rat {
	for number := partnerRank; number >= 0; number-- {
		if value, listed := t[p.ranks[number].id]; listed {
			return value
		}
	}
	return new(big.Rat)
}

// amount: "rounded once, to the plan's scale (2), by rounding" (plan-language §1).
func (p plan) amount(exact *big.Rat) *big.Rat {
	return round(exact, p.scale, p.rounding)
}
