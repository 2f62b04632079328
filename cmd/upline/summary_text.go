package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/results"
)

// text writes the summary for a person. Out is the folder of results.
func (s *summary) text(out string) string {
	var text strings.Builder
	first, last := s.runs[0].period, s.runs[len(s.runs)-1].period
	fmt.Fprintf(&text, "Settled %s from %s through %s: %s, %s. Amounts are in %s.\n\n", plain(s.plan.Name), first, last,
		counting(len(s.facts.Partners), "partner"), counting(len(s.facts.Orders), "order"), plain(s.plan.Currency))
	s.salesTable().appendTo(&text)
	text.WriteByte('\n')
	s.commissionTable().appendTo(&text)
	text.WriteString("Ratio is earnings net of reversals, as a percentage of CV.\n\n")
	s.linesTable().appendTo(&text)
	if best := s.best(); len(best) > 0 {
		text.WriteString("\nBest earners, by earnings net of reversals\n")
		s.bestTable(best).appendTo(&text)
	}
	for _, carried := range []*table{s.balanceTable(), s.binaryTable()} {
		if len(carried.rows) > 1 {
			text.WriteByte('\n')
			carried.appendTo(&text)
		}
	}
	fmt.Fprintf(&text, "\n%s, %s, %s and %s are in %s\n",
		results.Lines, results.Ranks, results.Binary, results.Statements, plain(filepath.Clean(out)))
	return text.String()
}

// eachRun adds a row for each run, and one for all if there are several.
func (s *summary) eachRun(t *table, row func(r *runSummary) []string) {
	for i := range s.runs {
		t.row(append([]string{s.runs[i].period.String()}, row(&s.runs[i])...)...)
	}
	if len(s.runs) > 1 {
		all := s.overall()
		t.row(append([]string{"Total"}, row(&all)...)...)
	}
}

func (s *summary) salesTable() *table {
	t := &table{first: 1}
	t.row("Sales", "Orders", "Late", "Cancellations", "Points", "CV")
	s.eachRun(t, func(r *runSummary) []string {
		return []string{
			counted(r.sales.Orders), counted(r.sales.Late), counted(r.sales.Cancellations),
			shown(r.sales.Points), shown(r.sales.CV),
		}
	})
	return t
}

func (s *summary) commissionTable() *table {
	t := &table{first: 1}
	t.row("Commission", "Earnings", "Reversals", "Reserve", "Release", "Payouts", "Ratio")
	s.eachRun(t, func(r *runSummary) []string {
		ratio := "-"
		if percent, ok := r.ratio(); ok {
			ratio = grouped(percent) + " %"
		}
		return []string{
			s.money(r.amount(commission.KindEarning)), s.money(r.amount(commission.KindReversal)),
			s.money(r.amount(commission.KindReserve)), s.money(r.amount(commission.KindRelease)), s.money(r.payouts), ratio,
		}
	})
	return t
}

// linesTable has a row for each kind and bonus; a kind is named once.
func (s *summary) linesTable() *table {
	t := &table{first: 2}
	t.row("Lines", "Bonus", "Number", "Amount")
	all := s.overall()
	ids := s.facts.Bonuses()
	var sum money.Volume
	for i, total := range all.totals {
		kind := total.kind.String()
		if i > 0 && all.totals[i-1].kind == total.kind {
			kind = ""
		}
		t.row(kind, plain(ids[total.bonus]), counted(total.lines), s.money(total.amount))
		sum = sum.Plus(total.amount)
	}
	t.row("Total", "", counted(all.lines()), s.money(sum))
	return t
}

func (s *summary) bestTable(best []earner) *table {
	t := &table{last: 2}
	for i, e := range best {
		partner := &s.facts.Partners[e.partner]
		t.row(strconv.Itoa(i+1), s.money(e.amount), plain(partner.ID), plain(partner.Name))
	}
	return t
}

// balanceTable has a row for each kind of money that is carried on.
func (s *summary) balanceTable() *table {
	t := &table{first: 1}
	t.row("Carried on", "Partners", "Amount")
	for _, b := range []struct {
		name string
		balance
	}{
		{"Negative balances", s.carried.balances.negative},
		{"Balances below the payout minimum", s.carried.balances.minimum},
		{"Balances of suspended partners", s.carried.balances.suspended},
	} {
		if b.partners > 0 {
			t.row(b.name, counted(b.partners), s.money(b.amount))
		}
	}
	if s.carried.reserve.Sign() != 0 {
		t.row("Reserve held", "", s.money(s.carried.reserve))
	}
	return t
}

// binaryTable has a row for each binary bonus.
func (s *summary) binaryTable() *table {
	t := &table{first: 1}
	t.row("Carried on, volume of", "Left", "Right")
	ids := s.facts.Bonuses()
	for _, no := range s.carried.bonuses() {
		legs := s.carried.binary[no]
		t.row(plain(ids[no]), shown(legs.left), shown(legs.right))
	}
	return t
}

// money writes an amount of the plan's currency for a person.
func (s *summary) money(v money.Volume) string { return grouped(s.decimal(v)) }

// shown writes a volume for a person, to whom two places tell enough.
func shown(v money.Volume) string { return grouped(exact(v).StringFixed(2)) }

// plain takes out of a name what would disturb a terminal.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, name)
}
