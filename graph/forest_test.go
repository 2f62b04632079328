package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"upline/graph"
	"upline/internal/fault"
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
	downline := func(f *graph.Forest) {
		t.Helper()
		for _, top := range ids {
			var got []graph.Child
			for from := 0; ; from += 7 {
				page, all, err := f.Downline(top, 0, from, 7)
				c.must(err)
				got = append(got, page...)
				if from+7 >= all {
					break
				}
			}
			seen := map[string]bool{}
			for i, member := range got {
				steps := 0
				for id := member.ID; id != top && id != ""; id = sponsor[id] {
					steps++
				}
				if seen[member.ID] || !isBelow(member.ID, top) || member.Level != steps || i > 0 && got[i-1].Level > member.Level {
					t.Errorf("below %s, member %d is %+v, and should be once, %d below, and after those nearer", top, i, member, steps)
				}
				seen[member.ID] = true
			}
			look, err := f.Look(top)
			c.must(err)
			_, near, err := f.Downline(top, 1, 0, 100)
			c.must(err)
			if len(got) != look.Below || near != look.Recruits {
				t.Errorf("below %s are %d, %d of them directly: want %d and %d", top, len(got), near, look.Below, look.Recruits)
			}
		}
	}
	downline(forest)
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

// A placement tree is a forest as well, which follows newcomers and those who are placed elsewhere.
func TestForestOfPlacements(t *testing.T) {
	c := newCompany(t)
	for i, sponsor := range []string{"", "a", "a", "b", "c", "c", "c"} {
		c.join(string(rune('a'+i)), sponsor)
	}
	today := c.day("2026-01-31")
	w, err := c.Watermark(c.ctx)
	c.must(err)
	forest, err := c.ForestAt(c.ctx, graph.View{Within: graph.Everybody, AsOf: today, KnownAt: w.KnownAt}, "bin")
	c.must(err)
	matches := func(f *graph.Forest) {
		t.Helper()
		w, err := c.Watermark(c.ctx)
		c.must(err)
		snapshot, err := c.Snapshot(c.ctx, w)
		c.must(err)
		facts, parents := snapshot.Facts, map[string]string{}
		for p := range facts.Partners {
			for _, span := range facts.Placements[0].Spans[facts.Placements[0].First[p]:facts.Placements[0].First[p+1]] {
				if span.From <= today && span.To > today && span.Value.Parent >= 0 {
					parents[facts.Partners[p].ID] = facts.Partners[span.Value.Parent].ID
				}
			}
		}
		for _, p := range facts.Partners {
			children, _, err := f.Children(p.ID, graph.ByID, 0, 10)
			c.must(err)
			for _, child := range children {
				if parents[child.ID] != p.ID {
					t.Errorf("%s stands below %s, and should below %q", child.ID, p.ID, parents[child.ID])
				}
				delete(parents, child.ID)
			}
		}
		if len(parents) > 0 {
			t.Errorf("who stands below whom is missing: %v", parents)
		}
	}
	matches(forest)
	c.join("h", "b")
	below := graph.Place{Tree: "bin", Parent: "h", Slot: 0}
	c.must(c.Replace(c.ctx, graph.Replace{Partner: "g", Place: below, From: c.day("2026-01-10"), Until: period.Forever}, tester))
	c.must(forest.Follow(c.ctx))
	matches(forest)
	if _, err := c.ForestAt(c.ctx, c.Now(today), "none"); err == nil {
		t.Error("there is a forest of a tree that nobody knows")
	}
	matrix, err := c.ForestAt(c.ctx, c.Now(today), "m3")
	c.must(err)
	if _, err := matrix.Look("a"); err == nil {
		t.Error("somebody stands in the matrix, in which nobody was placed")
	}
}

// Those who look wait for nobody who follows, and see one state or the other.
func TestForestIsLookedAtWhileItFollows(t *testing.T) {
	c := newCompany(t)
	c.join("top", "")
	forest, err := c.Forest(c.ctx, c.day("2026-01-31"))
	c.must(err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 30 {
			c.join(fmt.Sprintf("n%02d", i), "top")
			if err := forest.Follow(c.ctx); err != nil {
				t.Error(err)
			}
		}
	}()
	for last := 0; ; {
		page, all, err := forest.Children("top", graph.ByID, 0, 100)
		c.must(err)
		if all < last || len(page) != all {
			t.Errorf("%d children, %d of them on the page, after %d", all, len(page), last)
		}
		last = all
		select {
		case <-done:
			return
		default:
		}
	}
}

// Whoever is placed below somebody who is not placed is a root, until that one is placed too: read anew, or followed.
func TestForestBelowWhoIsNotPlaced(t *testing.T) {
	c := newCompany(t)
	for _, id := range []string{"a", "b", "c"} {
		c.join(id, "")
	}
	today := c.day("2026-01-31")
	place := func(partner, parent string) {
		t.Helper()
		at := graph.Place{Tree: "m3", Parent: parent, Slot: 0}
		c.must(c.Replace(c.ctx, graph.Replace{Partner: partner, Place: at, From: c.day("2026-01-10"), Until: period.Forever}, tester))
	}
	place("b", "a")
	followed, err := c.ForestAt(c.ctx, c.Now(today), "m3")
	c.must(err)
	check := func(top string, below int) {
		t.Helper()
		c.must(followed.Follow(c.ctx))
		read, err := c.ForestAt(c.ctx, c.Now(today), "m3")
		c.must(err)
		for what, forest := range map[string]*graph.Forest{"followed": followed, "read": read} {
			if look, err := forest.Look(top); err != nil || look.Below != below {
				t.Errorf("%s: %+v, %v; want %d below %s", what, look, err, below, top)
			}
		}
	}
	check("b", 0)
	if _, err := followed.Look("a"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a, who is not placed: %v", err)
	}
	place("a", "c")
	check("a", 1)
}
