package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"upline/internal/compare"
	"upline/internal/money"
)

// comparisonTables makes the tables of a comparison for a person.
type comparisonTables struct{ *compare.Comparison }

// comparisonText writes a comparison for a person. Out is the folder that was written, if one was.
func comparisonText(c *compare.Comparison, out string) string {
	w := comparisonTables{c}
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n\n", plain(c.Words()))
	fmt.Fprintf(&text, "A, now:      %s\nB, proposed: %s\n", w.plans(c.A), w.plans(c.B))
	fmt.Fprintf(&text, "The same facts on both sides: %s, %s, settled from %s through %s. Amounts are in %s.\n\n",
		counting(c.Partners, "partner"), counting(c.Orders, "order"), c.From, c.Through, plain(c.Currency))
	w.bonuses().appendTo(&text)
	text.WriteByte('\n')
	w.periods().appendTo(&text)
	text.WriteString("Commission: earnings net of reversals. Ratio: the commission as a percentage of the cv.\n\n")
	w.effects().appendTo(&text)
	text.WriteByte('\n')
	w.ranks().appendTo(&text)
	for _, list := range []struct {
		title    string
		partners []compare.Partner
	}{{"Who wins most", c.Most}, {"Who loses most", c.Least}} {
		if len(list.partners) > 0 {
			text.WriteByte('\n')
			w.partners(list.title, list.partners).appendTo(&text)
		}
	}
	if out != "" {
		fmt.Fprintf(&text, "\nComparison: %s and %s in %s\n", compare.Page, compare.Differences, filepath.Clean(out))
	}
	return text.String()
}

// plans names the versions of a side.
func (w comparisonTables) plans(set compare.PlanSet) string {
	var versions []string
	for _, v := range set.Versions {
		versions = append(versions, fmt.Sprintf("from %s (%s)", v.ValidFrom, plain(v.File)))
	}
	return plain(set.Name) + " " + strings.Join(versions, ", ")
}

func (w comparisonTables) amount(a money.Amount) string { return grouped(a.Format(w.Scale)) }

// change writes a difference with its sign.
func (w comparisonTables) change(a money.Amount) string {
	if a > 0 {
		return "+" + w.amount(a)
	}
	return w.amount(a)
}

// amounts writes the cells of A, B and their difference.
func (w comparisonTables) amounts(a compare.Amounts) []string {
	return []string{w.amount(a.A), w.amount(a.B), w.change(a.Difference())}
}

// bonuses has a row for each kind and bonus, and one for the commission; a bonus is named once.
func (w comparisonTables) bonuses() *table {
	t := &table{first: 2}
	t.row("Bonus", "Lines", "Number A", "Number B", "A", "B", "Difference")
	for i := range w.Total.Bonuses {
		bonus := &w.Total.Bonuses[i]
		name := plain(bonus.ID)
		if note := bonus.Note(); note != "" {
			name += " (" + note + ")"
		}
		for _, kind := range bonus.Kinds {
			t.row(append([]string{name, kind.Kind.String(), counted(kind.Lines.A), counted(kind.Lines.B)}, w.amounts(kind.Amounts)...)...)
			name = ""
		}
	}
	t.row(append([]string{"Commission", "", "", ""}, w.amounts(w.Total.Commission)...)...)
	return t
}

// periods has a row for each period, and one for all if there are several.
func (w comparisonTables) periods() *table {
	t := &table{first: 1}
	t.row("Commission", "CV", "A", "B", "Difference", "Ratio A", "Ratio B")
	row := func(name string, totals *compare.Totals) {
		cells := append([]string{name, shown(totals.CV)}, w.amounts(totals.Commission)...)
		if ratio, ok := totals.PayoutRatio(w.Scale); ok {
			cells = append(cells, grouped(ratio.A.StringFixed(percentPlaces))+" %", grouped(ratio.B.StringFixed(percentPlaces))+" %")
		} else {
			cells = append(cells, "-", "-")
		}
		t.row(cells...)
	}
	for i := range w.Periods {
		row(w.Periods[i].Period.String(), &w.Periods[i].Totals)
	}
	if len(w.Periods) > 1 {
		row("Total", &w.Total)
	}
	return t
}

// effects says how many win and lose, and how much.
func (w comparisonTables) effects() *table {
	t := &table{first: 1}
	t.row("Partners", "Number", "Difference")
	t.row("win", counted(w.Winners.Partners), w.change(w.Winners.Amount))
	t.row("lose", counted(w.Losers.Partners), w.change(w.Losers.Amount))
	t.row("unchanged", counted(w.Unchanged), w.change(0))
	return t
}

// ranks has a row for each rank, the highest first. The averages are those of the partners who hold it under A.
func (w comparisonTables) ranks() *table {
	t := &table{first: 1}
	t.row("Paid as in "+w.Through.String(), "Partners A", "Partners B", "Average A", "Average B", "Difference")
	for i := len(w.Ranks) - 1; i >= 0; i-- {
		rank := &w.Ranks[i]
		averages := []string{"-", "-", "-"}
		if rank.Partners.A > 0 {
			averages = w.amounts(rank.Average())
		}
		t.row(append([]string{plain(rank.ID), counted(rank.Partners.A), counted(rank.Partners.B)}, averages...)...)
	}
	return t
}

func (w comparisonTables) partners(title string, partners []compare.Partner) *table {
	t := &table{first: 1, last: 2}
	t.row(title, "A", "B", "Difference", "Paid as", "Name")
	for _, p := range partners {
		rank := plain(p.RankA)
		if p.RankB != p.RankA {
			rank += " to " + plain(p.RankB)
		}
		t.row(append(append([]string{plain(p.ID)}, w.amounts(p.Earnings)...), rank, plain(p.Name))...)
	}
	return t
}
