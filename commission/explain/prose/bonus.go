package prose

import (
	"fmt"

	"upline/commission/explain"
)

// bonuses writes what the bonuses of the period gave.
func (p *page) bonuses() {
	if len(p.Bonuses) == 0 {
		return
	}
	p.section("BONUSES OF THE PERIOD for %s", person(p.Partner))
	for i := range p.Bonuses {
		b := &p.Bonuses[i]
		p.text.WriteByte('\n')
		p.line(2, "Bonus %s (%s): %s", b.Bonus, b.Type, p.amount(b.Amount))
		p.rule(4, b.Bonus, b.Rule)
		switch {
		case b.Binary != nil:
			p.binary(b.Binary, b.Amount)
		case b.Pool != nil:
			p.pool(b.Pool)
		case b.Advance != nil:
			p.advance(b.Advance)
		case b.Fixed != nil:
			p.listed(b.Fixed)
		}
		p.matching(b.Matching)
		if b.Why != "" {
			p.wrap(2, "> Nothing: %s.", b.Why)
		}
	}
}

// listed writes an amount that stands in the plan.
func (p *page) listed(a *explain.ListedAmount) {
	if a.Listed == "" {
		p.line(4, "rank %s: the plan lists no amount", a.Rank)
		return
	}
	p.line(2, "> rank %s: %s → %s (%s)", a.Rank, p.padded(a.Listed, p.Places)+" "+p.Currency, p.amount(a.Amount), a.Rounding)
}

// advance writes the ranks reached for the first time.
func (p *page) advance(a *explain.Advance) {
	p.line(4, "career rank %s; the highest held before: %s (%s)", a.Career, a.Highest, a.Source)
	for i := range a.Ranks {
		p.listed(&a.Ranks[i])
	}
}

// binary writes how two legs were matched.
func (p *page) binary(b *explain.Binary, amount explain.Money) {
	unit := "points"
	if b.Volume == "cv" {
		unit = p.Currency
	}
	rows := [][]string{{"", "child", "carried", "this period", "has", "matched", "rest", "carried on"}}
	for _, side := range []struct {
		name string
		leg  *explain.Leg
	}{{"left", &b.Left}, {"right", &b.Right}} {
		child := "nobody"
		if side.leg.Child != nil {
			child = person(*side.leg.Child)
		}
		l := side.leg
		rows = append(rows, []string{
			side.name, child, grouped(l.Carried.String()), grouped(l.Period.String()), grouped(l.Have.String()),
			grouped(b.Matched.String()), grouped(l.Rest.String()), grouped(l.Carry.String()),
		})
	}
	p.line(4, "The two legs, in %s:", unit)
	p.table(6, "llrrrrrr", rows)
	if b.CarryMax != nil {
		p.line(4, "At most %s %s a leg is carried on.", grouped(b.CarryMax.String()), unit)
	}
	if b.Flushed {
		p.line(4, "Not eligible, so nothing is carried on (flush_inactive).")
	}
	if b.Earning.Amount.Sign() == 0 {
		return
	}
	earned := p.calculation(&b.Earning, grouped(b.Matched.String())+" "+unit)
	if b.Cap != nil {
		earned += fmt.Sprintf("; at most %s, so %s", p.amount(*b.Cap), p.amount(amount))
	}
	p.line(2, "> %s", earned)
}

// pool writes how a total was shared.
func (p *page) pool(o *explain.Pool) {
	p.line(4, "company volume %s: %s", p.money(o.CompanyCV), p.calculation(&o.Total, p.money(o.CompanyCV)))
	if len(o.Classes) == 0 {
		return
	}
	p.line(4, "%s shares in all:", grouped(o.SharesOfAll.String()))
	rows := [][]string{{"", "partners", "shares each", "part", "rounded down", "remainder"}}
	for _, c := range o.Classes {
		mark := ""
		if c.Asked {
			mark = ">"
		}
		rows = append(rows, []string{
			mark, fmt.Sprint(c.Partners), c.Shares.String(),
			fmt.Sprintf("%s × %s / %s = %s", p.amount(o.Total.Amount), c.Shares, o.SharesOfAll, p.exact(c.Exact)), p.amount(c.Floor), c.Remainder,
		})
	}
	p.table(4, "lrrlrl", rows)
	p.extra(o)
}

// extra says who gets what is left over when all parts are rounded down.
func (p *page) extra(o *explain.Pool) {
	if o.LeftOver.Sign() == 0 {
		p.line(2, "> %s: nothing is left over when all parts are rounded down", p.amount(o.Amount))
		return
	}
	p.wrap(4, "Rounded down, the parts leave %s over. It goes to the largest remainders, %s each, ties to the smaller id: %s a larger remainder than %s, and %s the same, among whom %s is number %d.",
		p.amount(o.LeftOver), p.amount(o.Unit), counted(int(o.Larger), "partner has", "partners have"), p.Partner.ID,
		counted(int(o.Equal), "has", "have"), p.Partner.ID, o.Place)
	got := "none of what is left over"
	if o.ExtraUnit {
		got = p.amount(o.Unit) + " of what is left over included"
	}
	p.line(2, "> %s, %s", p.amount(o.Amount), got)
}
