package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// naivePlaces says of each day who stands where in a tree of three slots: below whom, and in which slot.
type naivePlaces struct {
	days int
	at   map[string][]string // by partner: "" nowhere, "root", or parent/slot
}

func newNaivePlaces(days int, partners ...string) *naivePlaces {
	n := &naivePlaces{days, map[string][]string{}}
	for _, p := range partners {
		n.at[p] = make([]string, days)
	}
	return n
}

func (n *naivePlaces) paint(partner, place string, from, to int) {
	for d := from; d < to; d++ {
		n.at[partner][d] = place
	}
}

// taken says whether somebody else has a place on one of the days.
func (n *naivePlaces) taken(partner, place string, from, to int) bool {
	for other, days := range n.at {
		if other != partner && place != "root" && slices.Contains(days[from:to], place) {
			return true
		}
	}
	return false
}

// below says whether somebody stands below a partner on one of the days.
func (n *naivePlaces) below(partner string, from, to int) bool {
	for _, days := range n.at {
		for _, place := range days[from:to] {
			if strings.HasPrefix(place, partner+"/") {
				return true
			}
		}
	}
	return false
}

// cycle says whether somebody would stand below themselves on one of the days.
func (n *naivePlaces) cycle(partner, parent string, from, to int) bool {
	for d := from; d < to; d++ {
		for up := parent; up != ""; {
			if up == partner {
				return true
			}
			up, _, _ = strings.Cut(n.at[up][d], "/")
			if up == "root" {
				up = ""
			}
		}
	}
	return false
}

// Placing and taking out, drawn at random, and compared day by day with who stands where.
func TestUnplaceIsDayByDay(t *testing.T) {
	const days = 6
	begin := day(t, "2026-01-01")
	c := newCompany(t)
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++ // each with partners of its own
		var partners []string
		for _, name := range []string{"a", "b", "c", "d"} {
			partners = append(partners, fmt.Sprintf("%s%d", name, round))
			c.join(partners[len(partners)-1], "")
		}
		n := newNaivePlaces(days, partners...)
		for range rapid.IntRange(1, 8).Draw(r, "steps") {
			partner := rapid.SampledFrom(partners).Draw(r, "partner")
			from := rapid.IntRange(0, days-1).Draw(r, "from")
			to := rapid.IntRange(from+1, days).Draw(r, "to")
			until := begin + period.Day(to)
			if to == days {
				until = period.Forever
			}
			var err error
			var refused bool
			if rapid.Bool().Draw(r, "out") {
				err = c.Unplace(c.ctx, graph.Unplace{Partner: partner, Tree: "m3", From: begin + period.Day(from), Until: until}, tester)
				if refused = n.below(partner, from, to); !refused {
					n.paint(partner, "", from, to)
				}
			} else {
				parent := rapid.SampledFrom(append([]string{""}, partners...)).Draw(r, "parent")
				slot, place := rapid.IntRange(0, 2).Draw(r, "slot"), "root"
				if parent != "" {
					place = fmt.Sprintf("%s/%d", parent, slot)
				}
				err = c.Replace(c.ctx, graph.Replace{Partner: partner, Place: graph.Place{Tree: "m3", Parent: parent, Slot: slot}, From: begin + period.Day(from), Until: until}, tester)
				if refused = n.taken(partner, place, from, to) || n.cycle(partner, parent, from, to); !refused {
					n.paint(partner, place, from, to)
				}
			}
			if (err != nil) != refused {
				r.Fatalf("%s from %d to %d: %v, and the naive tree refuses: %v", partner, from, to, err, refused)
			}
		}
		for _, p := range partners {
			for d := range days {
				if got := placeOn(c, p, begin+period.Day(d)); got != n.at[p][d] {
					r.Fatalf("%s on day %d is at %q, want %q", p, d, got, n.at[p][d])
				}
			}
		}
	})
	c.snapshot() // which counts the facts
}

// placeOn is where a partner stands in m3 on a day.
func placeOn(c *company, partner string, on period.Day) string {
	c.t.Helper()
	p, err := c.Partner(c.ctx, partner, c.Now(on))
	c.must(err)
	for _, place := range p.Placements {
		switch {
		case place.Tree != "m3":
		case place.Parent == "":
			return "root"
		default:
			return fmt.Sprintf("%s/%d", place.Parent, place.Slot)
		}
	}
	return ""
}

// A slot that is given up goes to the next newcomer.
func TestUnplacedSlotIsFree(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	c.join("b", "a")
	c.must(c.Unplace(c.ctx, graph.Unplace{Partner: "b", Tree: "bin", From: c.day("2026-01-01"), Until: period.Forever}, tester))
	c.join("c", "a")
	p, err := c.Partner(c.ctx, "c", c.Now(c.day("2026-01-01")))
	c.must(err)
	if want := (graph.Place{Tree: "bin", Parent: "a", Slot: 0}); !slices.Contains(p.Placements, want) {
		t.Errorf("c stands at %v, want %v", p.Placements, want)
	}
	err = c.Unplace(c.ctx, graph.Unplace{Partner: "a", Tree: "bin", From: c.day("2026-01-01"), Until: period.Forever}, tester)
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "partner c stands below a") {
		t.Errorf("a is taken out above c: %v", err)
	}
	for name, u := range map[string]graph.Unplace{
		"nobody":           {Partner: "nobody", Tree: "bin", From: c.day("2026-01-01"), Until: period.Forever},
		"no tree":          {Partner: "b", Tree: "oak", From: c.day("2026-01-01"), Until: period.Forever},
		"the sponsor tree": {Partner: "b", Tree: "sponsor", From: c.day("2026-01-01"), Until: period.Forever},
	} {
		if err := c.Unplace(c.ctx, u, tester); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}
