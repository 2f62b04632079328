package graph_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"upline/graph"
	"upline/graph/access"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// sightOf is the sight of a user whose partner is given, by a profile of one permission with a scope.
func sightOf(t testing.TB, partner string, permission access.Permission, today period.Day, words ...string) graph.Sight {
	t.Helper()
	scope, err := access.ParseScope(words)
	if err != nil {
		t.Fatal(err)
	}
	profile := access.Profile{ID: "test", Fields: access.AllFields, Permissions: []access.Grant{{Permission: permission, Scope: scope}}}
	user := access.User{ID: "u", Partner: partner, Profiles: []access.Holding{{Profile: profile, Days: access.Days{From: 0, To: period.Forever}}}}
	return graph.SightOf(access.Decide(user, permission, today), today, false)
}

// Who is told that nobody is there is told the same of somebody out of sight; only the log learns which it was.
func TestOutOfSight(t *testing.T) {
	c := newCrowd(t, 3)
	today := c.day("2026-02-05")
	at := graph.View{AsOf: today, KnownAt: graph.Latest, Within: sightOf(t, c.ids[2], "partners:read", today, "own")}
	_, hidden := c.Partner(c.ctx, c.ids[0], at)
	_, missing := c.Partner(c.ctx, "nobody", at)
	if !errors.Is(hidden, graph.ErrOutside) || errors.Is(missing, graph.ErrOutside) || missing == nil {
		t.Errorf("of somebody out of sight: %v; of nobody: %v", hidden, missing)
	}
	if hidden == nil || missing == nil || strings.ReplaceAll(hidden.Error(), c.ids[0], "nobody") != missing.Error() || fault.KindOf(hidden) != fault.KindOf(missing) {
		t.Errorf("the client learns %v, and %v", hidden, missing)
	}
}

// below says whether a partner is oneself or below another one on a day, as is known now: by the partner's upline, one by one.
func (c *crowd) below(partner, above string, on, today period.Day) bool {
	return partner == above || slices.Contains(c.upline(partner, graph.View{Within: graph.Everybody, AsOf: min(on, today), KnownAt: graph.Latest}), above)
}

// In a company in which people move about, lists and single answers show just who is within, as who was below on the day; however
// long pages are. A history is cut to the days on which somebody was.
func TestSightIsOfTheDay(t *testing.T) {
	c := newCrowd(t, 40)
	today := c.day("2026-02-05")
	shown, hidden := 0, 0
	for _, self := range c.ids[:12] {
		within := sightOf(t, self, "partners:read", today, "downline")
		for _, asOf := range []period.Day{c.day("2026-01-15"), c.day("2026-02-01"), today + 10} {
			at := graph.View{AsOf: asOf, KnownAt: graph.Latest}
			all := at
			all.Within, at.Within = graph.Everybody, within
			var want []graph.PartnerRow
			for _, row := range c.rows(all, len(c.times)) {
				if c.below(row.ID, self, asOf, today) {
					want = append(want, row)
				}
			}
			shown += len(want)
			c.listed(graph.PartnerFilter{}, at).check(t, c.chance, want, partnerKey)
			c.listed(graph.PartnerFilter{Text: "anna"}, at).all(t, graph.Slice{Limit: 2})
			for _, id := range c.ids {
				inside := c.below(id, self, max(asOf, c.joined[id]), today)
				_, err := c.Partner(c.ctx, id, at)
				if inside != (err == nil) || err != nil && (err.Error() != "partner: there is no partner "+id || !errors.Is(err, graph.ErrOutside)) {
					t.Errorf("%s as seen by %s on %v: %v; it is within: %v", id, self, asOf, err, inside)
				}
				if !inside {
					hidden++
				}
			}
		}
		for _, id := range c.ids[:20] {
			c.historyOf(t, id, self, within, today)
		}
	}
	if shown < 40 || hidden < 100 {
		t.Errorf("%d are shown and %d hidden: the test proves little", shown, hidden)
	}
}

// historyOf compares a history with the days on which the partner was within, day by day.
func (c *crowd) historyOf(t *testing.T, id, self string, within graph.Sight, today period.Day) {
	t.Helper()
	whole, err := c.History(c.ctx, id, graph.View{Within: graph.Everybody, KnownAt: graph.Latest}, false)
	c.must(err)
	seen, err := c.History(c.ctx, id, graph.View{Within: within, KnownAt: graph.Latest}, false)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		c.must(err)
	}
	if seen == nil {
		seen = &graph.History{}
	}
	said := func(spans []graph.Span, on period.Day) (text string) {
		for _, s := range spans {
			if s.From <= on && on < s.To {
				text += s.Value + s.Tree + " "
			}
		}
		return text
	}
	for on := c.day("2026-01-01"); on < c.day("2026-03-01"); on++ {
		inside := c.joined[id] <= on && on <= today && c.below(id, self, on, today) || id == self
		for i, lists := range [][2][]graph.Span{{whole.Sponsors, seen.Sponsors}, {whole.Statuses, seen.Statuses}, {whole.Placements, seen.Placements}} {
			want := ""
			if inside {
				want = said(lists[0], on)
			}
			if got := said(lists[1], on); got != want {
				t.Errorf("%s as seen by %s on %v: list %d says %q, want %q", id, self, on, i, got, want)
			}
		}
	}
}

