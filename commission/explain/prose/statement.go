package prose

import "upline/commission/explain"

// statement writes the account: the sums by kind, each with the bonuses that make it up.
func (p *page) statement() {
	s := p.Statement
	if s == nil {
		p.section("STATEMENT: none, as there is no line and nothing was brought forward")
		return
	}
	p.section("STATEMENT of %s for %s", person(p.Partner), p.Period)
	rows := [][]string{{"brought forward", p.amount(s.Opening), "the closing balance of the run before"}}
	for _, kind := range []struct {
		name string
		sum  explain.Money
	}{{"earning", s.Earnings}, {"reversal", s.Reversals}, {"reserve", s.Reserve}, {"release", s.Release}} {
		rows = append(rows, p.sums(kind.name, kind.sum)...)
	}
	rows = append(rows,
		[]string{"balance", p.amount(s.Balance)},
		[]string{"paid out", p.amount(s.Payout), s.Why},
		[]string{"carried forward", p.amount(s.Closing)})
	p.table(2, "lr", rows)
}

// sums writes the sum of a kind, and below it those of its bonuses; nothing without lines.
func (p *page) sums(kind string, total explain.Money) [][]string {
	rows := [][]string{{did[kind], p.amount(total)}}
	for _, sum := range p.Sums {
		if sum.Kind == kind {
			rows = append(rows, []string{"  by " + sum.Bonus, p.amount(sum.Amount), counted(sum.Lines, "line", "lines")})
		}
	}
	if len(rows) == 1 {
		return nil
	}
	return rows
}
