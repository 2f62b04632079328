package cypher_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/graph"
	"upline/internal/period"
	"upline/internal/storetest"
)

// What the server answers about a random company, of any day and as known at any time, is what its diary says.
func TestAnswersOfARandomCompany(t *testing.T) {
	d := &diary{t: t, store: storetest.Graph(t), chance: rand.New(rand.NewPCG(7, 1)), joined: map[string]period.Day{}}
	must(t, d.store.PublishPlan(t.Context(), graph.NewPlanVersion("plans/test.yaml", []byte(
		"plan: test\nvalid_from: 2026-01-01\ncurrency: EUR\nranks:\n  - {id: starter}\nbonuses:\n  - {id: uni, type: unilevel, levels: [10]}\n")), writer))
	const partners, orders = 16, 30
	for i := range partners {
		d.register(fmt.Sprintf("p%02d", i))
	}
	for i := range 40 {
		d.move()
		if i < orders {
			d.sell(fmt.Sprintf("o%02d", i))
		}
		d.correct(orders)
		d.correct(orders)
	}
	driver := connect(t)
	all := map[string]query{}
	for _, q := range queries(t) {
		all[q.name] = q
	}
	for range 25 {
		a := &asking{diary: d, driver: driver, all: all, upTo: partners + d.chance.IntN(len(d.entries)-partners), top: fmt.Sprintf("p%02d", d.chance.IntN(6))}
		a.from, a.to = d.anyDay(), d.anyDay()
		if a.to < a.from {
			a.from, a.to = a.to, a.from
		}
		a.downline()
		a.moved()
		a.legs()
		a.balance()
		a.points()
	}
	t.Logf("%d entries of %d partners", len(d.entries), len(d.joined))
}

// asking is a time of knowing, days and a partner to ask about.
type asking struct {
	*diary
	driver   neo4j.DriverWithContext
	all      map[string]query
	upTo     int
	from, to period.Day
	top      string
}

// compare asks a question, and compares the rows.
func (a *asking) compare(question string, params map[string]any, want []string) {
	a.t.Helper()
	params["knownAt"] = a.known[a.upTo].In(time.FixedZone("Offset", 0))
	got := ask(a.t, a.driver, a.all[question], params)
	if question == "points_of_days" { // in no order
		rows := strings.Split(got, "; ")
		slices.Sort(rows)
		slices.Sort(want)
		got = strings.Join(rows, "; ")
	}
	if got != strings.Join(want, "; ") {
		a.t.Errorf("%s of %s, %v to %v, after entry %d:\n%s\nwant\n%s", question, a.top, a.from, a.to, a.upTo, got, strings.Join(want, "; "))
	}
}

func date(d period.Day) neo4j.Date { return neo4j.Date(time.Unix(int64(d)*86400, 0).UTC()) }

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func (a *asking) downline() {
	type row struct {
		level int
		text  string
	}
	var rows []row
	for _, p := range a.partners(a.upTo) {
		if level := a.level(p, a.top, a.to, a.upTo); level > 0 {
			rows = append(rows, row{level, fmt.Sprintf("%s %s %v %s %d", p, p, a.joined[p], a.sponsor(p, a.to, a.upTo), level)})
		}
	}
	slices.SortStableFunc(rows, func(x, y row) int { return cmp.Compare(x.level, y.level) })
	want := []string{}
	for _, r := range rows {
		want = append(want, r.text)
	}
	a.compare("downline_on_a_day", map[string]any{"partner": a.top, "asOf": date(a.to)}, want)
}

// moved asks as analysts do, and as package graph does.
func (a *asking) moved() {
	type row struct {
		on   period.Day
		text string
	}
	members := []string{}
	var rows []row
	for _, p := range a.partners(a.upTo) {
		before, after := a.sponsor(p, a.from, a.upTo), a.sponsor(p, a.to, a.upTo)
		if a.joined[p] > a.from || before == after {
			continue
		}
		on := a.to
		for a.sponsor(p, on-1, a.upTo) == after {
			on--
		}
		members = append(members, fmt.Sprintf("%s %s %v %s %s", p, p, on, before, after))
		rows = append(rows, row{on, fmt.Sprintf("%s %s %s %s %v", p, p, cmp.Or(before, "-"), cmp.Or(after, "-"), on)})
	}
	slices.SortStableFunc(rows, func(x, y row) int { return cmp.Compare(x.on, y.on) })
	want := []string{}
	for _, r := range rows {
		want = append(want, r.text)
	}
	a.compare("moved_between_two_days", map[string]any{"from": date(a.from), "to": date(a.to)}, want)
	a.compare("members_moved", map[string]any{"from": date(a.from), "to": date(a.to)}, members)
}

