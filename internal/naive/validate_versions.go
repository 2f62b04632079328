package naive

import "slices"

// compareVersions: "Versions are compared with the one whose file name sorts first; the finding names the other. […] A
// check is skipped when what it refers to […] is itself at fault" (plan-language §2).
func (v *validator) compareVersions() {
	for i, p := range v.versions {
		for _, earlier := range v.versions[:i] {
			if p.validFrom != "" && p.validFrom == earlier.validFrom {
				v.report(p.file, p.root.lineOf("valid_from"), string(p.validFrom))
				break
			}
		}
		p.compareBonusTypes(v.versions[:i])
		if i > 0 {
			p.compareWith(v.versions[0])
		}
	}
}

// knownRanks are the ranks of all versions, which should be the same ones; known is false when no version tells.
func (v *validator) knownRanks() (known bool, ranks []string) {
	for _, p := range v.versions {
		if p.ranksAreKnown {
			known, ranks = true, append(ranks, p.ranks...)
		}
	}
	return known, ranks
}

// knownTrees are the trees of all versions, likewise. Of trees with one id the first version's counts.
func (v *validator) knownTrees() (known bool, trees []treeKind) {
	for _, p := range v.versions {
		if !p.treesAreKnown {
			continue
		}
		known = true
		for _, kind := range p.trees {
			same := func(other treeKind) bool { return other.id == kind.id }
			switch at := slices.IndexFunc(trees, same); {
			case at < 0:
				trees = append(trees, kind)
			case trees[at].width == 0:
				trees[at] = kind
			}
		}
	}
	return known, trees
}

// compareWith: "All versions of a plan list the same ranks in the same order, the same trees, name, currency and scale;
// the rest may differ" (plan-language §2).
func (p *version) compareWith(first *version) {
	p.compareText(first, "plan", p.name, first.name)
	p.compareText(first, "currency", p.currency, first.currency)
	p.compareText(first, "scale", p.scale, first.scale)
	if p.ranksAreKnown && first.ranksAreKnown && !slices.Equal(p.ranks, first.ranks) {
		p.report(p.file, p.root.lineOf("ranks"), "ranks")
	}
	if p.treesAreSound && first.treesAreSound && !sameTrees(p.treeForms, first.treeForms) {
		p.report(p.file, p.root.lineOf("trees"), "trees")
	}
}

func (p *version) compareText(first *version, key, mine, others string) {
	if mine != "" && others != "" && mine != others && !p.root.isDoubled(key) && !first.root.isDoubled(key) {
		line := p.root.firstLine()
		if value := p.root.find(key); value != nil {
			line = value.line
		}
		p.report(p.file, line, key)
	}
}

// sameTrees: the order does not matter; all that a tree is does.
func sameTrees(some, others []string) bool {
	if len(some) != len(others) {
		return false
	}
	for _, tree := range some {
		if !slices.Contains(others, tree) {
			return false
		}
	}
	return true
}

// compareBonusTypes: "a bonus id has one type in all versions" (plan-language §6): that of the first version that has it.
func (p *version) compareBonusTypes(earlier []*version) {
	for _, id := range p.bonusOrder {
		mine := p.bonusTypes[id]
		if mine == nil || !isBonusType(mine) {
			continue
		}
		for _, other := range earlier {
			others := other.bonusTypes[id]
			if others == nil || !isBonusType(others) {
				continue
			}
			if mine.text != others.text {
				p.report(p.file, mine.line, id)
			}
			break
		}
	}
}

func isBonusType(k *knot) bool {
	_, known := bonusForms[k.text]
	return known
}
