package prose

import (
	"fmt"

	"github.com/shopspring/decimal"

	"upline/commission/explain"
)

// earlier writes what the run took back or gave back of orders that earlier runs settled.
func (p *page) earlier() {
	if len(p.Earlier) == 0 {
		return
	}
	if p.AskedOrder == "" {
		p.section("EARLIER ORDERS of which %s took back or gave back something", p.Period)
	}
	for i := range p.Earlier {
		if i == earlierShown && !p.all {
			p.moreEarlier(p.Earlier[i:])
			return
		}
		p.earlierOrder(&p.Earlier[i])
	}
}

// earlierShown is how many earlier orders are told in full before the rest is a table.
const earlierShown = 20

// earlierOrder writes an order, and what became of each earning line.
func (p *page) earlierOrder(o *explain.Earlier) {
	p.text.WriteByte('\n')
	p.item(&o.Item)
	p.rule(4, "", fmt.Sprintf("By plan %s, %s.", version(o.Conditions.Plan), o.Liability))
	if w := o.Withheld; w != nil {
		p.wrap(4, "Reserve: %s of each earning was withheld; what is still held is due back on %s, in the run of %s. Each cancellation gives back its share.",
			percent(w.Percent), w.Until, w.DueBack)
	}
	if len(o.Earnings) == 0 {
		p.line(4, "It had paid nobody, so there is nothing to take back.")
	}
	for j := range o.Earnings {
		p.earlierLine(&o.Earnings[j], o)
	}
	p.wrap(4, "How the earnings came about: upline explain with --period %s --order %s.", o.Settled, o.ID)
}

// moreEarlier writes, of further orders, what this run took back or gave back.
func (p *page) moreEarlier(orders []explain.Earlier) {
	p.text.WriteByte('\n')
	p.wrap(2, "%s more; --order ID shows all of one, --all of each:", counted(len(orders), "order", "orders"))
	rows := [][]string{{"order", "credited to", "bonus", "earned", "", "in this run", "because of"}}
	for i := range orders {
		o := &orders[i]
		for _, l := range o.Earnings {
			for _, m := range l.Moves {
				if m.Period == p.Period {
					rows = append(rows, []string{o.ID, person(o.Credited), l.Bonus, p.amount(l.Earning.Amount), did[m.Kind], p.signed(m.Amount), p.because(&m)})
				}
			}
		}
	}
	p.table(4, "lllrlr", rows)
}

// because says in few words why a run took back or gave back something.
func (p *page) because(m *explain.Move) string {
	switch {
	case m.Cancellation == nil:
		return "the reserve is due back"
	case m.Factor != nil:
		return fmt.Sprintf("%s cancelled on %s (%s), f = %s", part(m.Cancellation.Share), m.Cancellation.On, m.Cancellation.ID, factor(m.Factor))
	default:
		return fmt.Sprintf("%s cancelled on %s (%s)", part(m.Cancellation.Share), m.Cancellation.On, m.Cancellation.ID)
	}
}

// earlierLine writes an earning line, and all that has happened to it since.
func (p *page) earlierLine(l *explain.EarlierLine, o *explain.Earlier) {
	mark := " "
	if l.Asked {
		mark = ">"
	}
	p.text.WriteByte('\n')
	p.line(2, "%s Bonus %s (%s), level %d: %s earned %s in %s: %s", mark, l.Bonus, l.Type, l.Level, person(l.Beneficiary),
		p.amount(l.Earning.Amount), o.Settled, p.calculation(&l.Earning, p.money(l.Earning.Base)))
	if l.Reserve != nil {
		p.line(6, "of it withheld: %s", p.calculation(l.Reserve, p.amount(l.Earning.Amount)))
	}
	for i := range l.Moves {
		p.move(&l.Moves[i], o)
	}
}

// move writes what a run took back or gave back.
func (p *page) move(m *explain.Move, o *explain.Earlier) {
	when := "in the run of " + m.Period
	if m.Period == p.Period {
		when = "in this run"
	}
	if m.Cancellation == nil {
		p.line(6, "%s  given back of the reserve %s, %s after the order was placed: %s was still held", p.signed(m.Amount), when, counted(o.Withheld.Months, "month", "months"), p.amount(m.Open))
		return
	}
	cause := fmt.Sprintf("%s of the order was cancelled on %s (%s)", part(m.Cancellation.Share), m.Cancellation.On, m.Cancellation.ID)
	if m.Kind == "release" {
		p.line(6, "%s  given back of the reserve %s: %s", p.signed(m.Amount), when, cause)
		p.line(8, "%s", p.moved(m, "still held"))
		return
	}
	p.line(6, "%s  taken back %s: %s", p.signed(m.Amount), when, cause)
	if m.Factor.Numerator == 0 {
		p.line(8, "f = 0: %s, so nothing is taken back", m.Factor.Why)
		return
	}
	p.line(8, "%s", p.moved(m, "not yet taken back"))
	p.line(8, "f = %s: %s", factor(m.Factor), m.Factor.Why)
	if len(o.Cancelled) > 0 {
		p.line(8, "share / %s, since %s of the order was cancelled before it earned anything", o.Entered, part(decimal.NewFromInt(1).Sub(o.Entered)))
	}
}

// moved writes the calculation of a move, and whether it was cut to what was open.
func (p *page) moved(m *explain.Move, open string) string {
	text := p.amount(m.Of) + " × " + m.Part + " (share)"
	if m.Factor != nil {
		text += " × " + factor(m.Factor) + " (f)"
	}
	text += " = " + p.exact(m.Exact) + " → " + p.amount(m.Rounded) + " (" + m.Rounding + ")"
	if m.Capped {
		return text + fmt.Sprintf(", but at most the %s %s", p.amount(m.Open), open)
	}
	return text + fmt.Sprintf("; %s was %s", p.amount(m.Open), open)
}

func factor(f *explain.Factor) string {
	if f.Denominator == 1 {
		return fmt.Sprint(f.Numerator)
	}
	return fmt.Sprintf("%d/%d", f.Numerator, f.Denominator)
}
