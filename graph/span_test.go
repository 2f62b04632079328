package graph

import (
	"testing"

	"pgregory.net/rapid"

	"upline/internal/period"
)

// Spans are painted as if each day were coloured by itself.
func TestPaintIsDayByDay(t *testing.T) {
	const days = 20
	rapid.Check(t, func(t *rapid.T) {
		var spans []span
		colour := [days]int64{}
		for i := range rapid.IntRange(0, 8).Draw(t, "layers") {
			from := rapid.IntRange(0, days-1).Draw(t, "from")
			to := rapid.IntRange(from+1, days).Draw(t, "to")
			value := spanValue{other: int64(rapid.IntRange(1, 3).Draw(t, "value"))}
			if erased := i > 0 && rapid.IntRange(0, 4).Draw(t, "erase") == 0; erased {
				spans = erase(spans, period.Day(from), period.Day(to))
				value.other = 0
			} else {
				spans = paint(spans, span{period.Day(from), period.Day(to), value})
			}
			for d := from; d < to; d++ {
				colour[d] = value.other
			}
		}
		for d := range colour {
			got := int64(0)
			for _, s := range spans {
				if s.from <= period.Day(d) && period.Day(d) < s.to {
					if got != 0 {
						t.Fatalf("day %d is painted twice: %v", d, spans)
					}
					got = s.value.other
				}
			}
			if got != colour[d] {
				t.Fatalf("day %d is %d, want %d: %v", d, got, colour[d], spans)
			}
		}
		for i := 1; i < len(spans); i++ {
			if spans[i-1].to == spans[i].from && spans[i-1].value == spans[i].value {
				t.Fatalf("neighbours say the same: %v", spans)
			}
		}
	})
}

// A cycle is found on just the days on which it is closed: compared with walking up from day to day.
func TestFindCycleAgainstEachDay(t *testing.T) {
	const partners, days = 6, 12
	rapid.Check(t, func(t *rapid.T) {
		ways := map[int64][]step{}
		var above [partners][days]int64
		for p := range partners {
			for d := range days {
				above[p][d] = -1
			}
			if p == 0 {
				continue // the one that is moved
			}
			for from := 0; from < days; {
				to := rapid.IntRange(from+1, days).Draw(t, "to")
				if up := rapid.IntRange(-1, partners-1).Draw(t, "up"); up >= 0 && up != p {
					ways[int64(p)] = append(ways[int64(p)], step{int64(up), period.Day(from), period.Day(to)})
					for d := from; d < to; d++ {
						above[p][d] = int64(up)
					}
				}
				from = to
			}
		}
		from := rapid.IntRange(0, days-1).Draw(t, "from")
		to := rapid.IntRange(from+1, days).Draw(t, "until")
		sponsor := int64(rapid.IntRange(1, partners-1).Draw(t, "sponsor"))
		first := -1
		for d := from; d < to && first < 0; d++ {
			at := sponsor
			for range partners + 1 {
				if at == 0 {
					first = d
				}
				if at <= 0 {
					break
				}
				at = above[at][d]
			}
		}
		members, day := findCycle(ways, 0, span{period.Day(from), period.Day(to), spanValue{other: sponsor}})
		if (members != nil) != (first >= 0) {
			t.Fatalf("cycle %v, want one from day %d", members, first)
		}
		if members != nil && (above[members[len(members)-2]][day] != 0 || members[0] != 0 || members[1] != sponsor) {
			t.Fatalf("cycle %v on day %d is none", members, day)
		}
	})
}

func TestOverriddenRanksHaveEnds(t *testing.T) {
	on := func(text string) period.Day {
		d, err := period.ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	got := overridden([]span{{from: on("2026-02-10")}, {from: on("2026-01-05")}, {from: on("2026-02-03")}})
	for i, want := range [][2]string{{"2026-01-05", "2026-02-01"}, {"2026-02-03", "2026-02-10"}, {"2026-02-10", "2026-03-01"}} {
		if got[i].from != on(want[0]) || got[i].to != on(want[1]) {
			t.Errorf("override %d holds from %v to %v, want %v", i, got[i].from, got[i].to, want)
		}
	}
}
