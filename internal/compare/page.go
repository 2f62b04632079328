package compare

import (
	_ "embed"
	"html/template"
	"io"
	"slices"
)

// The page is one file: its style and its charts are in it, it runs no script and loads nothing.
//
//go:embed page.html
var pageHTML string

//go:embed chart.html
var chartHTML string

//go:embed page.css
var pageCSS string

var pageTemplate = template.Must(template.Must(template.New("page").Parse(chartHTML)).Parse(pageHTML))

// page is what comparison.html shows: the comparison, its charts, and how numbers are written.
type page struct {
	*Comparison
	notation
	Style template.CSS

	Outcome      outcome
	BonusChart   *pairChart
	Distribution *mirrorChart
	Pyramid      *mirrorChart
	RankChart    *pairChart
	DecileChart  *pairChart
}

// writePage writes comparison.html. It returns the error of w.
func (c *Comparison) writePage(w io.Writer) error {
	n := c.typeset()
	return pageTemplate.Execute(w, &page{
		Comparison: c, notation: n, Style: template.CSS(pageCSS),
		Outcome:      c.outcome(),
		BonusChart:   c.bonusChart(n),
		Distribution: c.distributionChart(n),
		Pyramid:      c.pyramidChart(n),
		RankChart:    c.rankChart(n),
		DecileChart:  c.decileChart(n),
	})
}

// Words says the result in a sentence.
func (p *page) Words() string { return p.words(p.notation) }

// PeriodWords names the settled periods.
func (p *page) PeriodWords() string { return p.periodWords() }

// ratioCells is a payout ratio as the page shows it.
type ratioCells struct{ A, B, Change string }

// Ratio writes the payout ratio of some totals; nothing where there is no cv.
func (p *page) Ratio(t Totals) *ratioCells {
	ratio, ok := t.PayoutRatio(p.scale)
	if !ok {
		return nil
	}
	change := ratio.B.Sub(ratio.A)
	return &ratioCells{
		A: p.Percent(ratio.A, 2), B: p.Percent(ratio.B, 2),
		Change: p.signed(change.IsPositive(), p.group(change.StringFixed(2))) + p.space + "points",
	}
}

// RanksDown returns the ranks, the highest first, as the charts show them.
func (p *page) RanksDown() []Rank { return reversed(p.Ranks) }

// BucketsDown returns the buckets, the largest differences first, as the chart shows them.
func (p *page) BucketsDown() []Bucket { return reversed(p.Buckets) }

func reversed[T any](list []T) []T {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// Share writes what the top earners of a side take.
func (p *page) Share(t Top) string {
	share, ok := t.Share()
	if !ok {
		return "–"
	}
	return p.Percent(share, 1)
}

// row is three cells of a table: what A and B pay, and the difference.
type row struct{ A, B, Difference string }

// Row writes the cells of some amounts.
func (p *page) Row(a Amounts) row { return row{p.Amount(a.A), p.Amount(a.B), p.Change(a.Difference())} }

// people is a table of partners.
type people struct {
	Title string
	Rows  []person
}

type person struct {
	Partner
	Amounts row
}

// People writes the rows of some partners.
func (p *page) People(title string, partners []Partner) people {
	table := people{Title: title}
	for _, partner := range partners {
		table.Rows = append(table.Rows, person{partner, p.Row(partner.Earnings)})
	}
	return table
}

// Tenth names a decile.
func (p *page) Tenth(i int) string { return decileNames[i] + " tenth" }
