package graph_test

import (
	"slices"
	"testing"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

func (c *company) leave(partner string, kind joining.EndKind, from string) []joining.Change {
	c.t.Helper()
	changes, err := c.Leave(c.ctx, partner, joining.End{Kind: kind, From: c.day(from)}, tester, nil)
	c.must(err)
	return changes
}

func (c *company) status(partner, on string) string {
	c.t.Helper()
	standing, err := c.StandingOf(c.ctx, partner, c.Now(c.day(on)))
	c.must(err)
	return standing.Status
}

func (c *company) places(partner, on string) []graph.Place {
	c.t.Helper()
	p, err := c.Partner(c.ctx, partner, c.Now(c.day(on)))
	c.must(err)
	return p.Placements
}

// Whoever withdraws before anything rests on the position was never placed, and the next newcomer gets the slot.
func TestLeaveWhenNothingRestsOnThePosition(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	c.join("b", "a")
	before := c.Now(c.day("2026-01-05"))
	c.leave("b", joining.EndWithdrawal, "2026-01-10")
	if got := c.places("b", "2026-01-05"); len(got) != 0 {
		t.Errorf("b stands at %v", got)
	}
	if p, err := c.Partner(c.ctx, "b", before); err != nil || len(p.Placements) != 1 {
		t.Errorf("as known before, b stood at %v (%v)", p, err)
	}
	if got := c.status("b", "2026-01-01"); got != "terminated" {
		t.Errorf("b is %s from the first day", got)
	}
	c.join("c", "a")
	if want := (graph.Place{Tree: "bin", Parent: "a", Slot: 0}); !slices.Contains(c.places("c", "2026-01-01"), want) {
		t.Errorf("c stands at %v, want %v", c.places("c", "2026-01-01"), want)
	}
	c.snapshot() // which counts the facts
}

// Recruits go to the next sponsor above who is not terminated, on just the days on which they were the leaving partner's.
func TestLeaveWithRecruits(t *testing.T) {
	c := newCompany(t)
	for _, p := range [][2]string{{"top", ""}, {"gone", "top"}, {"b", "gone"}, {"c", "b"}, {"d", "b"}, {"e", "b"}, {"x", ""}} {
		c.join(p[0], p[1])
	}
	c.must(c.Move(c.ctx, graph.Move{Partner: "d", Sponsor: "x", From: c.day("2026-02-10"), Until: c.day("2026-02-20")}, tester))
	c.leave("gone", joining.EndExtraordinary, "2026-01-15")
	if got := c.upline("b", c.Now(c.day("2026-01-15"))); !slices.Equal(got, []string{"top"}) {
		t.Errorf("above b: %v", got)
	}
	places := c.places("b", "2026-02-01")
	c.leave("b", joining.EndOrdinary, "2026-02-01")
	for on, want := range map[string][]string{"2026-01-31": {"b", "top"}, "2026-02-01": {"top"}, "2026-02-10": {"x"}, "2026-02-20": {"top"}} {
		if got := c.upline("d", c.Now(c.day(on))); !slices.Equal(got, want) {
			t.Errorf("above d on %s: %v, want %v", on, got, want)
		}
	}
	if got := c.status("b", "2026-01-31") + " " + c.status("b", "2026-02-01"); got != "active terminated" {
		t.Errorf("b is %s", got)
	}
	if got := c.places("b", "2026-02-01"); !slices.Equal(got, places) {
		t.Errorf("b stands at %v, and stood at %v", got, places)
	}
	// At the top, recruits become roots.
	c.leave("top", joining.EndExtraordinary, "2026-03-01")
	if got := c.upline("c", c.Now(c.day("2026-03-01"))); len(got) != 0 {
		t.Errorf("above c: %v", got)
	}
	c.snapshot()
}

// An order rests on a position: it stays where it is.
func TestLeaveWithAnOrder(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	c.join("b", "a")
	c.order("o", "b", "2026-01-03")
	c.leave("b", joining.EndWithdrawal, "2026-01-10")
	if got := c.places("b", "2026-01-10"); len(got) != 1 || c.status("b", "2026-01-09") != "active" || c.status("b", "2026-01-10") != "terminated" {
		t.Errorf("b stands at %v and was %s before", got, c.status("b", "2026-01-09"))
	}
}

// All of it, or nothing.
func TestLeaveIsOneTransaction(t *testing.T) {
	c := newCompany(t)
	for _, p := range [][2]string{{"a", ""}, {"b", "a"}, {"c", "b"}} {
		c.join(p[0], p[1])
	}
	end := joining.End{Kind: joining.EndExtraordinary, From: c.day("2026-01-10")}
	refusal := fault.Conflictf("test", "no")
	if _, err := c.Leave(c.ctx, "b", end, tester, func(*chronicle.Change) error { return refusal }); err != refusal { //nolint:errorlint // just this one
		t.Fatalf("%v, want %v", err, refusal)
	}
	if got := c.upline("c", c.Now(c.day("2026-01-10"))); !slices.Equal(got, []string{"b", "a"}) || c.status("b", "2026-01-10") != "active" {
		t.Errorf("above c: %v", got)
	}
	if _, err := c.Leave(c.ctx, "b", joining.End{Kind: joining.EndWithdrawal, From: c.day("2025-12-01")}, tester, nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an end before the beginning: %v", err)
	}
}

// Who waits has no place until one is chosen or found, and one at once is not found twice.
func TestWaitingPartnersArePlaced(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	on := c.day("2026-01-02")
	for _, id := range []string{"b", "d"} {
		c.must(c.Register(c.ctx, graph.Registration{ID: id, Name: id, Joined: on, Sponsor: "a", Waiting: true}, tester))
	}
	c.join("c", "a") // takes the slot that b might have had
	if got := c.places("b", "2026-01-02"); len(got) != 0 {
		t.Fatalf("b waits at %v", got)
	}
	chosen := graph.Place{Tree: "bin", Parent: "c", Slot: 1}
	c.must(c.PlaceWaiting(c.ctx, graph.Waiting{Partner: "b", From: c.day("2026-01-05"), Places: []graph.Place{chosen}}, tester))
	if got := c.places("b", "2026-01-05"); !slices.Equal(got, []graph.Place{chosen}) || len(c.places("b", "2026-01-04")) != 0 {
		t.Errorf("b stands at %v", got)
	}
	c.must(c.PlaceWaiting(c.ctx, graph.Waiting{Partner: "d", From: c.day("2026-01-05")}, tester))
	if got, want := c.places("d", "2026-01-05"), []graph.Place{{Tree: "bin", Parent: "a", Slot: 1}}; !slices.Equal(got, want) {
		t.Errorf("d stands at %v, want %v", got, want)
	}
	for name, w := range map[string]graph.Waiting{
		"placed already": {Partner: "b", From: c.day("2026-01-06"), Places: []graph.Place{{Tree: "bin", Parent: "d", Slot: 0}}},
		"a taken slot":   {Partner: "b", From: c.day("2026-01-06"), Places: []graph.Place{{Tree: "bin", Parent: "a", Slot: 0}}},
	} {
		if err := c.PlaceWaiting(c.ctx, w, tester); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.must(c.Register(c.ctx, graph.Registration{ID: "e", Name: "e", Joined: on, Sponsor: "a", Waiting: true}, tester))
	c.must(c.Replace(c.ctx, graph.Replace{Partner: "a", Place: graph.Place{Tree: "m3", Parent: "e", Slot: 0}, From: on, Until: period.Forever}, tester))
	below := graph.Waiting{Partner: "e", From: on, Places: []graph.Place{{Tree: "m3", Parent: "a", Slot: 0}}}
	if err := c.PlaceWaiting(c.ctx, below, tester); fault.KindOf(err) != fault.Invalid {
		t.Errorf("e below a, who stands below e: %v", err)
	}
	c.snapshot()
}
