package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"upline/cypher"
	"upline/graph/chronicle"
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
	// orderBatch is how many orders are looked at, recorded or paid in one transaction.
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
// Errors: fault.Findings, up to 50; Conflict when somebody else records or changes one of them at the same time.
func (s *Store) ImportOrders(ctx context.Context, orders []OrderLine, by By) (done ImportedOrders, err error) {
	in := &orderImport{store: s, by: by, lines: map[string]int{}}
	if in.plans, err = s.Plans(ctx, s.Time()); err != nil {
		return done, err
	}
	for part := range slices.Chunk(orders, orderBatch) {
		if err := in.look(ctx, part); err != nil {
			return done, err
		}
	}
	if len(in.findings) > 0 {
		return done, in.findings
	}
	done.Known = in.known
	for part := range slices.Chunk(in.fresh, orderBatch) {
		if err := in.record(ctx, part); err != nil {
			return done, err
		}
		done.Recorded += len(part)
	}
	slices.SortFunc(in.payments, func(a, b OrderLine) int { return strings.Compare(a.ID, b.ID) }) // as they are locked
	for part := range slices.Chunk(in.payments, orderBatch) {
		if err := in.pay(ctx, part); err != nil {
			return done, err
		}
		done.Paid += len(part)
	}
	return done, nil
}

// orderImport sorts orders into those that are new, known, and paid now.
type orderImport struct {
	store    *Store
	by       By
	plans    []PublishedPlan // by their first day
	lines    map[string]int  // by id: the first line that has it
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
	if len(in.findings) < findingsMax {
		in.findings = append(in.findings, fault.Finding{File: ordersFile, Line: o.Line, Msg: fmt.Sprintf(format, args...)})
	}
}

// look compares orders with what is known.
func (in *orderImport) look(ctx context.Context, orders []OrderLine) error {
	var found []chronicle.Columns
	begin := func() { found = make([]chronicle.Columns, len(orders)) }
	err := in.store.Read(ctx, cypher.OrdersKnown, knownRows(orders), begin, func(record *neo4j.Record) error {
		found[record.Values[0].(int64)] = chronicle.ColumnsOf(record)
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

func knownRows(orders []OrderLine) map[string]any {
	rows := make([]any, len(orders))
	for i := range orders {
		rows[i] = []any{orders[i].ID, orders[i].Partner}
	}
	return map[string]any{"rows": rows}
}

func (in *orderImport) compare(o *OrderLine, found chronicle.Columns) {
	if problem, is := errors.AsType[*fault.Error](o.check()); is {
		in.addf(o, "%s", problem.Msg)
		return
	}
	if line, doubled := in.lines[o.ID]; doubled {
		in.addf(o, "id %s is a duplicate: line %d has it too", o.ID, line)
		return
	}
	in.lines[o.ID] = o.Line
	partner, there := found["partner"].(int64)
	switch {
	case !there:
		in.addf(o, "there is no partner %q: register the partner first", o.Partner)
		return
	case chronicle.Day(found["joined"]) > o.PlacedOn:
		in.addf(o, "partner %s joined on %v, after the order was placed on %v", o.Partner, chronicle.Day(found["joined"]), o.PlacedOn)
		return
	case len(in.plans) == 0 || o.PlacedOn < in.plans[0].ValidFrom:
		in.addf(o, "no plan version is in force on %v: publish one that is valid from then on or earlier", o.PlacedOn)
		return
	}
	if _, recorded := found["order"].(int64); !recorded {
		in.fresh = append(in.fresh, freshOrder{*o, partner})
		return
	}
	in.compareKnown(o, found)
}

// compareKnown compares an order with the one that is recorded under its id.
func (in *orderImport) compareKnown(o *OrderLine, found chronicle.Columns) {
	switch was := orderIn(o.ID, found); {
	case found["withdrawn"].(bool):
		in.addf(o, "order %s is withdrawn: record a new one under another id", o.ID)
	case was == o.Order:
		in.known++
	case pays(o, was):
		in.payments = append(in.payments, *o)
	default:
		in.addf(o, "order %s is recorded already, of partner %s, kind %s, placed on %v, paid on %v, points %v, cv %v: correct it, or choose another id",
			o.ID, was.Partner, was.Kind, was.PlacedOn, was.PaidOn, was.Points, was.CV)
	}
}

// orderIn is an order as it is recorded.
func orderIn(id string, found chronicle.Columns) Order {
	return Order{
		ID: id, Partner: found.Text("credited"), Kind: found.Text("kind"), PlacedOn: chronicle.Day(found["placedOn"]), PaidOn: chronicle.Day(found["paidOn"]),
		Points: money.Value(found.Number("points")), CV: money.Value(found.Number("cv")),
	}
}

// pays tells that an order is recorded as not paid, and comes as paid, and that nothing else is new.
func pays(o *OrderLine, was Order) bool {
	unpaid := was.PaidOn == period.Forever
	was.PaidOn = o.PaidOn
	return unpaid && was == o.Order
}

// record records orders in one transaction.
func (in *orderImport) record(ctx context.Context, orders []freshOrder) error {
	seq, err := in.store.Numbers(ctx, orderSeq, len(orders))
	if err != nil {
		return err
	}
	rows := make([]any, len(orders))
	for i, o := range orders {
		rows[i] = []any{seq + int64(i), o.ID, o.partner, o.Kind, chronicle.Date(o.PlacedOn), chronicle.Date(o.PaidOn), int64(o.Points), int64(o.CV)}
	}
	_, err = in.store.change(ctx, "import orders", in.by, noLocks, func(c *change) error {
		c.AboutMany(orderKind, "", len(rows))
		params := c.Rows(rows)
		params["currency"] = in.plans[0].Currency // all versions have the same
		return c.Expect(len(rows), cypher.OrdersCreate, params, 1)
	})
	return err
}

// pay records payments in one transaction, unless somebody else has changed one of the orders meanwhile.
func (in *orderImport) pay(ctx context.Context, orders []OrderLine) error {
	version, err := in.store.Numbers(ctx, versionSeq, len(orders))
	if err != nil {
		return err
	}
	ids := make([]string, len(orders))
	for i := range orders {
		ids[i] = orders[i].ID
	}
	_, err = in.store.change(ctx, "import payments", in.by, locks{orders: ids}, func(c *change) error {
		c.AboutMany(orderKind, "", len(orders))
		rows := make([]orderRow, len(orders))
		err := c.Run(cypher.OrdersKnown, knownRows(orders), func(record *neo4j.Record) error {
			i := record.Values[0].(int64)
			o, found := &orders[i], chronicle.ColumnsOf(record)
			if found["withdrawn"].(bool) || !pays(o, orderIn(o.ID, found)) {
				return fault.Conflictf("import orders", "order %s was changed while the orders were imported: repeat the import", o.ID)
			}
			rows[i] = orderRow{
				seq: found.Number("order"), partner: found.Number("partner"), kind: o.Kind, placed: o.PlacedOn, paid: o.PaidOn,
				points: int64(o.Points), cv: int64(o.CV), version: version + i,
			}
			return nil
		})
		if err != nil {
			return err
		}
		return c.correctOrders(rows)
	})
	return err
}
