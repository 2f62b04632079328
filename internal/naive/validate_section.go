package naive

import (
	"fmt"
	"slices"
	"strconv"
)

func (p *version) checkValidFrom() {
	value := p.scalar(p.root, "valid_from")
	switch {
	case value == nil:
		p.daysAreKnown = false
	case !isDay(value.text):
		p.report(p.file, value.line, value.text)
		p.daysAreKnown = false
	case p.root.isDoubled("valid_from"):
		p.daysAreKnown = false
	default:
		p.validFrom = day(value.text)
	}
}

// checkScale: "scale defaults to 2", "scale 0 to 4" (plan-language §3).
func (p *version) checkScale() {
	p.scale = "2"
	if p.root.has("scale") {
		p.scale = p.whole(p.root, "scale", 0, 4)
	}
	if p.scale != "" {
		p.scale = plain(decimal(p.scale)) // 02 is 2
	}
}

// checkRanks: "lowest first; the first has no when". "Every rank but the first has a when with at least one condition"
// (plan-language §3).
func (p *version) checkRanks() {
	ranks, complete := p.mappings(p.root, "ranks")
	if list := p.root.find("ranks"); complete && list != nil && len(ranks) == 0 {
		p.report(p.file, list.line, "ranks")
	}
	p.ranksAreKnown = complete && len(ranks) > 0 && !p.root.isDoubled("ranks")
	for i, rank := range ranks {
		required, optional := []string{"id", "when"}, []string{}
		if i == 0 {
			required = []string{"id"}
		}
		p.keys(rank, required, optional)
		id := p.id(rank, "id")
		p.ranksAreKnown = p.ranksAreKnown && id != "" && !rank.isDoubled("id")
		if id == "" {
			continue
		}
		if slices.Contains(p.ranks, id) {
			p.report(p.file, rank.find("id").line, "duplicate", id)
			p.ranksAreKnown = false
		}
		p.ranks = append(p.ranks, id)
	}
}

// checkConditions checks what ranks ask, once all ranks are known.
func (p *version) checkConditions() {
	list := p.root.find("ranks")
	if list == nil {
		return
	}
	for i, rank := range list.items {
		if rank.kind != mappingKnot || i == 0 {
			continue
		}
		if when := p.mapping(rank, "when"); when != nil {
			p.checkWhen(when)
		}
	}
}

func (p *version) checkWhen(when *knot) {
	if legs := when.find("legs"); len(when.entries) == 0 || len(when.entries) == 1 && legs != nil && legs.kind == listKnot && len(legs.items) == 0 {
		p.report(p.file, when.line, "condition")
	}
	p.keys(when, nil, []string{"pv", "gv", "pgv", "max_leg_share", "directs", "legs"})
	p.number(when, "pv", 4)
	p.number(when, "gv", 4)
	p.number(when, "pgv", 4)
	p.number(when, "max_leg_share", 6)
	if when.has("max_leg_share") && !when.has("gv") {
		p.report(p.file, when.firstLine(), "gv")
	}
	p.whole(when, "directs", 0, 0)
	legs, _ := p.mappings(when, "legs")
	for _, leg := range legs {
		p.keys(leg, []string{"rank", "count"}, nil)
		p.rank(leg, "rank")
		p.whole(leg, "count", 1, 0)
	}
}

// checkTrees: "width is for matrices only; sponsor is no tree id" (plan-language §3).
func (p *version) checkTrees() {
	trees, complete := p.mappings(p.root, "trees")
	p.treesAreKnown = complete && !p.root.isDoubled("trees")
	before := len(p.findings)
	for _, tree := range trees {
		p.checkTree(tree)
	}
	p.treesAreSound = p.treesAreKnown && len(p.findings) == before
}

func (p *version) checkTree(tree *knot) {
	kind := p.oneOf(tree, "kind", "binary", "matrix")
	if tree.isDoubled("kind") {
		kind = ""
	}
	width, auto := p.width(tree, kind), "none"
	if tree.has("auto") {
		auto = p.oneOf(tree, "auto", "none", "breadth_first")
	}
	id := p.id(tree, "id")
	switch taken := slices.ContainsFunc(p.trees, func(other treeKind) bool { return other.id == id }); {
	case id == "":
		p.treesAreKnown = false
	case taken:
		p.report(p.file, tree.find("id").line, "duplicate", id)
		p.treesAreKnown = false
	case id == sponsorTree:
		p.report(p.file, tree.find("id").line, "sponsor")
	}
	p.treesAreKnown = p.treesAreKnown && !tree.isDoubled("id")
	if kind == "matrix" {
		p.matrices = append(p.matrices, id)
	}
	p.trees = append(p.trees, treeKind{id, width, auto})
	p.treeForms = append(p.treeForms, fmt.Sprintf("%q %s %d %s", id, kind, width, auto))
}

// width checks which keys a tree of that kind has; the width is 0 where nobody can know it.
func (p *version) width(tree *knot, kind string) int {
	switch kind {
	case "binary":
		p.keys(tree, []string{"id", "kind"}, []string{"auto"})
		return 2
	case "matrix":
		p.keys(tree, []string{"id", "kind", "width"}, []string{"auto"})
		width, _ := strconv.Atoi(p.whole(tree, "width", 1, 0))
		return width
	default:
		p.keys(tree, []string{"id", "kind"}, []string{"auto", "width"})
		p.whole(tree, "width", 1, 0)
		return 0
	}
}

// checkCareer: "career to {demotion: never, paid_as: achieved}" is the default; demotion may be {after: n}.
func (p *version) checkCareer() {
	career := p.mapping(p.root, "career")
	if career == nil {
		return
	}
	p.keys(career, nil, []string{"demotion", "paid_as"})
	p.oneOf(career, "paid_as", "achieved", "career")
	if demotion := career.find("demotion"); demotion != nil && demotion.kind == mappingKnot {
		p.keys(demotion, []string{"after"}, nil)
		p.whole(demotion, "after", 1, 0)
		return
	}
	p.oneOf(career, "demotion", "never", "immediate")
}

// checkSections: "active.pv, payout.minimum, liability.months, reserve.percent and reserve.months are required when their
// section is given"; "months are 1 to 1200" (plan-language §3).
func (p *version) checkSections() {
	if active := p.mapping(p.root, "active"); active != nil {
		p.keys(active, []string{"pv"}, nil)
		p.number(active, "pv", 4)
	}
	if liability := p.mapping(p.root, "liability"); liability != nil {
		p.keys(liability, []string{"months"}, []string{"pro_rata"})
		p.whole(liability, "months", 1, 1200)
		p.truth(liability, "pro_rata")
	}
	if reserve := p.mapping(p.root, "reserve"); reserve != nil {
		p.keys(reserve, []string{"percent", "months"}, nil)
		p.number(reserve, "percent", 6)
		p.whole(reserve, "months", 1, 1200)
	}
	if payout := p.mapping(p.root, "payout"); payout != nil {
		p.keys(payout, []string{"minimum"}, nil)
		p.number(payout, "minimum", 4)
	}
}
