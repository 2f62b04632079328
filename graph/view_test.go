package graph_test

import (
	"slices"
	"strings"
	"testing"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

func TestViews(t *testing.T) {
	c := newCompany(t)
	for _, p := range [][2]string{{"a", ""}, {"b", "a"}, {"c", "b"}, {"d", "b"}, {"x", ""}} {
		c.join(p[0], p[1])
	}
	c.must(c.Register(c.ctx, graph.Registration{ID: "late", Name: "L", Joined: c.day("2026-02-10"), Sponsor: "c"}, tester))
	c.must(c.Move(c.ctx, graph.Move{Partner: "d", Sponsor: "x", From: c.day("2026-02-15"), Until: period.Forever}, tester))
	c.must(c.ChangeStatus(c.ctx, "b", "suspended", c.day("2026-02-01"), c.day("2026-03-01"), tester))

	below := func(partner, day string, depth int) []string {
		members, err := c.Downline(c.ctx, partner, c.Now(c.day(day)), depth)
		c.must(err)
		ids := []string{}
		for _, m := range members {
			ids = append(ids, m.ID+"<"+m.Sponsor)
		}
		return ids
	}
	for _, test := range []struct {
		day   string
		depth int
		want  []string
	}{
		{"2026-01-31", 9, []string{"b<a", "c<b", "d<b"}},
		{"2026-02-10", 9, []string{"b<a", "c<b", "d<b", "late<c"}},
		{"2026-02-20", 9, []string{"b<a", "c<b", "late<c"}},
		{"2026-02-20", 2, []string{"b<a", "c<b"}},
	} {
		if got := below("a", test.day, test.depth); !slices.Equal(got, test.want) {
			t.Errorf("below a on %s, %d deep: %v, want %v", test.day, test.depth, got, test.want)
		}
	}
	path := func(from, to, day string) string {
		ids, err := c.Path(c.ctx, from, to, c.Now(c.day(day)))
		if err != nil {
			return err.Error()
		}
		return strings.Join(ids, " ")
	}
	if got := path("c", "d", "2026-01-31"); got != "c b d" {
		t.Errorf("from c to d in January: %s", got)
	}
	if got := path("c", "d", "2026-02-20"); !strings.Contains(got, "nobody is above both") {
		t.Errorf("from c to d after the move: %s", got)
	}
	if got := path("a", "c", "2026-02-20"); got != "a b c" {
		t.Errorf("from a to c: %s", got)
	}
	changes, err := c.Difference(c.ctx, c.day("2026-01-31"), c.day("2026-02-28"), c.Now(0).KnownAt, graph.Everybody)
	c.must(err)
	feb := c.day("2026-02-10")
	if want := []graph.Event{{Partner: "late", Name: "L", On: feb, After: "c"}}; !slices.Equal(changes.Joined, want) {
		t.Errorf("joined: %v, want %v", changes.Joined, want)
	}
	if want := []graph.Event{{Partner: "d", Name: "d", On: c.day("2026-02-15"), Before: "b", After: "x"}}; !slices.Equal(changes.Moved, want) {
		t.Errorf("moved: %v, want %v", changes.Moved, want)
	}
	if want := []graph.Event{{Partner: "b", Name: "b", On: c.day("2026-02-01"), Before: "active", After: "suspended"}}; !slices.Equal(changes.Statuses, want) {
		t.Errorf("statuses: %v, want %v", changes.Statuses, want)
	}
	if _, err := c.Upline(c.ctx, "nobody", c.Now(c.day("2026-01-31"))); fault.KindOf(err) != fault.NotFound {
		t.Errorf("above nobody: %v", err)
	}
	standing, err := c.StandingOf(c.ctx, "b", c.Now(c.day("2026-02-28")))
	c.must(err)
	if standing.Status != "suspended" {
		t.Errorf("b is %s in February", standing.Status)
	}
	c.must(c.OverrideRank(c.ctx, "b", "leader", c.day("2026-03-05"), graph.By{Within: graph.Everybody, Actor: "test", Reason: "a promise"}))
	for day, want := range map[string]string{"2026-03-04": "", "2026-03-05": "leader", "2026-04-01": ""} {
		if got, err := c.StandingOf(c.ctx, "b", c.Now(c.day(day))); err != nil || got.Rank != want {
			t.Errorf("b holds %q on %s, want %q (%v)", got.Rank, day, want, err)
		}
	}
	if err := c.OverrideRank(c.ctx, "b", "leader", c.day("2026-03-05"), tester); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an override without a reason: %v", err)
	}
	s := c.snapshot()
	if len(s.Facts.Overrides.Spans) != 1 || s.Reasons[0] != "a promise" {
		t.Errorf("overrides %v, because of %v", s.Facts.Overrides.Spans, s.Reasons)
	}
}
