package graph_test

import (
	"testing"
	"time"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// A history tells what is known, what was known at a time, and what was Latest once.
func TestHistory(t *testing.T) {
	c := newCompany(t)
	for _, join := range [][2]string{{"a", ""}, {"b", "a"}, {"c", "a"}} {
		c.join(join[0], join[1])
	}
	before, err := c.Watermark(c.ctx)
	c.must(err)
	march := c.day("2026-03-01")
	c.must(c.Move(c.ctx, graph.Move{Partner: "c", Sponsor: "b", From: march, Until: period.Forever}, tester))
	c.must(c.ChangeStatus(c.ctx, "c", "suspended", march, march+31, tester))
	c.must(c.OverrideRank(c.ctx, "c", "leader", march, graph.By{Within: graph.Everybody, Actor: "test", Reason: "goodwill"}))
	now := time.Now().Add(time.Minute)
	h, err := c.History(c.ctx, "c", graph.View{Within: graph.Everybody, KnownAt: now}, false)
	c.must(err)
	if s := h.Sponsors; len(s) != 2 || s[0].Value != "a" || s[0].To != march || s[1].Value != "b" || s[1].From != march ||
		s[1].To != period.Forever || !s[1].Superseded.IsZero() {
		t.Errorf("sponsors: %+v", s)
	}
	if s := h.Statuses; len(s) != 1 || s[0].Value != "suspended" || s[0].To != march+31 {
		t.Errorf("statuses: %+v", s)
	}
	if s := h.Careers; len(s) != 1 || s[0].Value != "leader" || !s[0].Override || s[0].Reason != "goodwill" {
		t.Errorf("careers: %+v", s)
	}
	if s := h.Placements; len(s) != 1 || s[0].Tree != "bin" || s[0].Value != "a" {
		t.Errorf("placements: %+v", s)
	}
	if h, err = c.History(c.ctx, "c", graph.View{Within: graph.Everybody, KnownAt: now}, true); err != nil || len(h.Sponsors) != 3 {
		t.Errorf("with what was Latest once: %+v, %v", h, err)
	}
	for _, superseded := range []bool{false, true} {
		h, err := c.History(c.ctx, "c", graph.View{Within: graph.Everybody, KnownAt: before.KnownAt}, superseded)
		c.must(err)
		if s := h.Sponsors; len(s) != 1 || len(h.Statuses) != 0 || s[0].To != period.Forever || !s[0].Superseded.IsZero() {
			t.Errorf("as known before the move: %+v", h)
		}
	}
	if _, err = c.History(c.ctx, "nobody", graph.View{Within: graph.Everybody, KnownAt: now}, false); fault.KindOf(err) != fault.NotFound {
		t.Errorf("of nobody: %v", err)
	}
}

// Ranks that a run found are in a history from when the run is posted.
func TestHistoryOfRuns(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	jan := period.Of(c.day("2026-01-01"))
	run, err := c.BeginRun(c.ctx, graph.Settlement, jan, jan.End(), tester)
	c.must(err)
	c.must(c.FinishRun(c.ctx, run, graph.Result{Currency: "EUR", Scale: 2}, tester))
	c.must(c.ApproveRun(c.ctx, run.ID, false, tester))
	posting, err := c.BeginPosting(c.ctx, run.ID, tester)
	c.must(err)
	posting.Promote(graph.CareerChange{Partner: "a", Rank: "leader", Former: "starter"})
	careers := func(knownAt time.Time) []graph.Span {
		t.Helper()
		h, err := c.History(c.ctx, "a", graph.View{Within: graph.Everybody, KnownAt: knownAt}, true)
		c.must(err)
		return h.Careers
	}
	if s := careers(time.Now().Add(time.Minute)); len(s) != 0 {
		t.Errorf("before the run is posted: %+v", s)
	}
	c.must(posting.Post(c.ctx))
	run, err = c.Run(c.ctx, run.ID, graph.Everybody)
	c.must(err)
	if s := careers(run.PostedAt); len(s) != 1 || s[0].Value != "leader" || s[0].Run != run.ID || s[0].Override {
		t.Errorf("found by run %s: %+v", run.ID, s)
	}
	if s := careers(run.PostedAt.Add(-time.Microsecond)); len(s) != 0 {
		t.Errorf("as known before the run was posted: %+v", s)
	}
}
