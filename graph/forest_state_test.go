package graph

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/money"
)

// naiveTree is a tree as one would draw it.
type naiveTree struct {
	placement bool
	joined    []bool  // by the day of the tree
	above     []int64 // noParent: a root; notPlaced
	points    []int64
}

func (n *naiveTree) in(p int64) bool { return n.joined[p] && n.above[p] != notPlaced }

// up is who stands above somebody; whoever stands below one who is not in the tree is a root.
func (n *naiveTree) up(p int64) int64 {
	if up := n.above[p]; up >= 0 && n.in(up) {
		return up
	}
	return noParent
}

// steps is how far it is up to somebody.
func (n *naiveTree) steps(p, top int64) (steps int, below bool) {
	for ; p != top; steps++ {
		if p = n.up(p); p == noParent {
			return 0, false
		}
	}
	return steps, true
}

// closes says whether a cycle comes about when p is put below up.
func (n *naiveTree) closes(p, up int64) bool {
	for up >= 0 && up != p {
		up = n.above[up]
	}
	return up == p
}

// change draws newcomers, moves and orders.
func (n *naiveTree) change(t *rapid.T) *forestNews {
	news := &forestNews{aboves: map[int64]int64{}, points: map[int64]int64{}}
	for range rapid.IntRange(0, 4).Draw(t, "newcomers") {
		p := int64(len(n.above))
		n.joined = append(n.joined, rapid.IntRange(0, 5).Draw(t, "joined") > 0)
		n.above, n.points = append(n.above, noParent), append(n.points, 0)
		if n.placement {
			n.above[p] = notPlaced
		}
		raw := rawPartner{p, naiveID(p), "name", 10}
		if !n.joined[p] {
			raw.joined = 30
		}
		news.partners = append(news.partners, raw)
		n.put(t, news, p)
	}
	for range rapid.IntRange(0, 3).Draw(t, "changes") {
		if len(n.above) == 0 {
			break
		}
		p := rapid.Int64Range(0, int64(len(n.above)-1)).Draw(t, "who")
		n.put(t, news, p)
		n.points[p] += 7
		news.points[p] += 7
	}
	return news
}

// put draws whom somebody is below, without closing a cycle.
func (n *naiveTree) put(t *rapid.T, news *forestNews, p int64) {
	least := int64(noParent)
	if n.placement {
		least = notPlaced
	}
	up := rapid.Int64Range(least, int64(len(n.above)-1)).Draw(t, "above")
	if up >= 0 && n.closes(p, up) {
		return
	}
	n.above[p], news.aboves[p] = up, up
}

func naiveID(p int64) string { return fmt.Sprintf("p%03d", 999-p) }

// A forest that takes up random changes answers as the naive tree does,
// also for those below somebody who is not in the tree.
func TestForestAgainstNaiveTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := &naiveTree{placement: rapid.Bool().Draw(t, "placement")}
		tree := ""
		if n.placement {
			tree = "bin"
		}
		state := newForestState(tree, View{AsOf: 20})
		state.renumber()
		f := &Forest{tree: tree, asOf: 20}
		f.publish(state, true)
		for step := range rapid.IntRange(1, 6).Draw(t, "steps") {
			f.publish(f.now().with(n.change(t), time.Unix(int64(step), 0)), false)
			if !f.KnownAt().Equal(time.Unix(int64(step), 0)) {
				t.Fatalf("the forest is known at %v after step %d", f.KnownAt(), step)
			}
			for p := range n.above {
				n.compare(t, f, int64(p))
			}
		}
	})
}

func (n *naiveTree) compare(t *rapid.T, f *Forest, top int64) {
	in := n.in(top)
	got, err := f.Look(naiveID(top))
	if (err == nil) != in {
		t.Fatalf("%s is in the tree: %v, but looked for: %v", naiveID(top), in, err)
	}
	if !in {
		return
	}
	want := Child{ID: naiveID(top), Name: "name", PV: money.Value(n.points[top])}
	levels := map[string]int{}
	for p := range int64(len(n.above)) {
		steps, below := n.steps(p, top)
		if !below || !n.in(p) {
			continue
		}
		want.GV = want.GV.Plus(money.Value(n.points[p]).Volume())
		if p != top {
			want.Below++
			levels[naiveID(p)] = steps
		}
		if steps == 1 {
			want.Recruits++
		}
	}
	if got != want {
		t.Fatalf("%+v, want %+v", got, want)
	}
	depth := rapid.IntRange(0, 4).Draw(t, "depth")
	size := rapid.IntRange(1, 5).Draw(t, "page")
	compareDownline(t, f, naiveID(top), levels, depth, size)
	children, all, err := f.Children(naiveID(top), ChildOrder("level"), 0, 1000) // not one of the orders: by id
	if err != nil || all != want.Recruits || !slices.IsSortedFunc(children, func(a, b Child) int { return cmp.Compare(a.ID, b.ID) }) {
		t.Fatalf("children of %s: %+v of %d, %v; want %d by id", naiveID(top), children, all, err, want.Recruits)
	}
}

