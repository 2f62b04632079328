package graph_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"upline/commission"
	"upline/graph"
	"upline/internal/fault"
)

// Fifty writers register ten thousand partners under one leader: all are there, none twice in a slot, and each went to the
// first slot that was free: in a binary tree that is filled top-down, all levels above the last are full.
func TestManyRegisterUnderOneLeader(t *testing.T) {
	c := newCompany(t)
	c.join("leader", "")
	const writers, each = 50, 200
	var all sync.WaitGroup
	errs := make(chan error, writers*each)
	for w := range writers {
		all.Go(func() {
			for i := range each {
				errs <- c.Register(c.ctx, graph.Registration{
					ID: fmt.Sprintf("p%02d-%03d", w, i), Name: "P", Joined: c.day("2026-01-02"), Sponsor: "leader",
				}, tester)
			}
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	facts := c.snapshot().Facts
	if len(facts.Partners) != writers*each+1 {
		t.Fatalf("%d partners, want %d", len(facts.Partners), writers*each+1)
	}
	taken := map[commission.Place]bool{}
	depth := map[commission.PartnerNo]int{}
	perLevel := map[int]int{}
	var depthOf func(p commission.PartnerNo) int
	depthOf = func(p commission.PartnerNo) int {
		if d, known := depth[p]; known {
			return d
		}
		place, ok := facts.Placements[0].At(p, c.day("2026-01-02"))
		if !ok {
			t.Fatalf("partner %s is not placed", facts.Partners[p].ID)
		}
		d := 0
		if place.Parent != commission.NoPartner {
			if taken[place] {
				t.Fatalf("two partners are in slot %d of %s", place.Slot, facts.Partners[place.Parent].ID)
			}
			taken[place] = true
			d = depthOf(place.Parent) + 1
		}
		depth[p] = d
		return d
	}
	for p := range facts.Partners {
		perLevel[depthOf(commission.PartnerNo(p))]++
	}
	for level := range len(perLevel) - 1 {
		if perLevel[level] != 1<<level {
			t.Errorf("%d partners on level %d, want %d", perLevel[level], level, 1<<level)
		}
	}
}

func TestRegistrationIsRefused(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	at := c.day("2026-01-05")
	for _, test := range []struct {
		name string
		r    graph.Registration
		kind fault.Kind
		says string
	}{
		{"no id", graph.Registration{Joined: at}, fault.Invalid, "empty"},
		{"a taken id", graph.Registration{ID: "a", Joined: at}, fault.Conflict, "recorded already"},
		{"no such sponsor", graph.Registration{ID: "n", Joined: at, Sponsor: "nobody"}, fault.NotFound, "no partner nobody"},
		{"a sponsor who joins later", graph.Registration{ID: "n", Joined: c.day("2025-12-31"), Sponsor: "a"}, fault.Invalid, "joined on"},
		{"a slot outside", graph.Registration{ID: "n", Joined: at, Sponsor: "a", Places: []graph.Place{{Tree: "m3", Parent: "a", Slot: 3}}}, fault.Invalid, "0 to 2"},
		{"no such tree", graph.Registration{ID: "n", Joined: at, Sponsor: "a", Places: []graph.Place{{Tree: "m9"}}}, fault.NotFound, "no placement tree m9"},
		{"no such parent", graph.Registration{ID: "n", Joined: at, Sponsor: "a", Places: []graph.Place{{Tree: "m3", Parent: "x"}}}, fault.NotFound, "no partner x"},
	} {
		err := c.Register(c.ctx, test.r, tester)
		if fault.KindOf(err) != test.kind || err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %s, %q", test.name, err, test.kind, test.says)
		}
	}
	c.must(c.Register(c.ctx, graph.Registration{ID: "b", Joined: at, Sponsor: "a", Places: []graph.Place{{Tree: "m3", Parent: "a", Slot: 1}}}, tester))
	err := c.Register(c.ctx, graph.Registration{ID: "n", Joined: at, Sponsor: "a", Places: []graph.Place{{Tree: "m3", Parent: "a", Slot: 1}}}, tester)
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "taken by partner b") {
		t.Errorf("a taken slot: %v", err)
	}
	if got := len(c.snapshot().Facts.Partners); got != 2 {
		t.Errorf("%d partners after refusals, want 2", got)
	}
}
