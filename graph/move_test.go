package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// A move counts from its day on, and what was Latest before it was recorded can still be asked for.
func TestMoveHasTwoTimes(t *testing.T) {
	c := newCompany(t)
	for _, p := range [][2]string{{"a", ""}, {"b", "a"}, {"c", "b"}} {
		c.join(p[0], p[1])
	}
	before := c.Now(c.day("2026-03-01"))
	c.must(c.Move(c.ctx, graph.Move{Partner: "c", Sponsor: "a", From: c.day("2026-02-01"), Until: period.Forever}, tester))
	for _, test := range []struct {
		day  string
		at   graph.View
		want []string
	}{
		{"2026-01-31", c.Now(c.day("2026-01-31")), []string{"b", "a"}},
		{"2026-02-01", c.Now(c.day("2026-02-01")), []string{"a"}},
		{"2026-03-01, as Latest before", before, []string{"b", "a"}},
	} {
		if got := c.upline("c", test.at); !slices.Equal(got, test.want) {
			t.Errorf("above c on %s: %v, want %v", test.day, got, test.want)
		}
	}
	// Back-dated, and for some days only: what lies outside stays.
	c.must(c.Move(c.ctx, graph.Move{Partner: "c", Sponsor: "", From: c.day("2026-01-10"), Until: c.day("2026-01-20")}, tester))
	for d, want := range map[string][]string{"2026-01-09": {"b", "a"}, "2026-01-10": {}, "2026-01-19": {}, "2026-01-20": {"b", "a"}, "2026-02-02": {"a"}} {
		if got := c.upline("c", c.Now(c.day(d))); !slices.Equal(got, want) {
			t.Errorf("above c on %s: %v, want %v", d, got, want)
		}
	}
	c.snapshot() // which counts the facts
}

func TestMoveIsRefused(t *testing.T) {
	c := newCompany(t)
	for _, p := range [][2]string{{"a", ""}, {"b", "a"}, {"c", "b"}, {"d", "c"}, {"x", ""}} {
		c.join(p[0], p[1])
	}
	from := c.day("2026-02-01")
	for _, test := range []struct {
		name string
		move graph.Move
		kind fault.Kind
		says string
	}{
		{"below itself", graph.Move{Partner: "b", Sponsor: "d", From: from, Until: period.Forever}, fault.Invalid, "b → d → c → b"},
		{"its own sponsor", graph.Move{Partner: "b", Sponsor: "b", From: from, Until: period.Forever}, fault.Invalid, "b → b"},
		{"no such partner", graph.Move{Partner: "nobody", Sponsor: "a", From: from, Until: period.Forever}, fault.NotFound, "no partner nobody"},
		{"no such sponsor", graph.Move{Partner: "b", Sponsor: "nobody", From: from, Until: period.Forever}, fault.NotFound, "no partner nobody"},
		{"before joining", graph.Move{Partner: "b", Sponsor: "x", From: c.day("2025-12-31"), Until: period.Forever}, fault.Invalid, "joined on 2026-01-01"},
		{"no days", graph.Move{Partner: "b", Sponsor: "x", From: from, Until: from}, fault.Invalid, "not after"},
	} {
		err := c.Move(c.ctx, test.move, tester)
		if fault.KindOf(err) != test.kind || err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %s, %q", test.name, err, test.kind, test.says)
		}
	}
	// A cycle on days to come only: d goes below x in March, so x below d in March is one, and in February is none.
	c.must(c.Move(c.ctx, graph.Move{Partner: "d", Sponsor: "x", From: c.day("2026-03-01"), Until: period.Forever}, tester))
	err := c.Move(c.ctx, graph.Move{Partner: "x", Sponsor: "d", From: from, Until: period.Forever}, tester)
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "on 2026-03-01") {
		t.Errorf("a cycle from March on: %v", err)
	}
	c.must(c.Move(c.ctx, graph.Move{Partner: "x", Sponsor: "d", From: from, Until: c.day("2026-03-01")}, tester))
}

// Two moves, each of which would be fine alone, form a cycle: at most one succeeds, however they meet.
func TestMovesFromBothSides(t *testing.T) {
	c := newCompany(t)
	const pairs = 12
	for i := range pairs {
		c.join(fmt.Sprintf("a%d", i), "")
		c.join(fmt.Sprintf("b%d", i), "")
	}
	for i := range pairs {
		a, b := fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i)
		var both sync.WaitGroup
		results := make([]error, 2)
		for side, move := range []graph.Move{{Partner: a, Sponsor: b}, {Partner: b, Sponsor: a}} {
			move.From, move.Until = c.day("2026-02-01"), period.Forever
			both.Go(func() { results[side] = c.Move(c.ctx, move, tester) })
		}
		both.Wait()
		if (results[0] == nil) == (results[1] == nil) {
			t.Fatalf("pair %d: %v and %v, want one of them refused", i, results[0], results[1])
		}
		for _, err := range results {
			if err != nil && fault.KindOf(err) != fault.Invalid {
				t.Errorf("pair %d: %v", i, err)
			}
		}
	}
	c.snapshot()
}
