package graph_test

import (
	"context"
	"testing"

	"upline/graph"
	"upline/internal/money"
	"upline/internal/period"
	"upline/internal/storetest"
)

// company is a store that a test fills step by step.
type company struct {
	*graph.Store
	t   testing.TB
	ctx context.Context
}

var tester = graph.By{Within: graph.Everybody, Actor: "test"}

// newCompany is empty, but for a plan with a binary tree that places automatically and a matrix that does not.
func newCompany(t testing.TB) *company {
	t.Helper()
	c := &company{storetest.Graph(t), t, context.Background()}
	c.must(c.PublishPlan(c.ctx, graph.NewPlanVersion("plans/test.yaml", []byte(plan)), tester))
	return c
}

const plan = `plan: test
valid_from: 2026-01-01
currency: EUR
ranks:
  - {id: starter}
  - {id: leader, when: {pv: 100}}
trees:
  - {id: bin, kind: binary, auto: breadth_first}
  - {id: m3, kind: matrix, width: 3}
bonuses:
  - {id: uni, type: unilevel, levels: [10, 5]}
`

func (c *company) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func day(t testing.TB, text string) period.Day {
	t.Helper()
	d, err := period.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (c *company) day(text string) period.Day { return day(c.t, text) }

// join registers a partner on 1 January.
func (c *company) join(id, sponsor string) {
	c.t.Helper()
	c.must(c.Register(c.ctx, graph.Registration{ID: id, Name: id, Joined: c.day("2026-01-01"), Sponsor: sponsor}, tester))
}

// order records a paid order.
func (c *company) order(id, partner, on string) {
	c.t.Helper()
	d := c.day(on)
	c.must(c.RecordOrder(c.ctx, graph.Order{
		ID: id, Partner: partner, Kind: "own", PlacedOn: d, PaidOn: d, Points: money.Value(1_000_000), CV: money.Value(1_000_000),
	}, tester))
}

func (c *company) snapshot() *graph.Snapshot {
	c.t.Helper()
	w, err := c.Watermark(c.ctx)
	c.must(err)
	s, err := c.Snapshot(c.ctx, w)
	c.must(err)
	return s
}

func (c *company) upline(partner string, at graph.View) []string {
	c.t.Helper()
	members, err := c.Upline(c.ctx, partner, at)
	c.must(err)
	ids := []string{}
	for _, m := range members {
		ids = append(ids, m.ID)
	}
	return ids
}
