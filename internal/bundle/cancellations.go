package bundle

import (
	"cmp"
	"slices"
	"strings"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// cancellations is the content of cancellations.csv, in the order of the file.
type cancellations struct {
	*report
	rows []cancellation
}

// cancellation is a row of cancellations.csv.
type cancellation struct {
	id, order string // as written; faultyID when at fault
	no        commission.OrderNo
	on        period.Day  // noDay when at fault
	share     money.Share // 0 when at fault
	line      int32
}

func readCancellations(t *table) *cancellations {
	c := &cancellations{report: t.report}
	for t.next() {
		if t.broken {
			continue
		}
		id, order := t.id(), t.id()
		on, share := t.day(), t.share()
		c.rows = push(t, c.rows, cancellation{id: id, order: order, on: on, share: share, line: t.line})
	}
	return c
}

// orders returns the orders that rows name.
func (c *cancellations) orders() []string {
	ids := make([]string, len(c.rows))
	for i := range c.rows {
		ids[i] = c.rows[i].order
	}
	return ids
}

func (c *cancellations) check(o *orders, workers int) {
	c.checkDuplicates(workers)
	summed := map[commission.OrderNo]money.Share{}
	for i := range c.rows {
		row := &c.rows[i]
		row.no = o.resolve(c.report, row.line, row.order)
		if row.no == unknownOrder {
			continue
		}
		if placedOn := o.list[row.no].PlacedOn; row.on != noDay && row.on < placedOn {
			c.addf(row.line, "cancelled_on %v is before placed_on %v of order %s", row.on, placedOn, quoted(row.order))
		}
		// every share but one that is at fault counts, so the sum stays over 1 once it is
		sum := summed[row.no] + row.share
		summed[row.no] = sum
		if row.share > 0 && sum > money.Whole {
			c.addf(row.line, "share: the shares of order %s sum to %v up to this line: at most 1 is allowed", quoted(row.order), sum)
		}
	}
}

func (c *cancellations) checkDuplicates(workers int) {
	order := idOrder(len(c.rows), func(row int) string { return c.rows[row].id }, workers)
	row := func(i int) *cancellation {
		if order != nil {
			i = int(order[i])
		}
		return &c.rows[i]
	}
	first := 0
	for i := 1; i < len(c.rows); i++ {
		switch {
		case row(i).id != row(first).id:
			first = i
		case row(i).id != faultyID:
			c.addf(row(i).line, "id %s is a duplicate: line %d has it too", quoted(row(i).id), row(first).line)
		}
	}
}

// unknownOrder stands for an order whose id is at fault or unknown.
const unknownOrder commission.OrderNo = -2

// resolve returns the order whom a cancellation names: unknownOrder when its id is at fault, or unknown, which is
// reported there.
func (o *orders) resolve(r *report, line int32, id string) commission.OrderNo {
	i, ok := slices.BinarySearchFunc(o.list, id, func(order commission.Order, id string) int { return cmp.Compare(order.ID, id) })
	if ok {
		return commission.OrderNo(i)
	}
	if o.complete && id != faultyID {
		r.addf(line, "order %s is unknown: write the id of an order in orders.csv", quoted(id))
	}
	return unknownOrder
}

// facts returns the cancellations by day, then id.
func (c *cancellations) facts() []commission.Cancellation {
	list := make([]commission.Cancellation, len(c.rows))
	for i, row := range c.rows {
		list[i] = commission.Cancellation{ID: row.id, Order: row.no, On: row.on, Share: row.share}
	}
	slices.SortFunc(list, func(a, b commission.Cancellation) int {
		return cmp.Or(cmp.Compare(a.On, b.On), strings.Compare(a.ID, b.ID))
	})
	return list
}

// writeCancellations writes cancellations.csv, by day, then id.
func writeCancellations(w *tableWriter, c *Content) {
	f := c.Facts
	for i := range f.Cancellations {
		row := &f.Cancellations[i]
		w.text(row.ID).text(f.Orders[row.Order].ID).day(row.On).number(int64(row.Share), money.SharePlaces).end()
	}
}
