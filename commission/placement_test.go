package commission

import (
	"cmp"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/internal/period"
)

// company is a small bundle for placements: days are plain numbers, partners are numbered from 0.
type company struct {
	joined   []period.Day
	sponsors [][]Span[PartnerNo]
	rows     [][]Span[Place]
	listed   []bool
	width    int
}

// facts returns the facts with tree 0 as listed.
func (c *company) facts() *Facts {
	f := &Facts{Placements: make([]Timelines[Place], 1)}
	for p, joined := range c.joined {
		f.Partners = append(f.Partners, Partner{ID: fmt.Sprintf("%09d", p), Joined: joined})
	}
	f.Sponsors = timelinesOf(c.sponsors)
	f.Placements[0] = timelinesOf(c.rows)
	return f
}

func timelinesOf[T any](of [][]Span[T]) Timelines[T] {
	var owners []PartnerNo
	var spans []Span[T]
	for p := range of {
		for _, span := range of[p] {
			owners, spans = append(owners, PartnerNo(p)), append(spans, span)
		}
	}
	return NewTimelines(len(of), owners, spans)
}

// placed runs PlaceAutomatically and returns everybody's spans.
func (c *company) placed() [][]Span[Place] {
	f := c.facts()
	f.PlaceAutomatically(0, c.width, c.listed)
	return spansOf(f.Placements[0], len(c.joined))
}

func spansOf(t Timelines[Place], partners int) [][]Span[Place] {
	all := make([][]Span[Place], partners)
	for p := range all {
		all[p] = t.Of(PartnerNo(p))
	}
	return all
}

// model places by the words of plan-language §6, looking at everything again for each partner.
type model struct {
	*company
	auto []*Place // by partner: the automatic placement, once made
}

func at[T any](spans []Span[T], day period.Day) *T {
	for i := range spans {
		if spans[i].From <= day && day < spans[i].To {
			return &spans[i].Value
		}
	}
	return nil
}

func (m *model) sponsor(p PartnerNo, day period.Day) PartnerNo {
	if sponsor := at(m.sponsors[p], day); sponsor != nil {
		return *sponsor
	}
	return NoPartner
}

func (m *model) depth(p PartnerNo, day period.Day) (depth int) {
	for p = m.sponsor(p, day); p != NoPartner; p = m.sponsor(p, day) {
		depth++
	}
	return depth
}

// stands returns where a partner stands on a day, nil when not in the tree.
func (m *model) stands(p PartnerNo, day period.Day) *Place {
	if m.listed[p] {
		return at(m.rows[p], day)
	}
	return m.auto[p] // those already placed have joined on the day or earlier
}

// taken says whether someone has a slot on a day or later.
func (m *model) taken(at Place, day period.Day) bool {
	for p := range m.joined {
		for _, span := range m.rows[p] {
			if span.To > day && span.Value == at {
				return true
			}
		}
		if m.auto[p] != nil && *m.auto[p] == at {
			return true
		}
	}
	return false
}

// children returns who stands below a partner on a day, from left to right.
func (m *model) children(parent PartnerNo, day period.Day) (children []PartnerNo) {
	for slot := range m.width {
		for p := range m.joined {
			if place := m.stands(PartnerNo(p), day); place != nil && *place == (Place{parent, int32(slot)}) {
				children = append(children, PartnerNo(p))
			}
		}
	}
	return children
}

// firstFree looks top-down, left to right.
func (m *model) firstFree(below PartnerNo, day period.Day) *Place {
	queue, seen := []PartnerNo{below}, map[PartnerNo]bool{below: true}
	for ; len(queue) > 0; queue = queue[1:] {
		for slot := range m.width {
			if place := (Place{queue[0], int32(slot)}); !m.taken(place, day) {
				return &place
			}
		}
		for _, child := range m.children(queue[0], day) {
			if !seen[child] { // only in a cycle of faulty rows
				seen[child] = true
				queue = append(queue, child)
			}
		}
	}
	return nil
}

func (m *model) place(p PartnerNo) Place {
	day := m.joined[p]
	for s := m.sponsor(p, day); s != NoPartner; s = m.sponsor(s, day) {
		if m.stands(s, day) != nil {
			if place := m.firstFree(s, day); place != nil {
				return *place
			}
		}
	}
	return Place{NoPartner, 0}
}