// Orders belong to the day on which they were placed: whoever was above then sees them, and their cancellations, for ever; and nobody
// else does. Of somebody who never was below, there is nothing to ask.
func TestOrdersAreSeenOfTheirDay(t *testing.T) {
	c := newCompany(t)
	for id, sponsor := range map[string]string{"a": "", "x": ""} {
		c.join(id, sponsor)
	}
	c.join("b", "a")
	c.join("y", "x")
	c.order("early", "b", "2026-01-10")
	c.must(c.Move(c.ctx, graph.Move{Partner: "b", Sponsor: "x", From: c.day("2026-02-01"), Until: period.Forever}, tester))
	c.order("after", "b", "2026-02-01")
	c.order("own", "a", "2026-02-02")
	c.order("other", "y", "2026-01-10")
	for _, order := range []string{"early", "after", "other"} {
		c.must(c.RecordCancellation(c.ctx, graph.Cancellation{ID: "k-" + order, Order: order, On: c.day("2026-02-10"), Share: money.Whole / 4, Reason: "other"}, tester))
	}
	today := c.day("2026-03-01")
	for _, asked := range []struct{ partner, orders, cancellations string }{
		{"a", "[early own]", "[k-early]"}, {"x", "[other after]", "[k-after k-other]"}, {"b", "[early after]", "[k-after k-early]"}, {"y", "[other]", "[k-other]"},
	} {
		within := sightOf(t, asked.partner, "orders:read", today, "downline")
		var orders, cancellations []string
		for next := ""; ; {
			rows, more, err := c.Orders(c.ctx, graph.OrderFilter{}, within, graph.Slice{Limit: 1, After: next})
			c.must(err)
			for _, row := range rows {
				orders = append(orders, row.ID)
			}
			if next = more; more == "" {
				break
			}
		}
		rows, _, err := c.Cancellations(c.ctx, graph.CancellationFilter{}, within, graph.Slice{Limit: 10})
		c.must(err)
		for _, row := range rows {
			cancellations = append(cancellations, row.ID)
		}
		if fmt.Sprint(orders) != asked.orders || fmt.Sprint(cancellations) != asked.cancellations {
			t.Errorf("%s sees the orders %v and the cancellations %v, want %s and %s", asked.partner, orders, cancellations, asked.orders, asked.cancellations)
		}
		for _, id := range []string{"early", "after", "own", "other"} {
			_, err := c.Order(c.ctx, id, within)
			if seen := slices.Contains(orders, id); seen != (err == nil) || !seen && err.Error() != "order: there is no order "+id {
				t.Errorf("%s asks for %s: %v", asked.partner, id, err)
			}
		}
	}
	within := sightOf(t, "a", "orders:read", today, "downline")
	if _, _, err := c.Orders(c.ctx, graph.OrderFilter{Partner: "y"}, within, graph.Slice{Limit: 1}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("orders of somebody who never was below: %v", err)
	}
	if _, _, err := c.Cancellations(c.ctx, graph.CancellationFilter{Order: "other"}, within, graph.Slice{Limit: 1}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("cancellations of an order that is not seen: %v", err)
	}
}

// Changes look at today: a former upline changes nothing, and whoever may not act for everybody makes no roots. Nothing is changed.
func TestChangesAreWithinToday(t *testing.T) {
	c := newCompany(t)
	for _, pair := range [][2]string{{"a", ""}, {"x", ""}, {"b", "a"}, {"c", "a"}} {
		c.join(pair[0], pair[1])
	}
	c.order("o", "b", "2026-01-10")
	feb := c.day("2026-02-01")
	c.must(c.Move(c.ctx, graph.Move{Partner: "b", Sponsor: "x", From: feb, Until: period.Forever}, tester))
	before := c.snapshot()
	by := graph.By{Actor: "user:a", Reason: "r", Within: sightOf(t, "a", "partners:move", c.day("2026-03-01"), "downline")}
	order := graph.Order{ID: "o", Partner: "c", Kind: "own", PlacedOn: feb, PaidOn: feb}
	for what, err := range map[string]error{
		"move":      c.Move(c.ctx, graph.Move{Partner: "b", Sponsor: "a", From: feb, Until: period.Forever}, by),
		"move to":   c.Move(c.ctx, graph.Move{Partner: "c", Sponsor: "x", From: feb, Until: period.Forever}, by),
		"status":    c.ChangeStatus(c.ctx, "b", "suspended", feb, period.Forever, by),
		"career":    c.RecordCareer(c.ctx, "b", "leader", feb, period.Forever, by),
		"override":  c.OverrideRank(c.ctx, "b", "leader", feb, by),
		"correct":   c.CorrectPartner(c.ctx, "x", "Xaver", feb, by),
		"place":     c.Replace(c.ctx, graph.Replace{Partner: "b", Place: graph.Place{Tree: "m3", Parent: "a", Slot: 1}, From: feb, Until: period.Forever}, by),
		"register":  c.Register(c.ctx, graph.Registration{ID: "n", Name: "n", Joined: feb, Sponsor: "x"}, by),
		"order":     c.RecordOrder(c.ctx, graph.Order{ID: "new", Partner: "x", Kind: "own", PlacedOn: feb, PaidOn: feb}, by),
		"payment":   c.RecordPayment(c.ctx, "o", feb, by),
		"its order": c.CorrectOrder(c.ctx, order, by),
		"withdraw":  c.WithdrawOrder(c.ctx, "o", by),
		"cancel":    c.RecordCancellation(c.ctx, graph.Cancellation{ID: "k", Order: "o", On: feb, Share: money.Whole, Reason: "other"}, by),
		"nobody":    c.Move(c.ctx, graph.Move{Partner: "c", Sponsor: "x", From: feb, Until: period.Forever}, graph.By{Actor: "user:a"}),
	} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := c.Move(c.ctx, graph.Move{Partner: "c", From: feb, Until: period.Forever}, by); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a root is made by somebody who sees a downline: %v", err)
	}
	if after := c.snapshot(); !reflect.DeepEqual(after.Facts, before.Facts) {
		t.Error("something was changed")
	}
	c.must(c.ChangeStatus(c.ctx, "c", "suspended", feb, period.Forever, by))
}