// points asks for what package graph shows as points of the days. Partners have the numbers that their names say.
func (a *asking) points() {
	want := []string{}
	for i, p := range a.partners(a.upTo) {
		orders, points, _ := a.volume(func(m string) bool { return m == p }, a.from, a.to, a.upTo)
		if orders > 0 {
			want = append(want, fmt.Sprintf("%d %d", i, int64(math.Round(points*1e4))))
		}
	}
	a.compare("points_of_days", map[string]any{"from": date(a.from), "to": date(a.to)}, want)
}

func (a *asking) legs() {
	type leg struct {
		id                        string
		members, buyers, orders   int
		points, cancelled, volume float64
	}
	var legs []leg
	total := 0.0
	for _, p := range a.partners(a.upTo) {
		l := leg{id: p}
		if p != a.top && a.sponsor(p, a.to, a.upTo) != a.top {
			continue
		}
		in := func(m string) bool { return p == a.top && m == p || p != a.top && a.level(m, p, a.to, a.upTo) >= 0 }
		for _, m := range a.partners(a.upTo) {
			if !in(m) {
				continue
			}
			l.members++
			if orders, _, _ := a.volume(func(other string) bool { return other == m }, a.from, a.to, a.upTo); orders > 0 {
				l.buyers++
			}
		}
		l.orders, l.points, l.cancelled = a.volume(in, a.from, a.to, a.upTo)
		l.volume = places4(l.points - l.cancelled)
		total += l.points - l.cancelled
		legs = append(legs, l)
	}
	slices.SortFunc(legs, func(x, y leg) int { return cmp.Or(cmp.Compare(y.volume, x.volume), cmp.Compare(x.id, y.id)) })
	want := []string{}
	for _, l := range legs {
		percent := "-"
		if total > 0 {
			percent = strconv.FormatFloat(100*(l.points-l.cancelled)/total, 'f', 1, 64)
			percent = strings.TrimSuffix(percent, ".0")
			percent = strings.Replace(percent, "-0", "0", 1)
		}
		want = append(want, fmt.Sprintf("%s %s %d %d %d %s %s %s %s", l.id, l.id, l.members, l.buyers, l.orders, number(l.points), number(l.cancelled), number(l.volume), percent))
	}
	a.compare("volume_by_leg", map[string]any{"partner": a.top, "from": date(a.from), "to": date(a.to), "asOf": date(a.to)}, want)
}

// balance asks for everybody whose group has any volume in a leg.
func (a *asking) balance() {
	type row struct {
		volume float64
		text   string
	}
	var rows []row
	for _, p := range a.partners(a.upTo) {
		if a.level(p, a.top, a.to, a.upTo) < 0 {
			continue
		}
		_, points, cancelled := a.volume(func(m string) bool { return a.level(m, p, a.to, a.upTo) >= 0 }, a.from, a.to, a.upTo)
		total := places4(points - cancelled)
		count, largest, leg := 0, 0.0, ""
		for _, l := range a.partners(a.upTo) {
			in := func(m string) bool { return a.level(m, l, a.to, a.upTo) >= 0 }
			_, points, cancelled := a.volume(in, a.from, a.to, a.upTo)
			if a.sponsor(l, a.to, a.upTo) != p || points == 0 && cancelled == 0 {
				continue
			}
			if volume := places4(points - cancelled); count == 0 || volume > largest {
				largest, leg = volume, l
			}
			count++
		}
		if total > 0 && count > 0 && 100*largest/total > 50 {
			percent := strings.TrimSuffix(strconv.FormatFloat(100*largest/total, 'f', 1, 64), ".0")
			rows = append(rows, row{total, fmt.Sprintf("%s %s %d %s %s %s %s", p, p, count, number(total), leg, number(largest), percent)})
		}
	}
	slices.SortStableFunc(rows, func(x, y row) int { return cmp.Compare(y.volume, x.volume) })
	want := []string{}
	for _, r := range rows {
		want = append(want, r.text)
	}
	a.compare("balance_of_legs", map[string]any{"partner": a.top, "percent": 50.0, "from": date(a.from), "to": date(a.to), "asOf": date(a.to)}, want)
}
