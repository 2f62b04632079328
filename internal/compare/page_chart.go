package compare

import (
	"cmp"
	"slices"
	"strings"
)

// outcome is the bar of losers, unchanged and winners.
type outcome struct {
	Losers, Unchanged, Winners bar
}

func (c *Comparison) outcome() outcome {
	var o outcome
	counts := [...]int{c.Losers.Partners, c.Unchanged, c.Winners.Partners}
	all := int64(max(1, counts[0]+counts[1]+counts[2]))
	before := int64(0)
	for i, b := range [...]*bar{&o.Losers, &o.Unchanged, &o.Winners} {
		b.X = stretch(before * int64(full) / all)
		before += int64(counts[i])
		b.Width = stretch(before*int64(full)/all) - b.X
	}
	return o
}

// bonusChart shows what each bonus pays, the largest first.
func (c *Comparison) bonusChart(n notation) *pairChart {
	var pairs []pair
	for _, b := range c.Total.Bonuses {
		pairs = append(pairs, pair{b.ID, b.Note(), b.Commission})
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Compare(max(b.amounts.A, b.amounts.B), max(a.amounts.A, a.amounts.B))
	})
	return newPairChart(chart{
		ID: "bonuses", Title: "Commission by bonus",
		Desc: "For each bonus a bar for what it pays under A and one for what it pays under B. The table below has the figures.",
	}, n, pairs)
}

// distributionChart shows how many lose and win how much, the largest differences on top.
func (c *Comparison) distributionChart(n notation) *mirrorChart {
	var rows []mirror
	for _, b := range reversed(c.Buckets) {
		rows = append(rows, mirror{n.Size(&b), b.Losers.Partners, b.Winners.Partners})
	}
	return newMirrorChart(chart{
		ID: "distribution", Title: "Partners by the size of their difference",
		Desc: "Bars to the left count the partners who lose as much as the label in the middle says, bars to the right those who win as much. The table below has the figures.",
	}, n, "lose", "win", rows)
}

// pyramidChart shows who is paid as which rank, the highest on top.
func (c *Comparison) pyramidChart(n notation) *mirrorChart {
	var rows []mirror
	for _, r := range reversed(c.Ranks) {
		rows = append(rows, mirror{r.ID, r.Partners.A, r.Partners.B})
	}
	return newMirrorChart(chart{
		ID: "pyramid", Title: "Partners by paid-as rank",
		Desc: "Bars to the left count the partners of each rank under A, bars to the right those under B. The table below has the figures.",
	}, n, "A: now", "B: proposed", rows)
}

// rankChart shows what partners of a rank get a head, the highest first.
func (c *Comparison) rankChart(n notation) *pairChart {
	var pairs []pair
	for _, r := range reversed(c.Ranks) {
		if r.Partners.A > 0 {
			pairs = append(pairs, pair{r.ID, n.Counting(r.Partners.A, "partner"), r.Average()})
		}
	}
	return newPairChart(chart{
		ID: "ranks", Title: "Average commission by rank held under A",
		Desc: "For each rank a bar for the average of its partners under A and one for the average of the same partners under B. The table below has the figures.",
	}, n, pairs)
}

// decileNames name the tenths from the top.
var decileNames = strings.Fields("top 2nd 3rd 4th 5th 6th 7th 8th 9th last")

// decileChart shows what the partners of a tenth get a head.
func (c *Comparison) decileChart(n notation) *pairChart {
	var pairs []pair
	for i := range c.Deciles {
		if d := &c.Deciles[i]; d.Partners > 0 {
			pairs = append(pairs, pair{decileNames[i] + " tenth", n.Counting(d.Partners, "partner"), d.Average()})
		}
	}
	return newPairChart(chart{
		ID: "deciles", Title: "Average commission by tenth of earners",
		Desc: "For each tenth of the partners, ordered by their commission under A, a bar for their average under A and one for their average under B. The table below has the figures.",
	}, n, pairs)
}
