package graph_test

import (
	"testing"
	"time"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// A history tells what is known, what was known at a time, and what was believed once.
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
	c.must(c.OverrideRank(c.ctx, "c", "leader", march, graph.By{Actor: "test", Reason: "goodwill"}))
	now := time.Now().Add(time.Minute)
	h, err := c.History(c.ctx, "c", now, false)
	c.must(err)
	if s := h.Sponsors; len(s) != 2 || s[0].Value != "a" || s[0].To != march || s[1].Value != "b" || s[1].From != march || s[1].To != period.Forever || !s[1].Superseded.IsZero() {
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
	if h, err = c.History(c.ctx, "c", now, true); err != nil || len(h.Sponsors) != 3 {
		t.Errorf("with what was believed once: %+v, %v", h, err)
	}
	if h, err = c.History(c.ctx, "c", before.KnownAt, false); err != nil || len(h.Sponsors) != 1 || len(h.Statuses) != 0 || h.Sponsors[0].To != period.Forever {
		t.Errorf("as known before the move: %+v, %v", h, err)
	}
	if _, err = c.History(c.ctx, "nobody", now, false); fault.KindOf(err) != fault.NotFound {
		t.Errorf("of nobody: %v", err)
	}
}