// compareDownline puts pages together: everyone is there once, on the right level, in one order whatever the size of a page.
func compareDownline(t *rapid.T, f *Forest, top string, levels map[string]int, depth, size int) {
	want := 0
	for _, level := range levels {
		if depth == 0 || level <= depth {
			want++
		}
	}
	whole, all, err := f.Downline(top, depth, 0, 1<<62)
	if err != nil || all != want || len(whole) != want {
		t.Fatalf("below %s to depth %d: %d of %d, %v; want %d", top, depth, len(whole), all, err, want)
	}
	var pages []Child
	for from := 0; from < want; from += size {
		page, _, err := f.Downline(top, depth, from, size)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page...)
	}
	if !slices.Equal(pages, whole) {
		t.Fatalf("pages %+v are not the whole %+v", pages, whole)
	}
	seen := map[string]bool{}
	for i, member := range whole {
		if seen[member.ID] || member.Level != levels[member.ID] || i > 0 && whole[i-1].Level > member.Level {
			t.Fatalf("below %s, member %d is %+v, want once, on level %d", top, i, member, levels[member.ID])
		}
		seen[member.ID] = true
	}
	if page, all, err := f.Downline(top, depth, want+3, 5); err != nil || len(page) != 0 || all != want {
		t.Fatalf("behind the end: %+v of %d, %v", page, all, err)
	}
}

// Kept orders are bounded by how many they are and by their members, and the latest asked for stay.
func TestKeptOrdersAreBounded(t *testing.T) {
	r := newRankings()
	r.keep(orderKey{0, ByID}, make([]commission.PartnerNo, keepFrom))
	if _, kept := r.find(orderKey{0, ByID}); kept {
		t.Error("a short order is kept")
	}
	for no := range commission.PartnerNo(keepOrders + 10) {
		r.keep(orderKey{no, ByID}, make([]commission.PartnerNo, keepFrom+1))
		if _, kept := r.find(orderKey{0, ByID}); !kept {
			t.Fatalf("the first is gone after %d, though it is asked for again and again", no)
		}
	}
	if len(r.kept) != keepOrders || r.members != keepOrders*(keepFrom+1) {
		t.Errorf("%d orders of %d members are kept", len(r.kept), r.members)
	}
	big := make([]commission.PartnerNo, keepMembers/2+1)
	r.keep(orderKey{1000, byLevel}, big)
	r.keep(orderKey{1001, byLevel}, big)
	if r.members > keepMembers || r.kept[0].key.no != 1001 {
		t.Errorf("%d members are kept, at most %d should be; first %v", r.members, keepMembers, r.kept[0].key)
	}
}

// Readers beside one who goes over to other states see each state whole.
func TestForestIsReadWhileItChanges(t *testing.T) {
	const start, rounds = 3000, 200 // more than keepFrom, so that orders are kept
	f := starForest(start)
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for last := start - 1; ; {
				for _, order := range []ChildOrder{ByID, ByVolume, BySize} {
					page, all, err := f.Children("p0000000", order, last-5, 10)
					if err != nil || all < last || len(page) < 5 {
						t.Errorf("%d of %d children, %v, after %d", len(page), all, err, last)
						return
					}
					last = all
				}
				if _, all, err := f.Downline("p0000000", 0, 0, 10); err != nil || all < last {
					t.Errorf("%d below, %v, after %d", all, err, last)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := range int64(rounds) {
		p := start + i
		news := &forestNews{
			partners: []rawPartner{{p, fmt.Sprintf("p%07d", p), "name", 0}}, aboves: map[int64]int64{p: 0}, points: map[int64]int64{p: 1},
		}
		f.publish(f.now().with(news, time.Unix(i, 0)), false)
	}
	close(done)
	readers.Wait()
	if look, err := f.Look("p0000000"); err != nil || look.Recruits != start+rounds-1 {
		t.Errorf("%+v, %v after all", look, err)
	}
}

// starForest is one leader and everyone else directly below.
func starForest(members int64) *Forest {
	state := newForestState("", View{})
	for p := range members {
		state.put(rawPartner{p, fmt.Sprintf("p%07d", p), "name", 0})
		if p > 0 {
			state.sponsor(p, 0)
		}
	}
	state.renumber()
	f := &Forest{}
	f.publish(state, true)
	return f
}
