package prose

import (
	"fmt"
	"strings"

	"upline/commission/explain"
)

// orders writes what each order paid: some with the whole walk, the others in a table.
func (p *page) orders() {
	if p.AskedOrder == "" {
		if len(p.Orders) == 0 {
			p.section("ORDERS: none that was settled in %s paid %s", p.Period, person(p.Partner))
			return
		}
		p.section("ORDERS settled in %s that paid %s, whose rows are marked with >", p.Period, person(p.Partner))
	}
	var folded []*explain.Order
	for i := range p.Orders {
		o := &p.Orders[i]
		if len(o.Walks) > 0 && o.Walks[0].Folded {
			folded = append(folded, o)
			continue
		}
		p.text.WriteByte('\n')
		p.item(&o.Item)
		p.conditions(&o.Item)
		p.walks(o)
	}
	p.folded(folded)
}

// walks writes the bonuses of an order.
func (p *page) walks(o *explain.Order) {
	if o.Entered.IsZero() {
		p.wrap(4, "Nothing was left of the order when it was settled, so it pays nobody.")
		return
	}
	if len(o.Walks) == 0 {
		p.wrap(4, "This plan version has no bonus that is paid for orders.")
	}
	for j := range o.Walks {
		p.text.WriteByte('\n')
		p.walk(4, &o.Walks[j], p.money(o.EnteredCV))
	}
}

// folded writes the orders of which only the partner's own steps are told.
func (p *page) folded(orders []*explain.Order) {
	if len(orders) == 0 {
		return
	}
	p.text.WriteByte('\n')
	p.wrap(2, "%s more; --order ID shows the whole walk of one, --all of each:", counted(len(orders), "order", "orders"))
	rows := [][]string{{"order", "credited to", "placed on", "conditions", "bonus", "level", "gives"}}
	for _, o := range orders {
		base := p.money(o.EnteredCV)
		for j := range o.Walks {
			w := &o.Walks[j]
			for k := range w.Steps {
				s := &w.Steps[k]
				gives := p.paid(s, base)
				if s.Reserve != nil {
					gives += "; withheld " + p.amount(s.Reserve.Amount) + ", due back in " + o.Withheld.DueBack
				}
				rows = append(rows, []string{o.ID, person(o.Credited), o.PlacedOn, o.Conditions.Period, w.Bonus, fmt.Sprint(s.Level), gives})
			}
		}
	}
	p.table(4, "lllllr", rows)
}

// item says what an order is, and what of it entered.
func (p *page) item(o *explain.Item) {
	p.line(2, "Order %s, %s, credited to %s", o.ID, kind(o.Kind), person(o.Credited))
	p.line(4, "placed on %s, paid on %s, settled in %s: commissionable value %s, %s", o.PlacedOn, o.PaidOn, o.Settled, p.money(o.CV), points(o.Points))
	if len(o.Cancelled) == 0 {
		return
	}
	var words []string
	for _, c := range o.Cancelled {
		words = append(words, fmt.Sprintf("%s on %s (%s)", part(c.Share), c.On, c.ID))
	}
	p.wrap(4, "Cancelled before it was settled: %s. What is left enters: %s of %s is %s.",
		strings.Join(words, ", "), part(o.Entered), p.money(o.CV), p.money(o.EnteredCV))
}

func kind(text string) string {
	if text == "" {
		return "of no kind"
	}
	return "kind " + text
}

// conditions says at which conditions an order is settled.
func (p *page) conditions(o *explain.Item) {
	c := &o.Conditions
	begin := "Conditions of " + c.Period + ", in which it was placed"
	if c.Late {
		begin = fmt.Sprintf("Late: it was placed in %s and settled only in %s, so it pays at the conditions of %s", c.Period, o.Settled, c.Period)
	}
	who := fmt.Sprintf("rank, activity and status as the run of %s recorded them", c.Period)
	if !c.Recorded {
		who = fmt.Sprintf("rank and status of that day by careers.csv and status.csv, since %s was not settled (whose status is active counts as active, and no pv is asked)", c.Period)
	}
	p.wrap(4, "%s: the tree as on %s; %s; plan %s.", begin, c.Day, who, version(c.Plan))
	if w := o.Withheld; w != nil {
		p.wrap(4, "Reserve: %s of each earning is withheld, until %s after the order was placed: it is due back on %s, in the run of %s.",
			percent(w.Percent), counted(w.Months, "month", "months"), w.Until, w.DueBack)
	}
}
