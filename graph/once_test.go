package graph_test

import (
	"fmt"
	"sync"
	"testing"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// What is asked of the clock under a key is asked again when the request is repeated: whoever registers the first partner after a
// start reads a tree as of such a time, and must not take it for empty.
func TestTheClockIsAskedAgainUnderAKey(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	for try := range 2 {
		w, err := c.Watermark(chronicle.Once(t.Context(), "k"))
		c.must(err)
		if _, err := c.Snapshot(t.Context(), w); w.KnownAt.IsZero() || w.Facts == 0 || err != nil {
			t.Errorf("try %d: %+v, %v", try, w, err)
		}
	}
}

// Requests that are carried out at the same time under one key make one change, and all succeed.
func TestChangesAtOnceUnderAKeyAllSucceed(t *testing.T) {
	c := newCompany(t)
	begin := c.day("2026-01-01")
	c.join("a", "")
	c.join("b", "a")
	c.join("c", "b")
	for n := range 10 {
		key := fmt.Sprint("k", n)
		p, err := c.Partner(t.Context(), "c", c.Now(begin))
		c.must(err)
		order := graph.Order{ID: key, Partner: "a", Kind: "own", PlacedOn: begin, PaidOn: period.Forever, Points: 1, CV: 1}
		move := graph.Move{Partner: "c", Sponsor: "a", From: begin + period.Day(n+1), Until: period.Forever}
		newcomer := graph.Registration{ID: "n" + key, Name: "N", Joined: begin, Sponsor: "a"}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				ctx := chronicle.Once(t.Context(), key)
				if err := c.RecordOrder(ctx, order, clerk); err != nil {
					t.Error("record order:", err)
				}
				if err := c.Move(ctx, move, graph.By{Within: graph.Everybody, Actor: "clerk", Seen: p.Version}); err != nil {
					t.Error("move:", err)
				}
				if err := c.Register(ctx, newcomer, clerk); err != nil {
					t.Error("register:", err)
				}
			})
		}
		all.Wait()
		// Nobody is Latest to stand where those who were late would have stood.
		c.must(c.Register(t.Context(), graph.Registration{ID: "after" + key, Name: "N", Joined: begin, Sponsor: "a"}, clerk))
	}
	orders, _, err := c.Orders(t.Context(), graph.OrderFilter{Partner: "a"}, graph.Everybody, graph.Slice{Limit: 100})
	c.must(err)
	if partners := c.snapshot().Facts.Partners; len(orders) != 10 || len(partners) != 3+2*10 {
		t.Errorf("%d orders and %d partners, want 10 and 23", len(orders), len(partners))
	}
}