// expected returns everybody's spans as the model places them.
func (c *company) expected() [][]Span[Place] {
	m := &model{company: c, auto: make([]*Place, len(c.joined))}
	var order []PartnerNo
	for p := range c.joined {
		if !c.listed[p] {
			order = append(order, PartnerNo(p))
		}
	}
	slices.SortFunc(order, func(a, b PartnerNo) int {
		return cmp.Or(cmp.Compare(c.joined[a], c.joined[b]),
			cmp.Compare(m.depth(a, c.joined[a]), m.depth(b, c.joined[b])), cmp.Compare(a, b))
	})
	all := slices.Clone(c.rows)
	for _, p := range order {
		place := m.place(p)
		m.auto[p] = &place
		all[p] = []Span[Place]{{c.joined[p], period.Forever, place}}
	}
	return all
}

// pick draws a number below n, all about as likely; rapid's own ranges prefer the ends.
func pick(t *rapid.T, n int, label string) (number int) {
	for range bits.Len(uint(n)) + 2 {
		number *= 2
		if coin.Draw(t, label) {
			number++
		}
	}
	return number % n
}

var coin = rapid.Bool()

// drawSpans draws intervals that do not overlap, from `from` on; value returns false to leave one out.
func drawSpans[T any](t *rapid.T, from, last period.Day, most int, value func(span Span[T]) (T, bool)) []Span[T] {
	var spans []Span[T]
	for range pick(t, most+1, "intervals") {
		from += period.Day([]int{0, 0, 0, 1, 2, 4}[pick(t, 6, "gap")])
		span := Span[T]{From: from, To: from + period.Day(1+pick(t, 6, "days"))}
		if span.To > last || pick(t, 3, "open") == 0 {
			span.To = period.Forever
		}
		var ok bool
		if span.Value, ok = value(span); ok {
			spans = append(spans, span)
		}
		if span.To == period.Forever {
			break
		}
		from = span.To
	}
	return spans
}

const (
	lastDay = 14
	tries   = 4 // to draw what is allowed
)

// drawCompany draws a bundle whose sponsor tree is valid. Listed rows may be faulty, when wild.
func drawCompany(t *rapid.T, most int, wild bool) *company {
	n := 1 + pick(t, most, "partners")
	days := []int{1, 3, lastDay}[pick(t, 3, "days")]
	c := &company{
		joined: make([]period.Day, n), sponsors: make([][]Span[PartnerNo], n),
		rows: make([][]Span[Place], n), listed: make([]bool, n),
		width: []int{1, 1, 2, 2, 3, 4, 12}[pick(t, 7, "width")],
	}
	for p := range n {
		c.joined[p] = period.Day(pick(t, days, "joined") - 2)
	}
	listing := pick(t, 10, "listed of 10")
	first := []int{0, 0, n}[pick(t, 3, "listed first")] // the founders, or nobody in particular
	for p := range n {
		c.sponsors[p] = drawSponsors(t, c, PartnerNo(p))
		c.listed[p] = pick(t, 10, "listed") < listing || p < first/2
	}
	for p := range n {
		if c.listed[p] {
			c.rows[p] = drawRows(t, c, PartnerNo(p), wild)
		}
	}
	return c
}

func drawSponsors(t *rapid.T, c *company, p PartnerNo) []Span[PartnerNo] {
	value := func(span Span[PartnerNo]) (PartnerNo, bool) {
		for range tries {
			sponsor := PartnerNo(pick(t, len(c.joined)+1, "sponsor") - 1)
			if sponsor == NoPartner || c.joined[sponsor] <= span.From && acyclic(c.sponsors, p, span, sponsor) {
				return sponsor, true
			}
		}
		return NoPartner, false
	}
	if pick(t, 4, "moves") == 0 {
		return drawSpans(t, c.joined[p], lastDay, 3, value)
	}
	span := Span[PartnerNo]{From: c.joined[p], To: period.Forever}
	var ok bool
	if span.Value, ok = value(span); !ok {
		return nil
	}
	return []Span[PartnerNo]{span}
}

// acyclic says whether p is never met above a sponsor during a span.
func acyclic(sponsors [][]Span[PartnerNo], p PartnerNo, during Span[PartnerNo], sponsor PartnerNo) bool {
	for day := during.From; day < during.To && day <= lastDay+10; day++ {
		for above := sponsor; ; {
			if above == p {
				return false
			}
			next := at(sponsors[above], day)
			if next == nil || *next == NoPartner {
				break
			}
			above = *next
		}
	}
	return true
}

