package graph

import (
	"context"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"upline/cypher"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// OrderLine is an order that comes in a file.
type OrderLine struct {
	Order
	Line int
}

// ImportedOrders counts what an import of orders recorded.
type ImportedOrders struct {
	Recorded int `json:"recorded"`
	Paid     int `json:"paid"`  // were known, and are paid now
	Known    int `json:"known"` // were known as they are
}

const (
	// orderBatch is how many orders are looked at, and recorded, in one transaction.
	orderBatch = 5000
	// ordersFile is the file of findings.
	ordersFile = "orders.csv"
	// findingsMax is how many findings are told.
	findingsMax = 50
)

// ImportOrders records many orders. All are looked at first: when one is at fault, none is recorded. Those that are known with
// the same content stay, and one that is known as not paid is paid if it comes as paid. A repetition finishes what a crash has
// interrupted.
//
// Errors: fault.Findings, up to 50; Conflict when somebody else records one of them at the same time.
func (s *Store) ImportOrders(ctx context.Context, orders []OrderLine, by By) (done ImportedOrders, err error) {
	in := &orderImport{store: s, by: by}
	if in.plans, err = s.Plans(ctx, s.now()); err != nil {
		return done, err
	}
	for from := 0; from < len(orders); from += orderBatch {
		if err := in.look(ctx, orders[from:min(from+orderBatch, len(orders))]); err != nil {
			return done, err
		}
	}
	if len(in.findings) > 0 {
		return done, in.findings[:min(len(in.findings), findingsMax)]
	}
	for from := 0; from < len(in.fresh); from += orderBatch {
		part := in.fresh[from:min(from+orderBatch, len(in.fresh))]
		if err := in.record(ctx, part); err != nil {
			return done, err
		}
		done.Recorded += len(part)
	}
	done.Known, done.Paid = in.known, len(in.payments)
	return done, in.pay(ctx)
}

// orderImport sorts orders into those that are new, known, and paid now.
type orderImport struct {
	store    *Store
	by       By
	plans    []PublishedPlan // by their first day
	fresh    []freshOrder
	payments []OrderLine
	known    int
	findings fault.Findings
}

// freshOrder is an order to be recorded, with its partner's number.
type freshOrder struct {
	OrderLine
	partner int64
}

func (in *orderImport) addf(o *OrderLine, format string, args ...any) {
	in.findings = append(in.findings, fault.Finding{File: ordersFile, Line: o.Line, Msg: fmt.Sprintf(format, args...)})
}

// look compares orders with what is known.
func (in *orderImport) look(ctx context.Context, orders []OrderLine) error {
	rows := make([]any, len(orders))
	for i := range orders {
		rows[i] = []any{orders[i].ID, orders[i].Partner}
	}
	found := make([]columns, len(orders))
	err := in.store.read(ctx, cypher.OrdersKnown, map[string]any{"rows": rows}, nil, func(record *neo4j.Record) error {
		found[record.Values[0].(int64)] = columnsOf(record)
		return nil
	})
	if err != nil {
		return err
	}
	for i := range orders {
		in.compare(&orders[i], found[i])
	}
	return nil
}

func (in *orderImport) compare(o *OrderLine, found columns) {
	partner, there := found["partner"].(int64)
	switch {
	case !there:
		in.addf(o, "there is no partner %q: register the partner first", o.Partner)
		return
	case dayOf(found["joined"]) > o.PlacedOn:
		in.addf(o, "partner %s joined on %v, after the order was placed on %v", o.Partner, dayOf(found["joined"]), o.PlacedOn)
		return
	case len(in.plans) == 0 || o.PlacedOn < in.plans[0].ValidFrom:
		in.addf(o, "no plan version is in force on %v: publish one that is valid from then on or earlier", o.PlacedOn)
		return
	}
	if _, recorded := found["order"].(int64); !recorded {
		in.fresh = append(in.fresh, freshOrder{*o, partner})
		return
	}
	was := Order{
		ID: o.ID, Partner: found.text("credited"), Kind: found.text("kind"), PlacedOn: dayOf(found["placedOn"]), PaidOn: dayOf(found["paidOn"]),
		Points: money.Value(found.number("points")), CV: money.Value(found.number("cv")),
	}
	paid := was
	paid.PaidOn = o.PaidOn
	switch withdrawn, _ := found["withdrawn"].(bool); {
	case withdrawn:
		in.addf(o, "order %s is withdrawn: record a new one under another id", o.ID)
	case was == o.Order:
		in.known++
	case was.PaidOn == period.Forever && paid == o.Order:
		in.payments = append(in.payments, *o)
	default:
		in.addf(o, "order %s is recorded already, of partner %s, kind %s, placed on %v, paid on %v, points %v, cv %v: correct it, or choose another id",
			o.ID, was.Partner, was.Kind, was.PlacedOn, was.PaidOn, was.Points, was.CV)
	}
}

// record records orders in one transaction.
func (in *orderImport) record(ctx context.Context, orders []freshOrder) error {
	seq, err := in.store.numbers(ctx, orderSeq, len(orders))
	if err != nil {
		return err
	}
	rows := make([]any, len(orders))
	for i, o := range orders {
		rows[i] = []any{seq + int64(i), o.ID, o.partner, o.Kind, dateOf(o.PlacedOn), dateOf(o.PaidOn), int64(o.Points), int64(o.CV)}
	}
	_, err = in.store.change(ctx, "import orders", in.by, noLocks, func(c *change) error {
		params := c.rows(rows)
		params["currency"] = in.plans[0].Currency // all versions have the same
		return c.expect(len(rows), cypher.OrdersCreate, params, 1)
	})
	return err
}

// payAtOnce is how many payments are recorded at the same time.
const payAtOnce = 8

func (in *orderImport) pay(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(payAtOnce)
	for _, o := range in.payments {
		group.Go(func() error { return in.store.RecordPayment(ctx, o.ID, o.PaidOn, in.by) })
	}
	return group.Wait()
}
