package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"upline/graph"
	"upline/internal/money"
	"upline/internal/period"
)

// A forest answers as a walk over everybody does, and after it has followed the graph as one that is read anew.
func TestForestAgainstWalks(t *testing.T) {
	c := newCompany(t)
	random := rand.New(rand.NewPCG(1, 2))
	sponsor, pv := map[string]string{}, map[string]money.Value{}
	var ids []string
	join := func(i int) {
		id := fmt.Sprintf("p%02d", i)
		up := ""
		if len(ids) > 0 && random.IntN(8) > 0 {
			up = ids[random.IntN(len(ids))]
		}
		c.join(id, up)
		sponsor[id] = up
		ids = append(ids, id)
	}
	order := func(i int) {
		id := ids[random.IntN(len(ids))]
		c.order(fmt.Sprintf("o%02d", i), id, "2026-01-15")
		pv[id] += 1_000_000
	}
	for i := range 40 {
		join(i)
	}
	for i := range 20 {
		order(i)
	}
	forest, err := c.Forest(c.ctx, c.day("2026-01-31"))
	c.must(err)
	isBelow := func(id, top string) bool {
		for ; id != ""; id = sponsor[id] {
			if id == top {
				return true
			}
		}
		return false
	}
	compare := func(what string, f *graph.Forest) {
		t.Helper()
		for _, top := range ids {
			want := graph.Child{ID: top, Name: top, PV: pv[top]}
			for _, id := range ids {
				if isBelow(id, top) {
					want.GV = want.GV.Plus(pv[id].Volume())
					want.Below++
				}
				if sponsor[id] == top {
					want.Recruits++
				}
			}
			want.Below--
			got, err := f.Look(top)
			c.must(err)
			if got != want {
				t.Errorf("%s: %+v, want %+v", what, got, want)
			}
			children, all, err := f.Children(top, graph.BySize, 0, 1000)
			c.must(err)
			if all != want.Recruits || !slices.IsSortedFunc(children, func(a, b graph.Child) int { return b.Below - a.Below }) {
				t.Errorf("%s: children of %s: %d, want %d, the largest first", what, top, all, want.Recruits)
			}
		}
	}
	compare("read", forest)
	for i := range 10 {
		join(40 + i)
		order(20 + i)
	}
	for range 6 {
		id := ids[random.IntN(len(ids))]
		up := ids[random.IntN(len(ids))]
		if isBelow(up, id) {
			continue
		}
		c.must(c.Move(c.ctx, graph.Move{Partner: id, Sponsor: up, From: c.day("2026-01-20"), Until: period.Forever}, tester))
		sponsor[id] = up
	}
	c.must(c.RecordOrder(c.ctx, graph.Order{
		ID: "late", Partner: ids[3], Kind: "own", PlacedOn: c.day("2026-01-05"), PaidOn: period.Forever, Points: 500_000,
	}, tester))
	c.must(c.RecordPayment(c.ctx, "late", c.day("2026-01-25"), tester))
	pv[ids[3]] += 500_000
	c.must(forest.Follow(c.ctx))
	compare("followed", forest)
	fresh, err := c.Forest(c.ctx, c.day("2026-01-31"))
	c.must(err)
	compare("read anew", fresh)
	branch, err := fresh.Branch(ids[0])
	c.must(err)
	below := 0
	for _, id := range ids {
		if isBelow(id, ids[0]) {
			below++
		}
	}
	if len(branch) != below {
		t.Errorf("the branch of %s has %d members, want %d", ids[0], len(branch), below)
	}
}