func drawRows(t *rapid.T, c *company, p PartnerNo, wild bool) []Span[Place] {
	crowd := len(c.joined)
	if c.width > 4 {
		crowd = min(crowd, 3) // or else there would never be many below one parent
	}
	return drawSpans(t, c.joined[p], lastDay, 3, func(span Span[Place]) (Place, bool) {
		for range tries {
			parent := PartnerNo(pick(t, crowd+1, "parent") - 1)
			place := Place{parent, int32(pick(t, c.width, "slot"))}
			switch {
			case wild:
				place.Slot = int32(pick(t, c.width+3, "any slot") - 1)
				return place, true
			case parent == NoPartner:
				return Place{NoPartner, 0}, true
			case c.allows(p, span, place):
				return place, true
			}
		}
		return Place{}, false
	})
}

// allows says whether a row would be valid. Listed parents are of a lower number, so that rows alone make no cycle.
func (c *company) allows(p PartnerNo, span Span[Place], place Place) bool {
	if place.Parent == p || c.listed[place.Parent] && place.Parent > p || c.joined[place.Parent] > span.From {
		return false
	}
	for other := range c.rows {
		for _, row := range c.rows[other] {
			if row.Value == place && row.From < span.To && span.From < row.To {
				return false
			}
		}
	}
	return true
}

// TestPlacementFollowsTheText compares with the model, faulty rows included: the model searches a cycle once round.
func TestPlacementFollowsTheText(t *testing.T) {
	for _, test := range []struct {
		name string
		most int
		wild bool
	}{{"few", 9, false}, {"many", 40, false}, {"faulty few", 9, true}, {"faulty many", 40, true}} {
		t.Run(test.name, rapid.MakeCheck(func(t *rapid.T) {
			for range 50 { // of each draw, as many as are cheap
				checkAgainstModel(t, drawCompany(t, test.most, test.wild))
			}
		}))
	}
}

type failer interface {
	Fatalf(format string, args ...any)
}

func checkAgainstModel(t failer, c *company) {
	got, want := c.placed(), c.expected()
	for p := range want {
		if !slices.Equal(got[p], want[p]) {
			t.Fatalf("partner %d is at %v, should be at %v\n%+v", p, got[p], want[p], *c)
		}
	}
}

