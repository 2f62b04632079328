package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
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
	if o, err := c.Order(c.ctx, "o00007"); err != nil || o.PaidOn != d+5 {
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
	if _, err := c.Order(c.ctx, "o12003"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("half of a file at fault was recorded: %v", err)
	}
}
