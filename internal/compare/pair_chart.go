package compare

import "upline/internal/money"

// pairChart has two bars for each row, A above B, and what changes at the right of the label.
type pairChart struct {
	chart
	Zero stretch // where the bars begin: they go to the right or, when negative, to the left
	Rows []pairRow
}

type pairRow struct {
	Y                   int // where the row begins
	Label, Note, Change string
	A, B                bar // Y within the row
}

// pair is what a row shows.
type pair struct {
	label, note string
	amounts     Amounts
}

// pairRowHeight is how many pixels a row takes: a label, two bars, and some air. The rest of the measures is in
// chart.html.
const pairRowHeight = 66

// pairRoom is the part of the width that bars may take; the rest is for the text at their ends.
const pairRoom stretch = 68_00

func newPairChart(c chart, n notation, pairs []pair) *pairChart {
	var least, most money.Amount
	for _, p := range pairs {
		least, most = min(least, p.amounts.A, p.amounts.B), max(most, p.amounts.A, p.amounts.B)
	}
	span := int64(most - least)
	p := &pairChart{chart: c, Zero: scaled(int64(-least), span, pairRoom)}
	p.Height = len(pairs) * pairRowHeight
	draw := func(amount money.Amount) bar {
		b := bar{X: p.Zero, Width: scaled(int64(max(amount, -amount)), span, pairRoom), Text: n.Amount(amount)}
		b.TextX = b.X + b.Width
		if amount < 0 {
			b.X, b.TextX = max(0, p.Zero-b.Width), p.Zero
		}
		return b
	}
	for i, row := range pairs {
		p.Rows = append(p.Rows, pairRow{
			Y: i * pairRowHeight, Label: shortened(row.label), Note: row.note, Change: n.changeOf(row.amounts),
			A: draw(row.amounts.A), B: draw(row.amounts.B),
		})
	}
	return p
}

// changeOf says what changes, in money and percent.
func (n notation) changeOf(a Amounts) string {
	text := n.Change(a.Difference())
	if a.Difference() == 0 {
		return "no change"
	}
	if percent := n.PercentChange(a); percent != "" {
		text += " (" + percent + ")"
	}
	return text
}