// shapes are companies in which a search by the letter takes a time quadratic in n.
var shapes = map[string]func(n int) *company{
	"width 1, one leader":    func(n int) *company { return grown(n, 1, func(int) int { return 0 }) },
	"width 1, any sponsor":   func(n int) *company { return grown(n, 1, func(p int) int { return p * 7919 % 10007 % p }) },
	"width 2, one leader":    func(n int) *company { return grown(n, 2, func(int) int { return 0 }) },
	"width n, one leader":    func(n int) *company { return grown(n, n/3+1, func(int) int { return 0 }) },
	"width 2, one long line": func(n int) *company { return grown(n, 2, func(p int) int { return p - 1 }) },
	"a line on one day": func(n int) *company {
		c := grown(n, 2, func(p int) int { return p - 1 })
		for p := range n {
			c.joined[p], c.sponsors[p] = 0, shifted(c.sponsors[p], 0)
		}
		return c
	},
	"a line where everyone has moved": func(n int) *company {
		c := grown(n, 2, func(p int) int { return p - 1 })
		for p := 1; p < n; p++ {
			c.joined[p] = period.Day(p % 3)
			c.sponsors[p] = []Span[PartnerNo]{{c.joined[p], 3, 0}, {3, period.Forever, PartnerNo(p - 1)}}
			if p > n/2 {
				c.joined[p], c.sponsors[p] = 3, []Span[PartnerNo]{{3, 4, PartnerNo(p - 1)}}
			}
		}
		return c
	},
	"below a listed leg": func(n int) *company {
		c := grown(n, 1, func(int) int { return 0 })
		c.list(n/2, func(p int) Span[Place] { return Span[Place]{0, period.Forever, below(p-1, 0)} })
		return c
	},
	"below a listed leg, last on top": func(n int) *company {
		c := grown(n, 1, func(p int) int { return min(p, n/2) - 1 })
		c.list(n/2, func(p int) Span[Place] { return Span[Place]{period.Day(n/2 - p), period.Forever, below(p-1, 0)} })
		return c
	},
	"below a leg with slots taken later": func(n int) *company {
		c := grown(n, 2, func(int) int { return 0 })
		c.list(n/4, func(p int) Span[Place] { return Span[Place]{0, period.Forever, below(p-1, 0)} })
		for p := n / 4; p < n/2; p++ {
			c.listed[p], c.rows[p] = true, []Span[Place]{{period.Day(4 * n), period.Forever, below(p-n/4, 1)}}
		}
		return c
	},
	"below a leg whose last one comes and goes": func(n int) *company {
		c := grown(n, 1, func(int) int { return 0 })
		c.list(n/2, func(p int) Span[Place] { return Span[Place]{0, period.Forever, below(p-1, 0)} })
		last := n/2 - 1
		c.rows[last] = nil
		for day := n / 2; day < n; day += 2 {
			c.rows[last] = append(c.rows[last], Span[Place]{period.Day(day), period.Day(day + 1), below(last-1, 0)})
		}
		return c
	},
	"a leg that moves about": func(n int) *company {
		c := grown(n, 1, func(int) int { return 0 })
		c.list(n/2, func(p int) Span[Place] { return Span[Place]{0, period.Forever, below(p-1, 0)} })
		c.rows[n/4] = nil
		for day := n / 2; day < n; day++ {
			parent := (n/4 - 1) * (day % 2)
			c.rows[n/4] = append(c.rows[n/4], Span[Place]{period.Day(day), period.Day(day + 1), below(parent, 0)})
		}
		return c
	},
	"many below one come and go": func(n int) *company {
		c := grown(n, n/2, func(p int) int { return 0 })
		c.list(n/2, func(p int) Span[Place] {
			return Span[Place]{period.Day(n/2 + p%5), period.Day(n/2 + 5 + p), below(0, int32(p*7919%(n/2)))}
		})
		c.rows[0] = []Span[Place]{{0, period.Forever, Place{NoPartner, 0}}}
		return c
	},
	"sponsors who are not in the tree": func(n int) *company {
		c := grown(n, 2, func(p int) int { return min(p, n/2) - 1 })
		for p := range n / 2 {
			c.listed[p] = true
		}
		return c
	},
	"sponsors below whom nothing is free": func(n int) *company {
		c := grown(n, 1, func(p int) int { return min(p, n/2) - 1 })
		c.list(n/2, func(p int) Span[Place] { return Span[Place]{0, period.Forever, below(p-1, 0)} })
		c.rows[n/2-1][0].From = period.Day(4 * n)
		return c
	},
	"a cycle": func(n int) *company {
		c := grown(n, 1, func(p int) int { return min(p, n/2) - 1 })
		c.list(n/2, func(p int) Span[Place] {
			return Span[Place]{0, period.Forever, below((p+n/2-1)%(n/2), 0)}
		})
		return c
	},
	"a cycle that opens and fills": func(n int) *company {
		c := grown(n, 2, func(p int) int { return min(p, n/2) - 1 })
		c.list(n/2, func(p int) Span[Place] {
			return Span[Place]{0, period.Forever, below((p+n/2-1)%(n/2), int32(p%2))}
		})
		return c
	},
	"a cycle that comes and goes": func(n int) *company {
		c := grown(n, 1, func(int) int { return 0 })
		c.list(n/2, func(p int) Span[Place] { return Span[Place]{0, period.Forever, below(p-1, 0)} })
		c.rows[0] = nil
		for day := n / 2; day < n; day += 2 {
			c.rows[0] = append(c.rows[0], Span[Place]{period.Day(day), period.Day(day + 1), below(n/2-1, 0)})
		}
		return c
	},
	"everyone in one slot": func(n int) *company {
		c := grown(n, 2, func(p int) int { return 0 })
		c.list(n/2, func(p int) Span[Place] { return Span[Place]{0, period.Day(n/2 + p), below(0, 0)} })
		c.rows[0] = []Span[Place]{{0, period.Forever, Place{NoPartner, 0}}}
		return c
	},
	"sponsors in a cycle": func(n int) *company {
		c := grown(n, 2, func(p int) int { return min(p, n/2) - 1 })
		c.sponsors[0] = []Span[PartnerNo]{{0, period.Forever, PartnerNo(n/2 - 1)}}
		for p := range n / 2 {
			c.listed[p] = p%2 == 0
		}
		return c
	},
	"movers in a cycle": func(n int) *company {
		c := grown(n, 2, func(p int) int { return min(p, n/2) - 1 })
		for p := range n / 2 {
			c.listed[p], c.joined[p] = p%2 == 0, 0
			c.sponsors[p] = []Span[PartnerNo]{{1, period.Forever, PartnerNo((p + n/2 - 1) % (n / 2))}}
		}
		return c
	},
}

