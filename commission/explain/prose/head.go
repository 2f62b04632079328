package prose

import (
	"fmt"

	"upline/commission/explain"
)

// head says what is explained.
func (p *page) head(settled string) {
	what := "period " + p.Period
	if p.AskedOrder != "" {
		what = fmt.Sprintf("order %s in period %s", p.AskedOrder, p.Period)
	}
	p.line(0, "Explanation for %s: %s", person(p.Partner), what)
	p.line(0, "Settled from %s on, %s.", p.SettledFrom, settled)
	p.line(0, "In force on the last day: plan %s. Amounts are in %s.", version(p.Plan), p.Currency)
	if p.Absent != "" {
		p.line(0, "%s %s.", person(p.Partner), p.Absent)
	}
}

func version(v explain.Version) string {
	return fmt.Sprintf("%s, version valid from %s (%s)", v.Plan, v.ValidFrom, v.File)
}

// brief says in a line for each bonus what an order gave the partner.
func (p *page) brief() {
	p.section("IN SHORT, order %s gave %s", p.AskedOrder, person(p.Partner))
	var rows [][]string
	for _, sum := range p.Sums {
		rows = append(rows, []string{p.amount(sum.Amount), did[sum.Kind] + " by " + sum.Bonus})
	}
	for i := range p.Orders {
		for j := range p.Orders[i].Walks {
			if why := unpaid(&p.Orders[i].Walks[j]); why != "" {
				rows = append(rows, []string{"nothing", fmt.Sprintf("by %s: %s", p.Orders[i].Walks[j].Bonus, why)})
			}
		}
	}
	if len(rows) == 0 {
		rows = [][]string{{"nothing"}}
	}
	p.table(2, "r", rows)
}

// did says what lines of a kind do.
var did = map[string]string{"earning": "earned", "reversal": "taken back", "reserve": "withheld", "release": "given back"}

// unpaid says why a bonus gave the partner nothing; nothing when it gave something.
func unpaid(w *explain.Walk) string {
	for i := range w.Steps {
		switch s := &w.Steps[i]; {
		case !s.Asked:
		case s.Earning == nil:
			return s.Why
		case s.Earning.Amount.Sign() == 0:
			return "the amount is 0"
		default:
			return ""
		}
	}
	if w.Excluded != "" {
		return w.Excluded
	}
	return w.Unmet
}

// foot says that all was checked.
func (p *page) foot() {
	whose := person(p.Partner)
	if p.AskedOrder != "" {
		whose = "order " + p.AskedOrder
	}
	switch p.Lines {
	case 0:
		p.section("Checked: the run of %s has no line of %s, as is worked out here apart from it.", p.Period, whose)
	case 1:
		p.section("Checked: the run of %s has 1 line of %s. It was worked out here a second time, apart from the run, and is the same.", p.Period, whose)
	default:
		p.section("Checked: the run of %s has %d lines of %s. Each was worked out here a second time, apart from the run, and is the same.", p.Period, p.Lines, whose)
	}
}
