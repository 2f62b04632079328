package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Order is a sale to be recorded, credited to a partner.
type Order struct {
	ID, Partner, Kind string
	PlacedOn          period.Day
	PaidOn            period.Day // period.Forever: not paid
	Points, CV        money.Value
}

// RecordOrder records an order, paid or not.
//
// Errors: Invalid when its numbers or days do not fit, or no plan version is in force on PlacedOn; NotFound when there is
// no such partner; Conflict when the id is taken.
func (s *Store) RecordOrder(ctx context.Context, o Order, by By) error {
	if err := s.May(ctx, by, o.Partner); err != nil {
		return err
	}
	seq, err := s.Numbers(ctx, orderSeq, 1)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, "record order", by, noLocks, func(c *change) error {
		checked, err := c.checkOrder(&o)
		switch {
		case err != nil:
			return err
		case checked.withdrawn:
			return withdrawn(o.ID)
		case checked.taken:
			return fault.Conflictf("order", "order %s is recorded already: correct it, or choose another id", o.ID)
		}
		c.About(orderKind, o.ID, subjectOf(o.Partner), nil, o)
		row := []any{seq, o.ID, checked.partner, o.Kind, chronicle.Date(o.PlacedOn), chronicle.Date(o.PaidOn), int64(o.Points), int64(o.CV)}
		params := c.Rows([]any{row})
		params["currency"] = checked.currency
		return c.Expect(1, cypher.OrdersCreate, params, 1)
	})
	return err
}

// RecordPayment records on which day an order was paid.
//
// Errors: Invalid when that is before it was placed; NotFound when there is no such order; Conflict when it is paid already.
func (s *Store) RecordPayment(ctx context.Context, order string, paidOn period.Day, by By) error {
	return s.changeOrder(ctx, "record payment", order, by, func(o *Order) error {
		if o.PaidOn != period.Forever {
			return fault.Conflictf("payment", "order %s was paid on %v: correct the order if that is wrong", order, o.PaidOn)
		}
		o.PaidOn = paidOn
		return nil
	})
}

// CorrectOrder records an order as it should have been recorded.
//
// Errors: those of RecordOrder; Conflict when a run has settled the order: then it is cancelled, and a new one recorded.
func (s *Store) CorrectOrder(ctx context.Context, o Order, by By) error {
	if err := s.May(ctx, by, o.Partner); err != nil {
		return err
	}
	return s.changeOrder(ctx, "correct order", o.ID, by, func(kept *Order) error {
		*kept = o
		return nil
	})
}

// WithdrawOrder takes back an order that should not have been recorded.
//
// Errors: NotFound when there is no such order; Conflict when a run has settled it, or something cancels it.
func (s *Store) WithdrawOrder(ctx context.Context, id string, by By) error {
	if err := s.mayOrder(ctx, by, id); err != nil {
		return err
	}
	version, err := s.Numbers(ctx, versionSeq, 1)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, "withdraw order", by, locks{orders: []string{id}}, func(c *change) error {
		if err := c.refuseStale(by, seenOrder, id); err != nil {
			return err
		}
		o, err := c.findOrder(id)
		if err != nil {
			return err
		}
		if o.cancelled > 0 {
			return fault.Conflictf("order", "order %s is cancelled: withdraw the cancellation first", id)
		}
		row := o.row(version)
		checked, err := c.checkOrder(&o.Order)
		if err != nil {
			return err
		}
		row.partner = checked.partner
		row.withdrawn = true
		c.About(orderKind, id, subjectOf(o.Partner), o.Order, nil)
		c.Live--
		return c.correctOrders([]orderRow{row})
	})
	return err
}

// changeOrder changes an order that no run has settled.
func (s *Store) changeOrder(ctx context.Context, operation, id string, by By, edit func(o *Order) error) error {
	if err := s.mayOrder(ctx, by, id); err != nil {
		return err
	}
	version, err := s.Numbers(ctx, versionSeq, 1)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, operation, by, locks{orders: []string{id}}, func(c *change) error {
		if err := c.refuseStale(by, seenOrder, id); err != nil {
			return err
		}
		kept, err := c.findOrder(id)
		if err != nil {
			return err
		}
		was := kept.Order
		if err := edit(&kept.Order); err != nil {
			return err
		}
		c.About(orderKind, id, subjectOf(was.Partner), was, kept.Order)
		row := kept.row(version)
		checked, err := c.checkOrder(&kept.Order)
		if err != nil {
			return err
		}
		row.partner = checked.partner
		return c.correctOrders([]orderRow{row})
	})
	return err
}

// mayOrder refuses a change of an order whose partner is not within today.
func (s *Store) mayOrder(ctx context.Context, by By, id string) error {
	if by.Within.Whole() {
		return nil
	}
	row, gone, err := s.orderSeen(ctx, id, by.Within)
	if err == nil && gone {
		err = goneOrder(id)
	}
	if err != nil {
		return err
	}
	return s.May(ctx, by, row.Partner)
}