// grown returns a company that somebody joins each day; founder 0 has no sponsor.
func grown(n, width int, sponsor func(p int) int) *company {
	c := &company{
		joined: make([]period.Day, n), sponsors: make([][]Span[PartnerNo], n),
		rows: make([][]Span[Place], n), listed: make([]bool, n), width: width,
	}
	for p := range n {
		c.joined[p] = period.Day(p)
		if p > 0 {
			c.sponsors[p] = []Span[PartnerNo]{{c.joined[p], period.Forever, PartnerNo(sponsor(p))}}
		}
	}
	return c
}

// list lists the first partners, and lets them join on the day 0.
func (c *company) list(partners int, row func(p int) Span[Place]) {
	for p := range partners {
		c.joined[p], c.listed[p] = 0, true
		c.rows[p] = []Span[Place]{row(p)}
		if c.rows[p][0].Value.Parent == NoPartner {
			c.rows[p][0].Value.Slot = 0
		}
		c.sponsors[p] = shifted(c.sponsors[p], 0)
	}
}

func below(parent int, slot int32) Place { return Place{PartnerNo(parent), slot} }

func shifted[T any](spans []Span[T], from period.Day) []Span[T] {
	for i := range spans {
		spans[i].From = from
	}
	return spans
}

// TestPlacementIsLinear counts steps. A search by the letter would take n/4 of them for each partner, or more.
func TestPlacementIsLinear(t *testing.T) {
	const n = 20000
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			c := shape(n)
			if steps := c.steps(); steps > 50*n {
				t.Errorf("%d steps for each of %d partners", steps/n, n)
			}
		})
	}
}

// steps places everyone and returns how many steps it took.
func (c *company) steps() int {
	f := c.facts()
	depths := newSponsorDepths(f)
	order := f.placementOrder(c.listed)
	for _, p := range order {
		depths.on(p, f.Partners[p].Joined)
	}
	p := newPlacer(f, f.Placements[0], c.width)
	for _, newcomer := range order {
		p.place(newcomer)
	}
	return depths.steps + p.steps + p.forest.steps + p.forest.chains.steps
}

// TestPlacementOfShapes checks what the shapes of TestPlacementIsLinear lead to, on a smaller scale.
func TestPlacementOfShapes(t *testing.T) {
	for name, shape := range shapes {
		if name == "sponsors in a cycle" || name == "movers in a cycle" {
			continue // the text says nothing of depths then
		}
		t.Run(name, func(t *testing.T) {
			for n := 8; n < 60; n += 3 {
				checkAgainstModel(t, shape(n))
			}
		})
	}
}

// TestPlacementForestKeepsDistances looks into the forest after each placement.
func TestPlacementForestKeepsDistances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			c := drawCompany(t, 40, coin.Draw(t, "wild"))
			f := c.facts()
			p := newPlacer(f, f.Placements[0], c.width)
			for _, newcomer := range f.placementOrder(c.listed) {
				p.place(newcomer)
				checkDistances(t, p.forest)
			}
		}
	})
}

func checkDistances(t *rapid.T, forest *placementForest) {
	want := distances(forest)
	for i := range want {
		v := PartnerNo(i)
		last, steps := forest.chains.last(v)
		if got := farther(forest.nodes[last].distance, steps); got != want[v] {
			t.Fatalf("the distance of %d is %d, should be %d", v, got, want[v])
		}
		if first, _ := forest.chains.first(v); forest.nodes[first].distance != want[first] {
			t.Fatalf("the distance of %d, first of a chain, is %d, should be %d", first, forest.nodes[first].distance, want[first])
		}
		if linked := forest.isLinked(v); linked == (v == last) {
			t.Fatalf("%d is linked: %t, but the last of its chain: %t", v, linked, v == last)
		}
	}
}

// distances finds the least distances that agree with each other.
func distances(forest *placementForest) []int32 {
	all := make([]int32, len(forest.nodes))
	for v := range all {
		all[v] = far
	}
	for range all {
		for v := range all {
			if forest.hasFree(PartnerNo(v)) {
				all[v] = 0
			}
			if parent := forest.nodes[v].parent; parent >= 0 {
				all[parent] = min(all[parent], farther(all[v], 1))
			}
		}
	}
	return all
}

