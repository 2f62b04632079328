package graph_test

import (
	"slices"
	"testing"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
)

// caredFor is, by partner and day, what assignments one after the other come to: the last one that names a day counts.
type caredFor map[string]map[period.Day]string

func (m caredFor) assign(partner, value string, from, until, last period.Day) {
	if m[partner] == nil {
		m[partner] = map[period.Day]string{}
	}
	for day := from; day < min(until, last+1); day++ {
		m[partner][day] = value
	}
}

// Whoever has markets and departments in scope sees just who was in one of them on the day; histories are cut to those days, lists and
// single answers agree, and what protected data is shown, today decides. All of it as a naive model says, day by day.
func TestMarketsAndDepartmentsAreOfTheDay(t *testing.T) {
	c := newCrowd(t, 20)
	ctx, today := t.Context(), c.day("2026-02-05")
	storetest.Run(t, "UNWIND ['south', 'north'] AS id CREATE (:Department {id: id, name: id})")
	first, last := c.day("2026-01-01"), today+20
	markets, departments := caredFor{}, caredFor{}
	joined := map[string]period.Day{}
	for _, row := range c.rows(graph.View{Within: graph.Everybody, AsOf: last, KnownAt: graph.Latest}, len(c.times)) {
		joined[row.ID] = row.Joined
	}
	by := graph.By{Actor: "test", Within: graph.Everybody}
	for range 60 {
		id := c.ids[c.chance.IntN(len(c.ids))]
		from := first + period.Day(c.chance.IntN(50))
		until := from + 1 + period.Day(c.chance.IntN(30))
		if c.chance.IntN(3) == 0 {
			until = period.Forever
		}
		a := graph.Assignment{From: from, Until: until}
		value := []string{"DE", "AT"}[c.chance.IntN(2)]
		model := markets
		if a.Market = value; c.chance.IntN(2) == 0 {
			value = []string{"south", "north"}[c.chance.IntN(2)]
			a.Market, a.Department, model = "", value, departments
		}
		would, err := c.Assign(ctx, a, []string{id}, true, by)
		c.must(err)
		changed, err := c.Assign(ctx, a, []string{id}, false, by)
		c.must(err)
		if would != changed {
			t.Fatalf("the preview says %d, and %d changed", would, changed)
		}
		if again, err := c.Assign(ctx, a, []string{id}, false, by); err != nil || again != 0 {
			t.Fatalf("again: %d, %v", again, err)
		}
		model.assign(id, value, max(from, joined[id]), until, last)
	}
	within := careSight(t, today, "market:AT", "department:south")
	shown := 0
	for day := first + 5; day < last; day += 4 {
		at := graph.View{AsOf: day, KnownAt: graph.Latest, Within: within}
		all := at
		all.Within = graph.Everybody
		var want []graph.PartnerRow
		for _, row := range c.rows(all, len(c.times)) {
			on := min(day, today)
			inside := markets[row.ID][on] == "AT" || departments[row.ID][on] == "south"
			if inside {
				want = append(want, row)
			}
			_, err := c.Partner(ctx, row.ID, at)
			if (err == nil) != inside {
				t.Fatalf("%s on %v: %v, want inside %v", row.ID, day, err, inside)
			}
		}
		shown += len(want)
		c.listed(graph.PartnerFilter{}, at).check(t, c.chance, want, partnerKey)
	}
	if shown < 20 {
		t.Errorf("only %d rows were shown", shown)
	}
	for _, id := range c.ids {
		c.historyWithin(t, id, within, func(day period.Day) bool {
			return day <= today && (markets[id][day] == "AT" || departments[id][day] == "south")
		}, first, today)
	}
}

// historyWithin checks that a partner's markets are told of the days alone on which somebody was within.
func (c *crowd) historyWithin(t *testing.T, id string, within graph.Sight, inside func(day period.Day) bool, first, last period.Day) {
	t.Helper()
	h, err := c.History(t.Context(), id, graph.View{Within: within, KnownAt: graph.Latest, AsOf: last}, false)
	ever := false
	for day := first; day <= last; day++ {
		ever = ever || inside(day)
	}
	if (err == nil) != ever || err != nil && fault.KindOf(err) != fault.NotFound {
		t.Fatalf("the history of %s: %v, want inside %v", id, err, ever)
	}
	if err != nil {
		return
	}
	for _, span := range slices.Concat(h.Markets, h.Departments, h.Statuses, h.Sponsors) {
		for day := span.From; day < min(span.To, last+30); day++ {
			if !inside(day) {
				t.Fatalf("the history of %s tells %+v, and %v is not inside", id, span, day)
			}
		}
	}
}

// careSight is the sight of somebody with words of a scope, who is no partner.
func careSight(t *testing.T, today period.Day, words ...string) graph.Sight {
	t.Helper()
	return sightOf(t, "", "partners:read", today, words...)
}

// What is no assignment is refused, and so is one of somebody who is not within.
func TestAssignmentsAreChecked(t *testing.T) {
	c := newCrowd(t, 3)
	by := graph.By{Actor: "test", Within: graph.Everybody}
	today := c.day("2026-02-05")
	for i, a := range []graph.Assignment{
		{From: today, Until: period.Forever},
		{Market: "DE", Department: "south", From: today, Until: period.Forever},
		{Market: "D E", From: today, Until: period.Forever},
		{Market: "DE", From: today, Until: today},
	} {
		_, err := c.Assign(t.Context(), a, c.ids[:1], false, by)
		if fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	_, err := c.Assign(t.Context(), graph.Assignment{Department: "missing", From: today, Until: period.Forever}, c.ids[:1], false, by)
	if fault.KindOf(err) != fault.NotFound || err == nil {
		t.Errorf("a department that is not there: %v", err)
	}
	by.Within = careSight(t, today, "market:AT")
	_, err = c.Assign(t.Context(), graph.Assignment{Market: "DE", From: today, Until: period.Forever}, c.ids[:1], false, by)
	if fault.KindOf(err) != fault.NotFound || err == nil {
		t.Errorf("somebody who is not within: %v", err)
	}
}
