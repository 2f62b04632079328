package graph_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
	"upline/internal/storetest"
)

// Many orders are recorded at once, or none: those known stay, those paid meanwhile are paid, and what is at fault is told by line.
func TestImportOrders(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	d := c.day("2026-01-10")
	line := func(n int, paid period.Day) graph.OrderLine {
		return graph.OrderLine{Line: n + 2, Order: graph.Order{
			ID: fmt.Sprintf("o%05d", n), Partner: "a", Kind: "own", PlacedOn: d, PaidOn: paid, Points: money.Value(n), CV: 1,
		}}
	}
	var file []graph.OrderLine
	for n := range 12_000 {
		file = append(file, line(n, period.Forever))
	}
	imports := func(want graph.ImportedOrders) {
		t.Helper()
		if got, err := c.ImportOrders(c.ctx, file, tester); err != nil || got != want {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	}
	imports(graph.ImportedOrders{Recorded: 12_000})
	imports(graph.ImportedOrders{Known: 12_000})
	file[7] = line(7, d+5)
	file = append(file, line(12_000, d))
	imports(graph.ImportedOrders{Recorded: 1, Known: 11_999, Paid: 1})
	if o, err := c.Order(c.ctx, "o00007", graph.Everybody); err != nil || o.PaidOn != d+5 {
		t.Errorf("the order that was paid: %+v, %v", o, err)
	}

	file = append(file, line(12_001, d), line(12_002, d), line(12_003, d))
	file[3].Points++
	file[12_001].Partner = "nobody"
	file[12_002].PlacedOn = c.day("2025-12-31")
	_, err := c.ImportOrders(c.ctx, file, tester)
	for _, want := range []string{"orders.csv:5: order o00003 is recorded already", `orders.csv:12003: there is no partner "nobody"`, "orders.csv:12004: partner a joined on"} {
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nlacks %q", err, want)
		}
	}
	if _, err := c.Order(c.ctx, "o12003", graph.Everybody); fault.KindOf(err) != fault.NotFound {
		t.Errorf("half of a file at fault was recorded: %v", err)
	}
}

// The rules of an order that comes alone are those of one in a file, and no id comes twice.
func TestImportOrdersRefusesWhatIsNoOrder(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	d := c.day("2026-01-10")
	good := graph.Order{ID: "o", Partner: "a", Kind: "own", PlacedOn: d, PaidOn: d, Points: 1, CV: 1}
	file := []graph.OrderLine{{Line: 2, Order: good}, {Line: 3, Order: good}}
	for line, spoil := range map[int]func(o *graph.Order){
		4: func(o *graph.Order) { o.ID = "" },
		5: func(o *graph.Order) { o.PaidOn = d - 1 },
		6: func(o *graph.Order) { o.Points = -1 },
		7: func(o *graph.Order) { o.CV = -1 },
	} {
		o := good
		o.ID = fmt.Sprint("o", line)
		spoil(&o)
		file = append(file, graph.OrderLine{Line: line, Order: o})
	}
	_, err := c.ImportOrders(c.ctx, file, tester)
	for _, want := range []string{
		"orders.csv:3: id o is a duplicate: line 2", "orders.csv:4: the id of the order is empty", "orders.csv:5: order o5: paid_on",
		"orders.csv:6: order o6: points", "orders.csv:7: order o7: cv",
	} {
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nlacks %q", err, want)
		}
	}
	if _, err := c.Order(c.ctx, "o", graph.Everybody); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a file at fault was recorded: %v", err)
	}
}

// Many payments are recorded in a few transactions, each of them a new version of its order; and an import that was interrupted in
// between is finished by a repetition.
func TestImportOrdersPaysMany(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	d := c.day("2026-01-10")
	var file []graph.OrderLine
	for n := range 6000 {
		file = append(file, graph.OrderLine{Line: n + 2, Order: graph.Order{
			ID: fmt.Sprintf("o%05d", n), Partner: "a", Kind: "own", PlacedOn: d, PaidOn: period.Forever, Points: 1, CV: 1,
		}})
	}
	_, err := c.ImportOrders(c.ctx, file, tester)
	c.must(err)
	unpaid, err := c.Order(c.ctx, "o00000", graph.Everybody)
	c.must(err)
	for i := range file {
		file[i].PaidOn = d + 1
	}
	slices.Reverse(file) // they are locked in an order of their own
	ctx, interrupt := context.WithCancel(c.ctx)
	config, paying := storetest.Config(t), 0
	config.Step = func(name, when string) {
		if name == "import payments" && when == "before" {
			if paying++; paying == 2 {
				interrupt()
			}
		}
	}
	if done, err := storetest.Open(t, config).ImportOrders(ctx, file, tester); err == nil || done.Paid != 5000 {
		t.Fatalf("%+v, %v: want it interrupted after 5000", done, err)
	}
	got, err := c.ImportOrders(c.ctx, file, tester)
	if want := (graph.ImportedOrders{Known: 5000, Paid: 1000}); err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	o, err := c.Order(c.ctx, "o00000", graph.Everybody)
	c.must(err)
	if o.PaidOn != d+1 || o.Version == unpaid.Version {
		t.Errorf("%+v, was %+v", o, unpaid)
	}
	for _, o := range c.snapshot().Facts.Orders {
		if o.PaidOn != d+1 {
			t.Fatalf("order %s: paid on %v", o.ID, o.PaidOn)
		}
	}
}
