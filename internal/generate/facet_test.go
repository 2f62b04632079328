package generate

import (
	"strings"
	"testing"

	"upline/internal/period"
)

// TestFacets counts, in one company, what a settlement has rules of its own for.
func TestFacets(t *testing.T) {
	const months = 4
	c := &checker{dir: bundle(t, Options{Partners: 20_000, Orders: 60_000, Periods: months, Seed: 5})}
	first, _ := period.Parse("2026-01")
	start := first.Start()
	found := map[string]int{}
	placed, paid := map[string]period.Day{}, map[string]period.Day{}
	sellers := map[string]int{}
	for _, row := range c.rows("orders.csv") {
		on, at := c.day(row["placed_on"]), c.day(row["paid_on"])
		placed[row["id"]], paid[row["id"]] = on, at
		found[row["kind"]]++
		sellers[row["partner"]]++
		switch {
		case at == period.Forever:
			found["never paid"]++
		case on < start && at >= start:
			found["placed before the first period"]++
		case period.Of(at) > period.Of(on):
			found["paid late"]++
		}
		if day := on + 1; period.Of(day) > period.Of(on) {
			found["on the last day of a month"]++
		}
	}
	cancelled := map[string]int{}
	for _, row := range c.rows("cancellations.csv") {
		if cancelled[row["order"]]++; cancelled[row["order"]] == 2 {
			found["cancelled twice"]++
		}
		if row["share"] == "" {
			found["cancelled whole"]++
		} else {
			found["cancelled in part"]++
		}
		if at := paid[row["order"]]; at != period.Forever && c.day(row["cancelled_on"]) > period.Of(at).End() {
			found["cancelled after the settlement"]++
		} else {
			found["cancelled before the settlement"]++
		}
	}
	for _, row := range c.rows("status.csv") {
		found[row["status"]]++
		if c.day(row["from"]) >= start {
			found["status in a settled period"]++
		}
	}
	for _, row := range c.rows("careers.csv") {
		found[row["rank"]]++
	}
	for _, row := range c.rows("sponsorships.csv") {
		if to := c.day(row["to"]); to >= start && to != period.Forever {
			found["move in a settled period"]++
		}
	}
	for facet, least := range map[string]int{
		own: 20_000, customer: 10_000, starter: 500, "never paid": 500, "paid late": 1_000, "placed before the first period": 200,
		"on the last day of a month": 2_000, "cancelled twice": 50, "cancelled whole": 300, "cancelled in part": 300,
		"cancelled after the settlement": 200, "cancelled before the settlement": 200, "active": 50, "suspended": 100, "terminated": 300,
		"status in a settled period": 200, "builder": 1_000, "leader": 300, "director": 100, "ambassador": 50, "move in a settled period": 30,
	} {
		if found[facet] < least {
			t.Errorf("%s: %d, want %d or more", facet, found[facet], least)
		}
	}
	most := 0
	for _, orders := range sellers {
		most = max(most, orders)
	}
	if len(sellers) < 12_000 || most < 400 {
		t.Errorf("%d partners sold, the best one %d times", len(sellers), most)
	}
}

// TestSinglePeriodHoldsAllOrders keeps a benchmark of n orders one of n orders.
func TestSinglePeriodHoldsAllOrders(t *testing.T) {
	c := &checker{dir: bundle(t, Options{Partners: 5_000, Orders: 10_000, Periods: 1, First: "2026-02", Plan: Bench})}
	due := 0
	for _, row := range c.rows("orders.csv") {
		if !strings.HasPrefix(row["placed_on"], "2026-02-") {
			t.Fatalf("order %s of %s", row["id"], row["placed_on"])
		}
		if strings.HasPrefix(row["paid_on"], "2026-02-") {
			due++
		}
	}
	if due < 9_000 {
		t.Errorf("%d of 10,000 orders are due", due)
	}
	for _, row := range c.rows("partners.csv") {
		if row["joined"] > "2026-02-28" {
			t.Fatalf("partner %s joins on %s", row["id"], row["joined"])
		}
	}
}

// TestNobodySellsAfterLeaving: a terminated partner is credited no further orders.
func TestNobodySellsAfterLeaving(t *testing.T) {
	c := &checker{dir: bundle(t, Options{Partners: 3_000, Orders: 20_000, Periods: 6, Seed: 9})}
	left := map[string]string{}
	for _, row := range c.rows("status.csv") {
		if row["status"] == "terminated" {
			left[row["partner"]] = row["from"]
		}
	}
	if len(left) == 0 {
		t.Fatal("nobody left")
	}
	for _, row := range c.rows("orders.csv") {
		if day, ok := left[row["partner"]]; ok && row["placed_on"] >= day {
			t.Fatalf("%s left on %s and sold on %s", row["partner"], day, row["placed_on"])
		}
	}
}

// TestPowerLegs: a leader of 2,000 recruits has a leg of 400 that goes down at slot 0 all the way.
func TestPowerLegs(t *testing.T) {
	c := &checker{dir: bundle(t, Options{Partners: 20_000, Orders: 100, Periods: 2, Seed: 5})}
	depth, deepest := map[string]int{}, 0
	for _, row := range c.rows("placements.csv") {
		if row["slot"] != "0" {
			t.Fatalf("%s at slot %s", row["partner"], row["slot"])
		}
		depth[row["partner"]] = depth[row["parent"]] + 1
		deepest = max(deepest, depth[row["partner"]])
	}
	if deepest < 400 || deepest > 402 { // a leader has a few recruits before becoming one
		t.Errorf("the deepest leg goes down %d levels", deepest)
	}
}

// TestCareerPyramid: of those who joined before the first period, 80 / 12 / 5 / 2 / 1 % hold the five ranks.
func TestCareerPyramid(t *testing.T) {
	c := &checker{dir: bundle(t, Options{Partners: 20_000, Orders: 100, Periods: 1, Seed: 5})}
	before := 0
	for _, row := range c.rows("partners.csv") {
		if row["joined"] < "2026-01-01" {
			before++
		}
	}
	held := map[string]int{}
	for _, row := range c.rows("careers.csv") {
		if row["from"] < "2026-01-01" && row["to"] == "" {
			held[row["rank"]]++
		}
	}
	for rank, perMille := range map[string]int{"builder": 120, "leader": 50, "director": 20, "ambassador": 10} {
		// Groups of one size share a rank, so the small groups miss the mark by more.
		if got := held[rank] * 1000 / before; got < perMille*7/10 || got > perMille*13/10 {
			t.Errorf("%s: %d per mille, want about %d", rank, got, perMille)
		}
	}
}