// keptOrder is an order as it is recorded now.
type keptOrder struct {
	Order
	seq       int64
	cancelled money.Share
}

// row is the order as it is to be recorded; its old version gets a number.
func (o *keptOrder) row(version int64) orderRow {
	return orderRow{
		seq: o.seq, kind: o.Kind, placed: o.PlacedOn, paid: o.PaidOn, points: int64(o.Points), cv: int64(o.CV), version: version,
	}
}

// orderRow is an order to be recorded anew.
type orderRow struct {
	seq, partner int64
	kind         string
	placed, paid period.Day
	points, cv   int64
	withdrawn    bool
	version      int64
}

// correctOrders records orders anew, unless a run has settled one of them.
func (c *change) correctOrders(orders []orderRow) error {
	seqs, rows := make([]int64, len(orders)), make([]any, len(orders))
	for i, o := range orders {
		superseded := chronicle.FarTime
		if o.withdrawn {
			superseded = c.Recorded
		}
		seqs[i] = o.seq
		rows[i] = []any{o.seq, o.partner, o.kind, chronicle.Date(o.placed), chronicle.Date(o.paid), o.points, o.cv, superseded, o.version}
	}
	if err := c.refuseTaken(cypher.OrdersTaken, "orders", seqs, "order", "cancel it, and record a new order"); err != nil {
		return err
	}
	return c.Expect(len(rows), cypher.OrdersCorrect, map[string]any{"rows": rows, "recorded": c.Recorded, "open": chronicle.FarTime}, 0)
}

// refuseTaken refuses to change what a run has taken in.
func (c *change) refuseTaken(query, param string, seqs []int64, what, instead string) error {
	return c.Run(query, map[string]any{param: seqs}, func(record *neo4j.Record) error {
		id, period, state := record.Values[0].(string), record.Values[1].(string), record.Values[2].(string)
		return fault.Conflictf(what, "%s %s is settled by the run of %s, which is %s: %s, or discard the run if it is not posted", what, id, period, state, instead)
	})
}

// checkedOrder is what the graph has to say about an order that is to be recorded.
type checkedOrder struct {
	partner          int64
	currency         string
	taken, withdrawn bool // an order is recorded under the id, and withdrawn
}

// checkOrder checks what can be wrong with an order, besides its id.
func (c *change) checkOrder(o *Order) (checked checkedOrder, err error) {
	if err := o.check(); err != nil {
		return checked, err
	}
	err = c.Run(cypher.OrderCheck, map[string]any{"id": o.ID, "partner": o.Partner, "day": chronicle.Date(o.PlacedOn)}, func(record *neo4j.Record) error {
		v := record.Values
		partner, known := v[0].(int64)
		if !known {
			return fault.NotFoundf("partner", "there is no partner %s", o.Partner)
		}
		if joined := chronicle.Day(v[1]); o.PlacedOn < joined {
			return fault.Invalidf("order", "order %s is placed on %v, before partner %s joined on %v", o.ID, o.PlacedOn, o.Partner, joined)
		}
		currency, inForce := v[2].(string)
		if !inForce {
			return fault.Invalidf("plan", "no plan version is in force on %v: publish one that is valid from then on or earlier", o.PlacedOn)
		}
		checked = checkedOrder{partner, currency, v[3].(bool), v[4].(bool)}
		return nil
	})
	return checked, err
}

// check checks what can be wrong with an order by itself.
func (o *Order) check() error {
	if err := checkID("order", o.ID); err != nil {
		return err
	}
	switch {
	case o.PaidOn < o.PlacedOn:
		return fault.Invalidf("order", "order %s: paid_on %v is before placed_on %v", o.ID, o.PaidOn, o.PlacedOn)
	case o.Points < 0:
		return fault.Invalidf("order", "order %s: points %v are negative: write 0 or more", o.ID, o.Points)
	case o.CV < 0:
		return fault.Invalidf("order", "order %s: cv %v is negative: write 0 or more", o.ID, o.CV)
	}
	return nil
}

// findOrder returns an order; NotFound when there is none, or it is withdrawn.
func (c *change) findOrder(id string) (*keptOrder, error) {
	var o *keptOrder
	err := c.Run(cypher.OrderFind, map[string]any{"id": id}, func(record *neo4j.Record) error {
		v := record.Values
		if v[7].(bool) {
			return withdrawn(id)
		}
		o = &keptOrder{
			Order: Order{
				ID: id, Partner: v[1].(string), Kind: v[2].(string), PlacedOn: chronicle.Day(v[3]), PaidOn: chronicle.Day(v[4]),
				Points: money.Value(v[5].(int64)), CV: money.Value(v[6].(int64)),
			},
			seq: v[0].(int64), cancelled: money.Share(v[9].(int64)),
		}
		return nil
	})
	if err == nil && o == nil {
		err = fault.NotFoundf("order", "there is no order %s", id)
	}
	return o, err
}

func withdrawn(id string) error {
	return fault.Conflictf("order", "order %s is withdrawn: record a new one under another id", id)
}
