package graph_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Of several who have looked at the same version, the first changes it, and the others are told to look again.
func TestOvertakenChangesAreRefused(t *testing.T) {
	c := newCompany(t)
	s, ctx, begin := c.Store, t.Context(), c.day("2026-01-01")
	c.join("a", "")
	c.join("b", "a")
	c.join("c", "b")
	order := graph.Order{ID: "o", Partner: "a", Kind: "own", PlacedOn: begin, PaidOn: period.Forever, Points: 10000, CV: 10000}
	c.must(s.RecordOrder(ctx, order, clerk))
	c.must(s.RecordCancellation(ctx, graph.Cancellation{ID: "x", Order: "o", On: begin, Share: money.Whole / 4, Reason: "returned"}, clerk))
	versions := map[string]func() string{
		"partner":      func() string { p, err := s.Partner(ctx, "c", s.Now(begin)); c.must(err); return p.Version },
		"order":        func() string { o, err := s.Order(ctx, "o", graph.Everybody); c.must(err); return o.Version },
		"cancellation": func() string { x, err := s.Cancellation(ctx, "x", graph.Everybody); c.must(err); return x.Version },
	}
	from := begin + 1
	changes := []struct {
		kind, name string
		change     func(n int, by graph.By) error
	}{
		{"partner", "move", func(n int, by graph.By) error {
			return s.Move(ctx, graph.Move{Partner: "c", Sponsor: "a", From: from + period.Day(n), Until: period.Forever}, by)
		}},
		{"partner", "name", func(n int, by graph.By) error { return s.CorrectPartner(ctx, "c", fmt.Sprint("C", n), begin, by) }},
		{"partner", "status", func(n int, by graph.By) error {
			return s.ChangeStatus(ctx, "c", "suspended", from+period.Day(n), period.Forever, by)
		}},
		{"order", "correct", func(n int, by graph.By) error {
			o := order
			o.Points = money.Value(n + 1)
			return s.CorrectOrder(ctx, o, by)
		}},
		{"order", "cancel", func(n int, by graph.By) error {
			return s.RecordCancellation(ctx, graph.Cancellation{ID: fmt.Sprint("x", n), Order: "o", On: begin, Share: money.Whole / 10, Reason: "returned"}, by)
		}},
		{"order", "pay", func(_ int, by graph.By) error { return s.RecordPayment(ctx, "o", from, by) }},
		{"cancellation", "correct", func(n int, by graph.By) error {
			return s.CorrectCancellation(ctx, graph.CancellationCorrection{ID: "x", On: begin, Share: money.Share(n + 1)}, by)
		}},
		{"cancellation", "withdraw", func(_ int, by graph.By) error { return s.WithdrawCancellation(ctx, "x", by) }},
	}
	for _, change := range changes {
		t.Run(change.kind+" "+change.name, func(t *testing.T) {
			seen := versions[change.kind]()
			var made, overtaken atomic.Int32
			var all sync.WaitGroup
			for n := range 4 {
				all.Go(func() {
					err := change.change(n, graph.By{Within: graph.Everybody, Actor: "clerk", Seen: seen})
					switch {
					case err == nil:
						made.Add(1)
					case fault.KindOf(err) == fault.Stale:
						overtaken.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			all.Wait()
			if made.Load() != 1 || overtaken.Load() != 3 {
				t.Errorf("%d changed it, %d were overtaken: want 1 and 3", made.Load(), overtaken.Load())
			}
			if change.name != "withdraw" && versions[change.kind]() == seen {
				t.Error("the version is the same after the change")
			}
		})
	}
}

// Of several who approve or discard the version of a run that they have looked at, one does.
func TestOvertakenDecisionsAreRefused(t *testing.T) {
	c := newCompany(t)
	january := period.Of(c.day("2026-01-01"))
	for _, first := range []graph.RunState{graph.Computed, graph.Approved} {
		run := c.state(graph.Settlement, january, first, nil)
		decide := func(n int) error {
			by := graph.By{Within: graph.Everybody, Actor: "clerk", Reason: "r", Seen: run.Version}
			if n%2 == 0 && first == graph.Computed {
				return c.ApproveRun(c.ctx, run.ID, false, by)
			}
			return c.DiscardRun(c.ctx, run.ID, by)
		}
		var made, overtaken atomic.Int32
		var all sync.WaitGroup
		for n := range 6 {
			all.Go(func() {
				switch err := decide(n); {
				case err == nil:
					made.Add(1)
				case fault.KindOf(err) == fault.Stale:
					overtaken.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		now, err := c.Run(c.ctx, run.ID, graph.Everybody)
		c.must(err)
		if made.Load() != 1 || overtaken.Load() != 5 || now.Version == run.Version {
			t.Errorf("of a run that was %s, %d were decided and %d overtaken: want 1 and 5; the version was %s, and is %s",
				first, made.Load(), overtaken.Load(), run.Version, now.Version)
		}
		if now.State != graph.Discarded {
			c.must(c.DiscardRun(c.ctx, run.ID, graph.By{Within: graph.Everybody, Actor: "clerk", Seen: now.Version}))
		}
	}
}

// What is changed under a key is changed once, even if whoever asked died before the answer; and an error leaves nothing behind.
func TestChangesUnderAKeyAreMadeOnce(t *testing.T) {
	c := newCompany(t)
	s, begin := c.Store, c.day("2026-01-01")
	c.join("a", "")
	order := func(id string) graph.Order {
		return graph.Order{ID: id, Partner: "a", Kind: "own", PlacedOn: begin, PaidOn: period.Forever, Points: 1, CV: 1}
	}
	once := func(key string) context.Context { return chronicle.Once(t.Context(), key) }
	for range 2 {
		c.must(s.RecordOrder(once("k1"), order("o1"), clerk))
		c.must(s.Register(once("k2"), graph.Registration{ID: "n", Name: "N", Joined: begin, Sponsor: "a"}, clerk))
	}
	wrong := order("o2")
	wrong.Partner = "nobody"
	if err := s.RecordOrder(once("k3"), wrong, clerk); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an order of nobody: %v", err)
	}
	c.must(s.RecordOrder(once("k3"), order("o2"), clerk))
	for range 2 {
		ctx := once("k4")
		c.must(s.RecordOrder(ctx, order("o3"), clerk))
		c.must(s.RecordOrder(ctx, order("o4"), clerk))
	}
	var all sync.WaitGroup
	var failed atomic.Int32
	for range 8 {
		all.Go(func() {
			if err := s.RecordOrder(once("k5"), order("o5"), clerk); err != nil {
				failed.Add(1)
				if fault.KindOf(err) != fault.Conflict {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	c.must(s.RecordOrder(once("k5"), order("o5"), clerk))
	orders, _, err := s.Orders(t.Context(), graph.OrderFilter{Partner: "a"}, graph.Everybody, graph.Slice{Limit: 100})
	c.must(err)
	if len(orders) != 5 {
		t.Errorf("there are %d orders, want 5", len(orders))
	}
}