// TestPlacementEnds: whatever the bundle says, everyone who is not listed gets just one placement, in bounded time.
func TestPlacementEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t, 40, true)
		for p := range c.sponsors {
			for i := range c.sponsors[p] { // cycles, oneself, and people who have not joined
				c.sponsors[p][i].Value = PartnerNo(pick(t, len(c.joined)+1, "any sponsor") - 1)
			}
		}
		rows := 0
		for p, spans := range c.placed() {
			rows += len(c.rows[p])
			switch {
			case c.listed[p]:
				if !slices.Equal(spans, c.rows[p]) {
					t.Fatalf("the rows of %d became %v", p, spans)
				}
			case len(spans) != 1 || spans[0].From != c.joined[p] || spans[0].To != period.Forever:
				t.Fatalf("%d is at %v", p, spans)
			}
		}
		size := len(c.joined) + rows
		if steps := c.steps(); steps > 10*size*size {
			t.Fatalf("%d steps for %d partners and rows", steps, size)
		}
	})
}

// TestPlacementBySentence has a case for each sentence of plan-language §6 about placement, derived by hand.
// partners: id:joined:sponsor. moves: the whole sponsor history of a partner, id:sponsor:from-to. rows: those of
// placements.csv, id:parent:slot:from-to; listed: whoever has only rows that count nowhere. want: id=parent.slot.
func TestPlacementBySentence(t *testing.T) {
	for _, test := range []struct {
		name                          string
		width                         int
		partners, moves, rows, listed string
		want                          string
	}{
		{
			name: "by joined before id", width: 1,
			partners: "a:2:r b:1:r r:0:-",
			want:     "a=b.0 b=r.0 r=-.0",
		}, {
			name: "on one day by depth before id", width: 2,
			partners: "a:1:b b:1:r c:1:r d:1:r r:0:-",
			want:     "a=b.1 b=r.0 c=r.1 d=b.0 r=-.0",
		}, {
			name: "at one depth by id", width: 1,
			partners: "a:1:r b:1:r c:1:r r:0:-",
			want:     "a=r.0 b=a.0 c=b.0 r=-.0",
		}, {
			// On day 5, y has become a root of the sponsor tree, so q, at depth 1, comes before p, at depth 2.
			name: "by the depth on that day", width: 1,
			partners: "p:5:x q:5:y r:0:- x:1:r y:2:x", moves: "y:x:2-5 y:-:5-",
			want: "p=q.0 q=y.0 r=-.0 x=r.0 y=x.0",
		}, {
			// On day 5, y is deeper than on day 2, through a move of x, the sponsor of y.
			name: "by the depth on that day, moved above", width: 1,
			partners: "p:5:y q:5:s r:0:- s:0:r x:1:- y:2:x", moves: "x:r:1-4 x:s:4-",
			want: "p=q.0 q=y.0 r=-.0 s=r.0 x=s.0 y=x.0",
		}, {
			name: "under the sponsor of that day", width: 2,
			partners: "a:0:- b:0:- c:3:b", moves: "c:a:3-5 c:b:5-",
			want: "a=-.0 b=-.0 c=a.0",
		}, {
			name: "the sponsor's own slots first, from the left; then top-down", width: 3,
			partners: "r:0:- r1:1:r r2:2:r r3:3:r r4:4:r r5:5:r x:6:r1 y:7:r1",
			want:     "r=-.0 r1=r.0 r2=r.1 r3=r.2 r4=r1.0 r5=r1.1 x=r1.2 y=r4.0",
		}, {
			name: "a level from left to right before the next level", width: 2,
			partners: "a:1:r b:2:r c:3:r d:4:r e:5:r f:6:r g:7:r r:0:-",
			want:     "a=r.0 b=r.1 c=a.0 d=a.1 e=b.0 f=b.1 g=c.0 r=-.0",
		}, {
			name: "left to right is by slot, not by who came first", width: 2,
			partners: "a:1:r b:2:r c:3:r r:0:-", rows: "a:r:1:1- b:r:0:2-",
			want: "c=b.0 r=-.0",
		}, {
			name: "a slot taken later counts as taken", width: 2,
			partners: "a:1:r r:0:- x:1:r", rows: "x:r:0:9-",
			want: "a=r.1 r=-.0",
		}, {
			name: "a slot is taken until its last row ends, in gaps too", width: 2,
			partners: "a:3:r b:4:r c:6:r r:0:- x:0:r y:0:r", rows: "x:r:0:0-2 y:r:0:5-6",
			want: "a=r.1 b=a.0 c=r.0 r=-.0",
		}, {
			name: "a slot is free on the day its row ends", width: 2,
			partners: "a:2:r b:3:r r:0:- x:0:r", rows: "x:r:0:0-3",
			want: "a=r.1 b=r.0 r=-.0",
		}, {
			name: "a slot at a parent who is not in the tree stays taken", width: 1,
			partners: "a:5:p p:0:- x:0:-", rows: "p:-:0:0-2 p:-:0:4- x:p:0:1-",
			want: "a=x.0",
		}, {
			name: "a sponsor who is not in the tree is replaced by the next above who is", width: 2,
			partners: "a:3:z r:0:- y:1:r z:2:y", listed: "y z",
			want: "a=r.0 r=-.0",
		}, {
			name: "by the next above of that day", width: 2,
			partners: "a:3:z b:6:z r:0:- s:0:- z:2:r", moves: "z:r:2-5 z:s:5-", listed: "z",
			want: "a=r.0 b=s.0 r=-.0 s=-.0",
		}, {
			name: "a sponsor is in the tree just as long as a row says", width: 2,
			partners: "a:1:z b:2:z c:4:z d:5:z r:0:- z:0:r", rows: "z:-:0:2-5",
			want: "a=r.0 b=z.0 c=z.1 d=r.1 r=-.0",
		}, {
			name: "a row that starts on the day is in the tree", width: 1,
			partners: "a:2:r r:0:- x:0:r", rows: "x:r:0:2-",
			want: "a=x.0 r=-.0",
		}, {
			// x takes the only slot of y later; below x there would be room.
			name: "not down to those who take a slot later", width: 1,
			partners: "a:3:y r:0:- x:0:- y:1:r", rows: "x:-:0:0-5 x:y:0:5-",
			want: "a=-.0 r=-.0 y=r.0",
		}, {
			name: "again below the next sponsor above", width: 2,
			partners: "a:3:y r:0:- u:0:r x:0:- y:1:r z:0:-", rows: "x:y:0:5- z:y:1:5- y:r:0:1-",
			want: "a=u.0 r=-.0 u=r.1",
		}, {
			name: "nobody above is in the tree: a root", width: 2,
			partners: "a:1:z b:2:a z:0:-", listed: "z",
			want: "a=-.0 b=a.0",
		}, {
			name: "who has any row is never placed", width: 2,
			partners: "a:1:r b:2:r r:0:-", listed: "a",
			want: "b=r.0 r=-.0",
		}, {
			// a stays below x, who leaves and comes back elsewhere; then the way to a leads there again.
			name: "placements stay, and move with the parent", width: 1,
			partners: "a:2:x b:5:r c:7:r r:0:- s:0:- x:1:r", rows: "x:r:0:1-3 x:s:0:6-",
			want: "a=x.0 b=r.0 c=b.0 r=-.0 s=-.0",
		}, {
			name: "the way leads through who came back", width: 1,
			partners: "a:2:x c:7:s r:0:- s:0:- x:1:r", rows: "x:r:0:1-3 x:s:0:6-",
			want: "a=x.0 c=a.0 r=-.0 s=-.0",
		}, {
			// c stands below p, who is not in the tree until day 5: till then c is a root, and so is found as one.
			name: "below a parent who is not in the tree", width: 1,
			partners: "a:3:c b:6:p c:0:- p:0:-", rows: "c:p:0:1- p:-:0:5-",
			want: "a=c.0 b=a.0",
		}, {
			name: "below a parent who joins later, placed by the plan", width: 2,
			partners: "a:4:r b:4:r c:0:- p:4:r r:0:-", rows: "c:p:0:4- r:-:0:0-",
			want: "a=r.0 b=r.1 p=a.0",
		}, {
			// Between days 2 and 6, x came and went: the slot of s, the sponsor of t, is free on day 6.
			name: "what happened between two days counts", width: 1,
			partners: "a:2:t b:6:t r:0:- s:1:r t:1:s x:0:-", rows: "x:s:0:3-5", listed: "t",
			want: "a=-.0 b=s.0 r=-.0 s=r.0",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, ids := parseCompany(t, test.width, test.partners, test.moves, test.rows, test.listed)
			var got []string
			for p, spans := range c.placed() {
				if c.listed[p] {
					continue
				}
				if len(spans) != 1 || spans[0].From != c.joined[p] || spans[0].To != period.Forever {
					t.Fatalf("%s is at %v, should be at one place from joining on, for ever", ids[p], spans)
				}
				parent := "-"
				if at := spans[0].Value.Parent; at != NoPartner {
					parent = ids[at]
				}
				got = append(got, fmt.Sprintf("%s=%s.%d", ids[p], parent, spans[0].Value.Slot))
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func parseCompany(t *testing.T, width int, partners, moves, rows, listed string) (c *company, ids []string) {
	t.Helper()
	for _, text := range strings.Fields(partners) {
		ids = append(ids, strings.Split(text, ":")[0])
	}
	if !slices.IsSorted(ids) {
		t.Fatal("partners are numbered in the order of their ids")
	}
	no := func(id string) PartnerNo { return PartnerNo(slices.Index(ids, id)) } // "-" is NoPartner
	day := func(text string) period.Day {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return period.Day(n)
	}
	days := func(text string) (from, to period.Day) {
		start, end, _ := strings.Cut(text, "-")
		if end == "" {
			return day(start), period.Forever
		}
		return day(start), day(end)
	}
	c = grown(len(ids), width, func(int) int { return 0 })
	for p, text := range strings.Fields(partners) {
		part := strings.Split(text, ":")
		c.joined[p] = day(part[1])
		c.sponsors[p] = []Span[PartnerNo]{{c.joined[p], period.Forever, no(part[2])}}
		if strings.HasPrefix(moves, ids[p]+":") || strings.Contains(moves, " "+ids[p]+":") {
			c.sponsors[p] = nil
		}
	}
	for _, text := range strings.Fields(moves) {
		part := strings.Split(text, ":")
		from, to := days(part[2])
		c.sponsors[no(part[0])] = append(c.sponsors[no(part[0])], Span[PartnerNo]{from, to, no(part[1])})
	}
	for _, text := range strings.Fields(rows) {
		part := strings.Split(text, ":")
		from, to := days(part[3])
		c.listed[no(part[0])] = true
		c.rows[no(part[0])] = append(c.rows[no(part[0])], Span[Place]{from, to, Place{no(part[1]), int32(day(part[2]))}})
	}
	for _, id := range strings.Fields(listed) {
		c.listed[no(id)] = true
	}
	return c, ids
}

// TestRadixSort compares with a stable sort of the standard library.
func TestRadixSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.Int32()).Draw(t, "keys")
		order := make([]PartnerNo, len(keys))
		for i := range order {
			order[i] = PartnerNo(i)
		}
		want := slices.Clone(order)
		slices.SortStableFunc(want, func(a, b PartnerNo) int { return cmp.Compare(keys[a], keys[b]) })
		radixSort(order, func(p PartnerNo) int32 { return keys[p] })
		if !slices.Equal(order, want) {
			t.Fatalf("%v sorted by %v", order, keys)
		}
	})
}

