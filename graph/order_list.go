package graph

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// The states of orders, as OrderFilter asks for them.
const (
	OrderOpen      = "open"      // not paid
	OrderPaid      = "paid"      // paid, be it cancelled or not
	OrderCancelled = "cancelled" // something of it is
)

// OrderFilter says which orders are asked for. What is empty does not matter.
type OrderFilter struct {
	Partner, Kind string
	State         string // OrderOpen, OrderPaid or OrderCancelled
	Text          string // the beginning of the id
	// The first and last days of placing and payment. Orders that are not paid have no day of payment.
	PlacedFrom, PlacedThrough, PaidFrom, PaidThrough period.Day
}

// OrderRow is an order as recorded now.
type OrderRow struct {
	Order
	Currency  string
	Cancelled money.Share // the sum of its cancellations
	Recorded  time.Time   // as it is now
	Version   string      // another one after each change of the order or its cancellations
}

// OrderView is an order with its cancellations, the first one first.
type OrderView struct {
	OrderRow
	Cancellations []CancellationRow
}

// Orders returns a slice of the orders that are not withdrawn, and the cursor of the next one; empty: there is none. They can be
// sorted by placed_on (without more ado), paid_on (those not paid are the last) and id. An order is seen by whom its partner was
// within on the day on which it was placed.
//
// Errors: Invalid when the slice cannot be, or there is no such state; NotFound when a partner is named who never was within.
func (s *Store) Orders(ctx context.Context, f OrderFilter, within Sight, slice Slice) (rows []OrderRow, next string, err error) {
	p, err := slice.Begin("orders", chronicle.Sorting{Name: "placed_on", Key: chronicle.DayKey}, chronicle.Sorting{Name: "paid_on", Key: chronicle.DayKey}, chronicle.Sorting{Name: "id"})
	if err != nil {
		return nil, "", err
	}
	paidFrom, paidThrough, err := f.paid()
	if err != nil {
		return nil, "", err
	}
	placedFrom, placedThrough := chronicle.Bounds(f.PlacedFrom, f.PlacedThrough)
	if p.Name == "paid_on" {
		p.Within(paidFrom, paidThrough)
	} else {
		p.Within(placedFrom, placedThrough)
	}
	partners, all, err := s.named(ctx, within, f.Partner)
	if err != nil {
		return nil, "", err
	}
	read := func() (rows []OrderRow, err error) {
		params := p.Params()
		params["partner"], params["partners"], params["kind"], params["text"], params["cancelled"] = f.Partner, partners, f.Kind, f.Text, f.State == OrderCancelled
		params["placedFrom"], params["placedThrough"] = chronicle.Date(placedFrom), chronicle.Date(placedThrough)
		params["paidFrom"], params["paidThrough"] = chronicle.Date(paidFrom), chronicle.Date(paidThrough)
		err = s.Read(ctx, f.query(p, all), params, func() { rows = nil }, func(record *neo4j.Record) error {
			rows = append(rows, orderRowOf(chronicle.ColumnsOf(record)))
			return nil
		})
		return rows, err
	}
	list := &seenList[OrderRow]{
		place: p, within: within, read: read,
		glance: func(r *OrderRow) glance { return glance{r.Partner, r.PlacedOn} },
		keyOf: func(r OrderRow) (key, id any) {
			switch p.Name {
			case "placed_on":
				return r.PlacedOn, r.ID
			case "paid_on":
				return r.PaidOn, r.ID
			}
			return "", r.ID
		},
	}
	return list.page(ctx, s)
}

// paid returns the first and the last day of payment that a filter allows.
func (f *OrderFilter) paid() (from, through period.Day, err error) {
	from, through = chronicle.Bounds(f.PaidFrom, f.PaidThrough)
	dated := f.PaidFrom != 0 || f.PaidThrough != 0
	switch f.State {
	case "", OrderCancelled:
	case OrderOpen:
		if dated {
			return period.Forever, chronicle.FarDays - 1, nil // what is not paid has no day of it
		}
		return period.Forever, period.Forever, nil
	case OrderPaid:
		dated = true
	default:
		return 0, 0, fault.Invalidf("orders", "there is no state %q of orders: write %s, %s or %s", f.State, OrderOpen, OrderPaid, OrderCancelled)
	}
	if dated {
		through = min(through, chronicle.FarDays-1)
	}
	return from, through, nil
}

// query chooses how orders are found: by what leaves the fewest of them, or else in the order of the list.
func (f *OrderFilter) query(p *chronicle.Place, all bool) string {
	switch {
	case f.Text != "":
		return cypher.OrdersOfText
	case !all:
		return cypher.OrdersOfPartners
	case p.Name != "paid_on" && (f.State == OrderOpen || f.PaidFrom != 0):
		return cypher.OrdersOfPayment
	case p.Name != "placed_on" && f.PlacedFrom != 0:
		return cypher.OrdersOfPlacing
	}
	return p.Either(map[string][2]string{
		"placed_on": {cypher.OrdersByPlacing, cypher.OrdersByPlacingDown},
		"paid_on":   {cypher.OrdersByPayment, cypher.OrdersByPaymentDown},
		"id":        {cypher.OrdersListed, cypher.OrdersListedDown},
	})
}

func orderRowOf(c chronicle.Columns) OrderRow {
	return OrderRow{
		Order: Order{
			ID: c.Text("id"), Partner: c.Text("partner"), Kind: c.Text("kind"), PlacedOn: chronicle.Day(c["placedOn"]), PaidOn: chronicle.Day(c["paidOn"]),
			Points: money.Value(c.Number("points")), CV: money.Value(c.Number("cv")),
		},
		Currency: c.Text("currency"), Cancelled: money.Share(c.Number("cancelled")), Recorded: c.Time("recorded"), Version: chronicle.VersionOf(c.List("times")),
	}
}

// Order returns an order with its cancellations.
//
// Errors: NotFound when there is no such order, or it is withdrawn, or its partner was not within on the day on which it was placed.
func (s *Store) Order(ctx context.Context, id string, within Sight) (*OrderView, error) {
	row, gone, err := s.orderSeen(ctx, id, within)
	if err == nil && gone {
		err = goneOrder(id)
	}
	if err != nil {
		return nil, err
	}
	view := &OrderView{OrderRow: *row}
	if view.Cancelled == 0 {
		return view, nil
	}
	for next := ""; ; {
		var rows []CancellationRow
		rows, next, err = s.Cancellations(ctx, CancellationFilter{Order: id}, within, Slice{After: next, Limit: chronicle.LimitMax})
		view.Cancellations = append(view.Cancellations, rows...)
		if err != nil || next == "" {
			return view, err
		}
	}
}

// orderSeen returns an order, withdrawn or not, whose partner was within on the day on which it was placed.
//
// Errors: NotFound.
func (s *Store) orderSeen(ctx context.Context, id string, within Sight) (row *OrderRow, withdrawn bool, err error) {
	err = s.Read(ctx, cypher.OrderView, map[string]any{"id": id}, nil, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		found := orderRowOf(c)
		row, withdrawn = &found, c["withdrawn"].(bool)
		return nil
	})
	if err == nil && row == nil {
		err = noOrder(id)
	}
	if err != nil {
		return nil, false, err
	}
	inside, err := s.insides(ctx, within, []glance{{row.Partner, row.PlacedOn}})
	if err == nil && !inside[0] {
		err = outside(noOrder(id))
	}
	return row, withdrawn, err
}

func noOrder(id string) error { return fault.NotFoundf("order", "there is no order %s", id) }

func goneOrder(id string) error { return fault.NotFoundf("order", "order %s is withdrawn", id) }
