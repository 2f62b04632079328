package bundletest

// bundle turns what was drawn into rows.
func (c *company) bundle() Bundle {
	b := Bundle{From: c.start.period(), Through: c.end.period()}
	for _, p := range c.plans {
		b.Plans = append(b.Plans, p.Plan)
	}
	sponsors, rows := c.sponsorships()
	b.Sponsorships = rows
	for i, m := range c.members {
		b.Partners = append(b.Partners, Partner{m.id, m.name, m.joined.String(), sponsors[i]})
		for k, days := range c.standingDays(m.statuses) {
			b.Statuses = append(b.Statuses, Status{m.id, m.statuses[k].value, days.from.String(), days.to.String()})
		}
		for k, days := range c.standingDays(m.careers) {
			b.Careers = append(b.Careers, Career{m.id, m.careers[k].value, days.from.String(), days.to.String()})
		}
		for _, o := range m.overrides {
			b.Overrides = append(b.Overrides, Override{m.id, o.rank, o.on.String(), o.reason})
		}
	}
	for number := range c.trees {
		b.Placements = append(b.Placements, c.placements(number)...)
	}
	b.Orders, b.Cancellations = c.orders()
	return b
}

// standingDays starts histories of status and career some months before the settled periods.
func (c *company) standingDays(standings []standing) []interval {
	return inTurn(c.start-150, standings)
}

func (c *company) orders() (orders []Order, cancellations []Cancellation) {
	for _, m := range c.members {
		for _, p := range m.orders {
			id := c.orderStyle(len(orders))
			orders = append(orders, Order{id, m.id, p.kind, p.placed.String(), p.paid.String(), p.points, p.cv})
			for _, r := range p.returns {
				// Counted down: cancellations of one day are handled by id, so not always in the order of rows.
				number := 9999 - len(cancellations)
				cancellations = append(cancellations, Cancellation{c.orderStyle(number), id, r.on.String(), r.share})
			}
		}
	}
	return orders, cancellations
}