// BenchmarkPlace places a million partners, one every few minutes in ten years.
func BenchmarkPlace(b *testing.B) {
	const n = 1_000_000
	random := rand.New(rand.NewPCG(1, 2))
	someone := func(p int) int { return random.IntN(p) }
	leader := func(int) int { return 0 }
	line := func(p int) int { return p - 1 }
	for _, bench := range []struct {
		name    string
		width   int
		sponsor func(p int) int
	}{
		{"random", 2, someone},
		{"leader", 2, leader},
		{"chain", 2, line},
		{"matrix of 5", 5, someone},
		{"width 1 leader", 1, leader},
		{"width 1 chain", 1, line},
		{"width 1 random", 1, someone},
	} {
		b.Run(bench.name, func(b *testing.B) {
			c := grown(n, bench.width, bench.sponsor)
			for p := range n {
				c.joined[p] = period.Day(p / 274)
				c.sponsors[p] = shifted(c.sponsors[p], c.joined[p])
			}
			benchmarkPlace(b, c)
		})
	}
	for _, name := range []string{"below a listed leg", "below a leg with slots taken later"} {
		b.Run(name, func(b *testing.B) { benchmarkPlace(b, shapes[name](n)) })
	}
}

func benchmarkPlace(b *testing.B, c *company) {
	f := c.facts()
	listed := f.Placements[0]
	b.ReportAllocs()
	for b.Loop() {
		f.Placements[0] = listed
		f.PlaceAutomatically(0, c.width, c.listed)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(c.joined)), "ns/partner")
}
