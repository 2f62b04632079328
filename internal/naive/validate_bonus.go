package naive

import "slices"

// bonusForm says which keys a type of bonus takes besides id and type, and which of those it needs (plan-language §6).
type bonusForm struct{ required, optional []string }

// eligibilityKeys: "rank_advance takes neither needs_active nor min_rank"; "only is for order bonuses; tree is for unilevel
// and binary" (plan-language §6).
var (
	eligibilityKeys = []string{"needs_active", "min_rank"}
	orderBonusKeys  = append([]string{"only"}, eligibilityKeys...)
)

var bonusForms = map[string]bonusForm{
	"retail":       {nil, append([]string{"percent", "percent_by_rank"}, orderBonusKeys...)},
	"unilevel":     {[]string{"levels"}, append([]string{"tree", "depth_by_rank", "compression"}, orderBonusKeys...)},
	"differential": {[]string{"percent_by_rank"}, append([]string{"same_rank", "stop_at_rank"}, orderBonusKeys...)},
	"generation":   {[]string{"rank", "generations"}, append([]string{"compression"}, orderBonusKeys...)},
	"binary":       {[]string{"tree", "percent", "volume"}, append([]string{"cap", "carry"}, eligibilityKeys...)},
	"matching":     {[]string{"of", "levels"}, append([]string{"depth_by_rank", "compression"}, eligibilityKeys...)},
	"pool":         {[]string{"percent", "shares_by_rank"}, eligibilityKeys},
	"rank_advance": {[]string{"amounts"}, nil},
	"fixed":        {[]string{"amount_by_rank"}, eligibilityKeys},
}

// checkBonuses: "Each has id (unique in the version) and type" (plan-language §6).
func (p *version) checkBonuses() {
	bonuses, _ := p.mappings(p.root, "bonuses")
	for _, bonus := range bonuses {
		kind := ""
		if value := p.scalar(bonus, "type"); value != nil {
			kind = value.text
		}
		form, known := bonusForms[kind]
		if known {
			p.keys(bonus, append([]string{"id", "type"}, form.required...), form.optional)
			p.checkBonus(bonus, kind, form)
		} else {
			p.checkTypeless(bonus)
		}
		p.checkBonusID(bonus)
	}
}

// checkTypeless checks a bonus of which nobody can know what it takes.
func (p *version) checkTypeless(bonus *knot) {
	for _, key := range []string{"id", "type"} {
		if !bonus.has(key) {
			p.report(p.file, bonus.firstLine(), key)
		}
	}
	for i, e := range bonus.entries {
		if slices.ContainsFunc(bonus.entries[:i], func(earlier entry) bool { return earlier.key == e.key }) {
			p.report(p.file, e.line, e.key)
		}
	}
	if value := bonus.find("type"); value != nil && value.kind == scalarKnot {
		p.report(p.file, value.line, value.text)
	}
}

func (p *version) checkBonusID(bonus *knot) {
	id := p.id(bonus, "id")
	if id == "" || bonus.isDoubled("id") {
		p.bonusIsNameless = true
	}
	if id == "" {
		return
	}
	if slices.Contains(p.bonusOrder, id) {
		p.report(p.file, bonus.find("id").line, "duplicate", id)
		return
	}
	p.bonusOrder = append(p.bonusOrder, id)
	if !bonus.isDoubled("type") && !bonus.isDoubled("id") {
		p.bonusTypes[id] = bonus.find("type")
	}
}

