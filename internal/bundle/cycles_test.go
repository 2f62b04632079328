package bundle

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/period"
)

// written is a relationship and where it is written.
type written struct {
	child, parent commission.PartnerNo
	from, to      period.Day
	at            place
}

// drawRelationships draws relationships that do not overlap, of few partners on few days, so that cycles are frequent.
func drawRelationships(t *rapid.T) (partners int, all []written) {
	partners = rapid.IntRange(1, 7).Draw(t, "partners")
	reports := []*report{newReport("partners.csv"), newReport("sponsorships.csv")}
	lines := rapid.Permutation(slices.Collect(func(yield func(int32) bool) {
		for line := int32(2); line < 60 && yield(line); line++ {
		}
	})).Draw(t, "lines")
	for child := range commission.PartnerNo(partners) {
		day := period.Day(0)
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			from := day + period.Day(rapid.IntRange(0, 3).Draw(t, "gap"))
			to := from + period.Day(rapid.IntRange(1, 6).Draw(t, "days"))
			day = to
			if rapid.IntRange(0, 5).Draw(t, "open") == 0 {
				to, day = period.Forever, period.Forever
			}
			parent := commission.PartnerNo(rapid.IntRange(-1, partners-1).Draw(t, "parent"))
			at := place{reports[rapid.IntRange(0, 1).Draw(t, "file")], lines[len(all)]}
			all = append(all, written{child, parent, from, to, at})
			if to == period.Forever {
				break
			}
		}
	}
	return partners, all
}

// naiveCycles looks at every day by itself.
func naiveCycles(all []written) []string {
	var found []string
	known := map[string]bool{}
	for day := period.Day(0); day < 50; day++ {
		above := map[commission.PartnerNo]written{}
		for _, w := range all {
			if w.from <= day && day < w.to && w.parent >= 0 {
				above[w.child] = w
			}
		}
		for start := range above {
			members := map[commission.PartnerNo]bool{}
			last := above[start]
			for at := start; ; {
				w, ok := above[at]
				if !ok || members[at] {
					if ok && at == start && !known[fmt.Sprint(slices.Sorted(maps.Keys(members)))] {
						known[fmt.Sprint(slices.Sorted(maps.Keys(members)))] = true
						found = append(found, showCycle(slices.Collect(maps.Keys(members)), day, last.at))
					}
					break
				}
				members[at] = true
				if byStart(w, last) > 0 {
					last = w
				}
				at = w.parent
			}
		}
	}
	slices.Sort(found)
	return found
}

func byStart(a, b written) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(fileRank(a.at.in.file), fileRank(b.at.in.file)), cmp.Compare(a.at.line, b.at.line))
}

func showCycle(members []commission.PartnerNo, day period.Day, at place) string {
	return fmt.Sprintf("%v on day %d, %s:%d", slices.Sorted(slices.Values(members)), day, at.in.file, at.line)
}

func findWritten(partners int, all []written) []cycle {
	var owners []commission.PartnerNo
	var spans []commission.Span[commission.PartnerNo]
	origins := map[[2]int32]place{}
	for _, w := range all {
		owners = append(owners, w.child)
		spans = append(spans, commission.Span[commission.PartnerNo]{From: w.from, To: w.to, Value: w.parent})
		origins[[2]int32{int32(w.child), int32(w.from)}] = w.at
	}
	lines := commission.NewTimelines(partners, owners, spans)
	return findCycles(&lines,
		func(p commission.PartnerNo) commission.PartnerNo { return p },
		func(p commission.PartnerNo, from period.Day) place { return origins[[2]int32{int32(p), int32(from)}] })
}

func TestCyclesAgainstEachDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		partners, all := drawRelationships(t)
		var found []string
		for _, c := range findWritten(partners, all) {
			found = append(found, showCycle(c.members, c.on, c.at))
		}
		slices.Sort(found)
		if want := naiveCycles(all); !slices.Equal(found, want) {
			t.Fatalf("found\n%q\nwant\n%q\nin %v", found, want, all)
		}
	})
}

// TestLongChain: a chain of a million partners, in which many move, takes no recursion and no quadratic time.
func TestLongChain(t *testing.T) {
	partners := commission.PartnerNo(1_000_000)
	if testing.Short() {
		partners = 50_000
	}
	in := newReport("sponsorships.csv")
	all := make([]written, 0, partners+partners/10)
	for p := range partners {
		joined := period.Day(p / 100)
		to := period.Forever
		if p%10 == 5 { // moves to where it was
			to = 20_000 + period.Day(p%1000)
			all = append(all, written{p, p - 1, to, period.Forever, place{in, int32(partners + p)}})
		}
		if p == partners-1 { // leaves the chain before its top moves below
			to = 30_000
		}
		all = append(all, written{p, p - 1, joined, to, place{in, int32(p)}})
	}
	all[0].parent = -1
	all[0].to = 40_000
	all = append(all, written{0, partners - 1, 40_000, period.Forever, place{in, 7}})
	start := time.Now()
	if cycles := findWritten(int(partners), all); len(cycles) != 0 {
		t.Fatalf("%d cycles in a chain", len(cycles))
	}
	all = append(all, written{partners - 1, partners - 2, 50_000, period.Forever, place{in, 8}})
	if cycles := findWritten(int(partners), all); len(cycles) != 1 || len(cycles[0].members) != int(partners) || cycles[0].at.line != 8 {
		t.Fatalf("%d cycles in a ring", len(cycles))
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
	t.Log(time.Since(start))
}
