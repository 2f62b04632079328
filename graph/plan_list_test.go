package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"upline/graph"
	"upline/internal/fault"
)

func TestPlansAreListed(t *testing.T) {
	c := newCompany(t)
	first := graph.NewPlanVersion("plans/test.yaml", []byte(plan))
	before, err := c.Watermark(c.ctx)
	c.must(err)
	second := graph.NewPlanVersion("plans/july.yaml", []byte(strings.Replace(plan, "2026-01-01", "2026-07-01", 1)))
	c.must(c.PublishPlan(c.ctx, second, tester))
	between, err := c.Watermark(c.ctx)
	c.must(err)
	better := graph.NewPlanVersion("plans/test.yaml", []byte(strings.Replace(plan, "[10, 5]", "[10, 6]", 1)))
	c.must(c.PublishPlan(c.ctx, better, tester))
	now, err := c.Watermark(c.ctx)
	c.must(err)
	for _, test := range []struct {
		at   graph.Watermark
		want []graph.PlanVersion
	}{
		{before, []graph.PlanVersion{first}}, {between, []graph.PlanVersion{first, second}}, {now, []graph.PlanVersion{better, second}},
	} {
		plans, err := c.Plans(c.ctx, test.at.KnownAt)
		c.must(err)
		var got []graph.PlanVersion
		for _, p := range plans {
			if p.Text != "" || p.Currency != "EUR" || p.Recorded.After(test.at.KnownAt) || p.Superseded.IsZero() == (p.SHA256 == first.SHA256) {
				t.Errorf("%+v", p)
			}
			whole, err := c.Plan(c.ctx, p.SHA256)
			c.must(err)
			got = append(got, whole.PlanVersion)
			if whole.Text = ""; *whole != p {
				t.Errorf("alone it is %+v, in the list %+v", *whole, p)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%v, want %v", got, test.want)
		}
	}
	// What comes back holds again, though it was superseded once.
	c.must(c.PublishPlan(c.ctx, first, tester))
	if again, err := c.Plan(c.ctx, first.SHA256); err != nil || !again.Superseded.IsZero() || again.ValidFrom != c.day("2026-01-01") {
		t.Errorf("published again: %+v, %v", again, err)
	}
	if _, err := c.Plan(c.ctx, "00"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no plan: %v", err)
	}
}

// A check says what publishing says, and publishes nothing.
func TestPlansAreChecked(t *testing.T) {
	c := newCompany(t)
	version := func(file, from, old, now string) graph.PlanVersion {
		return graph.NewPlanVersion(file, []byte(strings.Replace(strings.Replace(plan, "2026-01-01", from, 1), old, now, 1)))
	}
	for _, test := range []struct {
		version graph.PlanVersion
		says    string
	}{
		{version("plans/bad.yaml", "2026-07-01", "unilevel", "nothing"), "plans/bad.yaml:"},
		{version("plans/other.yaml", "2026-07-01", "EUR", "USD"), "currency"},
		{version("plans/test.yaml", "2026-07-01", "", ""), "plans/test.yaml:1: the version that is valid from 2026-01-01 has this file name"},
	} {
		checked, published := c.CheckPlan(c.ctx, test.version), c.PublishPlan(c.ctx, test.version, tester)
		if checked == nil || fault.KindOf(checked) != fault.Invalid || fmt.Sprint(checked) != fmt.Sprint(published) || !strings.Contains(checked.Error(), test.says) {
			t.Errorf("%s: checked: %v; published: %v; want one that says %q", test.version.File, checked, published, test.says)
		}
	}
	fine := version("plans/july.yaml", "2026-07-01", "[10, 5]", "[10, 6]")
	c.must(c.CheckPlan(c.ctx, fine))
	if plans, err := c.Plans(c.ctx, c.Now(0).KnownAt); err != nil || len(plans) != 1 {
		t.Errorf("after the checks: %v, %v", plans, err)
	}
	c.must(c.PublishPlan(c.ctx, fine, tester))
	renamed := version("plans/january.yaml", "2026-01-01", "[10, 5]", "[10, 6]")
	c.must(c.CheckPlan(c.ctx, renamed))
	c.must(c.PublishPlan(c.ctx, renamed, tester))
	c.must(c.PublishPlan(c.ctx, version("plans/test.yaml", "2027-01-01", "[10, 5]", "[10, 6]"), tester)) // the name is free again
}