// checkBonus checks the values of the keys that a type takes; the others are unknown, and not looked into.
func (p *version) checkBonus(bonus *knot, kind string, form bonusForm) {
	takes := func(key string) bool {
		return slices.Contains(form.required, key) || slices.Contains(form.optional, key)
	}
	checks := map[string]func(){
		"percent":         func() { p.number(bonus, "percent", 6) },
		"cap":             func() { p.number(bonus, "cap", 4) },
		"levels":          func() { p.numbers(bonus, "levels") },
		"generations":     func() { p.numbers(bonus, "generations") },
		"same_rank":       func() { p.numbers(bonus, "same_rank") },
		"percent_by_rank": func() { p.tableByRank(bonus, "percent_by_rank", 6) },
		"depth_by_rank":   func() { p.tableByRank(bonus, "depth_by_rank", 0) },
		"shares_by_rank":  func() { p.tableByRank(bonus, "shares_by_rank", 6) },
		"amount_by_rank":  func() { p.tableByRank(bonus, "amount_by_rank", 4) },
		"amounts":         func() { p.tableByRank(bonus, "amounts", 4) },
		"rank":            func() { p.rank(bonus, "rank") },
		"min_rank":        func() { p.rank(bonus, "min_rank") },
		"stop_at_rank":    func() { p.rank(bonus, "stop_at_rank") },
		"needs_active":    func() { p.truth(bonus, "needs_active") },
		"volume":          func() { p.oneOf(bonus, "volume", "points", "cv") },
		"compression":     func() { p.checkCompression(bonus, kind) },
		"tree":            func() { p.checkBonusTree(bonus, kind) },
		"of":              func() { p.checkOf(bonus) },
		"carry":           func() { p.checkCarry(bonus) },
		"only":            func() { p.checkOnly(bonus) },
	}
	for key, check := range checks {
		if takes(key) {
			check()
		}
	}
	if kind == "retail" {
		p.checkRetail(bonus)
	}
}

// checkRetail: "retail takes just one of percent and percent_by_rank" (plan-language §3).
func (p *version) checkRetail(bonus *knot) {
	switch one, other := bonus.has("percent"), bonus.has("percent_by_rank"); {
	case !one && !other:
		p.report(p.file, bonus.firstLine(), "percent")
	case one && other:
		p.report(p.file, max(bonus.lineOf("percent"), bonus.lineOf("percent_by_rank")), "percent")
	}
}

func (p *version) checkCompression(bonus *knot, kind string) {
	if kind == "generation" {
		p.oneOf(bonus, "compression", "none", "inactive")
		return
	}
	p.oneOf(bonus, "compression", "none", "inactive", "unqualified")
}

// checkBonusTree: a unilevel walks the sponsor tree or a placement tree; a binary has a left and a right leg, which only
// the slots of a binary tree are ("binary: 0 left, 1 right", plan-language §2).
func (p *version) checkBonusTree(bonus *knot, kind string) {
	value := p.scalar(bonus, "tree")
	if value == nil || !p.treesAreKnown || kind == "unilevel" && value.text == sponsorTree {
		return
	}
	known := slices.ContainsFunc(p.trees, func(tree treeKind) bool { return tree.id == value.text })
	if !known || kind == "binary" && slices.Contains(p.matrices, value.text) {
		p.report(p.file, value.line, value.text)
	}
}

// checkOf: "of names ids above it in the same version, of any type" (plan-language §6).
func (p *version) checkOf(bonus *knot) {
	list := p.list(bonus, "of")
	if list == nil {
		return
	}
	for _, item := range list.items {
		if item.kind != scalarKnot {
			p.report(p.file, item.line, "of")
		} else if !p.bonusIsNameless && !slices.Contains(p.bonusOrder, item.text) {
			p.report(p.file, item.line, item.text)
		}
	}
}

func (p *version) checkCarry(bonus *knot) {
	if carry := p.mapping(bonus, "carry"); carry != nil {
		p.keys(carry, nil, []string{"max", "flush_inactive"})
		p.number(carry, "max", 4)
		p.truth(carry, "flush_inactive")
	}
}

func (p *version) checkOnly(bonus *knot) {
	only := p.mapping(bonus, "only")
	if only == nil {
		return
	}
	p.keys(only, nil, []string{"kinds", "first_days"})
	p.whole(only, "first_days", 0, 0)
	kinds := p.list(only, "kinds")
	if kinds == nil {
		return
	}
	for _, item := range kinds.items {
		if item.kind != scalarKnot {
			p.report(p.file, item.line, "kinds")
		}
	}
}

// tableByRank checks a table by rank (plan-language §3): known ranks, each once, and numbers of so many places.
func (p *version) tableByRank(m *knot, key string, places int) {
	table := p.mapping(m, key)
	if table == nil {
		return
	}
	for i, e := range table.entries {
		if slices.ContainsFunc(table.entries[:i], func(earlier entry) bool { return earlier.key == e.key }) {
			p.report(p.file, e.line, e.key)
			continue
		}
		p.knownRank(e.key, e.line)
		if e.value.kind != scalarKnot {
			p.report(p.file, e.line, e.key)
			continue
		}
		p.numberOf(e.value, places)
	}
}
