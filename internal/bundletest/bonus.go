package bundletest

import (
	"strconv"

	"pgregory.net/rapid"
)

// bonusTypes are the types of plan-language §6; the order is that of their shrinking. Twice are those that need more than
// to be in the plan: a tree of their kind, a bonus above.
var bonusTypes = []string{
	"retail", "unilevel", "differential", "generation", "binary", "binary", "matching", "matching", "pool", "rank_advance", "fixed",
}

// variants is how many bonuses of one type a version may have.
const variants = 2

// draftBonus is a bonus as drawn. Which of the bonuses above it a matching bonus is of is drawn as a word, since it is not
// yet known what stands there.
type draftBonus struct {
	Bonus
	of uint64
}

// drawBonuses draws the bonuses of a version. An id says its type, so that it has the same one in all versions.
func drawBonuses(t *rapid.T, c *company) []Bonus {
	var bonuses []Bonus
	used := map[string]bool{}
	for _, draft := range many(t, 9, func(t *rapid.T) draftBonus { return drawBonus(t, c) }) {
		b := draft.Bonus
		if b.Type == "matching" {
			b.Of = namesAbove(draft.of, bonuses)
		}
		if used[b.ID] || b.Type == "matching" && len(b.Of) == 0 {
			continue
		}
		used[b.ID] = true
		bonuses = append(bonuses, b)
	}
	return bonuses
}

// namesAbove names about every other of the bonuses above, the last one at least.
func namesAbove(word uint64, above []Bonus) []string {
	var names []string
	for i, b := range above {
		last := i == len(above)-1
		if scramble(word)>>i&1 == 1 || last && names == nil {
			names = append(names, b.ID)
		}
	}
	return names
}

func (c *company) bonusID(bonusType string, variant int) string {
	switch {
	case variant == 0:
		return bonusType
	case c.oddIDs:
		return `Zusatz "` + bonusType + `", 2`
	default:
		return bonusType + "-" + strconv.Itoa(variant+1)
	}
}

func drawBonus(t *rapid.T, c *company) draftBonus {
	bonusType := pick(t, bonusTypes...)
	b := Bonus{Type: bonusType, ID: c.bonusID(bonusType, below(t, variants))}
	of := uint64(0)
	switch bonusType {
	case "retail":
		drawRetail(t, c, &b)
	case "unilevel":
		drawUnilevel(t, c, &b)
	case "differential":
		drawDifferential(t, c, &b)
	case "generation":
		drawGeneration(t, c, &b)
	case "binary":
		drawBinary(t, c, &b)
	case "matching":
		of = words.Draw(t, "of")
		drawLevels(t, c, &b)
	case "pool":
		b.Percent = percent(t, 12)
		b.SharesByRank = drawSteps(t, c, func(t *rapid.T) string { return pick(t, "1", "0", "2", "0.5", "4.8", "1.25", "3") })
	case "rank_advance":
		b.Amounts = drawSteps(t, c, func(t *rapid.T) string { return money(t, 120) })
	case "fixed":
		b.AmountByRank = drawSteps(t, c, func(t *rapid.T) string { return pick(t, money(t, 80), money(t, 10), "0", "0.005") })
	}
	if bonusType != "rank_advance" {
		drawEligibility(t, c, &b)
	}
	return draftBonus{b, of}
}

func drawEligibility(t *rapid.T, c *company, b *Bonus) {
	b.NeedsActive = pick(t, "", "", "", "", "false", "false", "true")
	if chance(t, 25) {
		b.MinRank = c.lowRank(t)
	}
}

// lowRank draws any rank, low ones rather, so that somebody has it.
func (c *company) lowRank(t *rapid.T) string { return c.ranks[below(t, 1+below(t, len(c.ranks)))] }

// drawOnly filters three of ten order bonuses.
func drawOnly(t *rapid.T, c *company) Only {
	var only Only
	if chance(t, 20) {
		only.Kinds = some(t, 40, c.kinds...)
	}
	if chance(t, 15) {
		only.FirstDays = pick(t, "30", "7", "0", "1", "90")
	}
	return only
}

func drawRetail(t *rapid.T, c *company, b *Bonus) {
	b.Only = drawOnly(t, c)
	if chance(t, 50) {
		b.PercentByRank = drawPercents(t, c, 25)
		return
	}
	b.Percent = percent(t, 25)
}

func drawUnilevel(t *rapid.T, c *company, b *Bonus) {
	b.Only = drawOnly(t, c)
	trees := []string{"", "", "sponsor"}
	for _, tree := range c.trees {
		trees = append(trees, tree.ID, tree.ID)
	}
	b.Tree = pick(t, trees...)
	drawLevels(t, c, b)
}

// drawLevels draws the options that unilevel and matching share.
func drawLevels(t *rapid.T, c *company, b *Bonus) {
	b.Levels = drawPercentList(t, 9, 12)
	b.Compression = pick(t, "", "none", "inactive", "unqualified", "inactive", "unqualified")
	if chance(t, 45) {
		b.DepthByRank = drawSteps(t, c, func(t *rapid.T) string { return strconv.Itoa(below(t, 7)) })
	}
}

func drawDifferential(t *rapid.T, c *company, b *Bonus) {
	b.Only = drawOnly(t, c)
	b.PercentByRank = drawPercents(t, c, 30)
	if chance(t, 50) {
		b.SameRank = drawPercentList(t, 3, 3)
	}
	if chance(t, 40) {
		b.StopAtRank = pick(t, c.ranks...)
	}
}

func drawGeneration(t *rapid.T, c *company, b *Bonus) {
	b.Only = drawOnly(t, c)
	b.Rank = c.lowRank(t)
	b.Generations = drawPercentList(t, 6, 8)
	b.Compression = pick(t, "", "none", "inactive", "inactive")
}

func drawBinary(t *rapid.T, c *company, b *Bonus) {
	var trees []string
	for _, tree := range c.trees {
		if tree.Kind == "binary" {
			trees = append(trees, tree.ID)
		}
	}
	if trees == nil {
		*b = Bonus{Type: "retail", ID: c.bonusID("retail", 0), Percent: percent(t, 10)}
		return
	}
	b.Tree, b.Percent, b.Volume = pick(t, trees...), percent(t, 20), pick(t, "points", "cv")
	if chance(t, 40) {
		b.Cap = pick(t, money(t, 40), money(t, 10), "0", "0.5")
	}
	if chance(t, 50) {
		b.Carry.Max = pick(t, decimal(t, 300, 1), decimal(t, 1000, 2), "0", "0.0001", "100")
	}
	if chance(t, 40) {
		b.Carry.FlushInactive = pick(t, "true", "true", "false")
	}
}

func drawPercents(t *rapid.T, c *company, limit int) Steps {
	return drawSteps(t, c, func(t *rapid.T) string { return percent(t, limit) })
}

// drawSteps draws a table with entries for some of the ranks, high entries for low ranks included.
func drawSteps(t *rapid.T, c *company, value func(*rapid.T) string) Steps {
	var steps Steps
	for _, rank := range some(t, 65, c.ranks...) {
		steps = append(steps, Step{rank, value(t)})
	}
	if len(steps) > 1 && chance(t, 20) {
		steps[0], steps[1] = steps[1], steps[0] // the order in the file means nothing
	}
	return steps
}

func drawPercentList(t *rapid.T, most, limit int) []string {
	return several(t, 1, most, func(t *rapid.T) string {
		if chance(t, 8) {
			return "0"
		}
		return percent(t, limit)
	})
}
