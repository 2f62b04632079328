package bundle

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"upline/internal/period"
)

// TestClashesAgainstEachPair: the first earlier occupation by somebody else that overlaps.
func TestClashesAgainstEachPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(2, 40).Draw(t, "days")
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) occupation {
			from := rapid.IntRange(0, days).Draw(t, "from")
			to := from + rapid.IntRange(1, days).Draw(t, "length")
			o := occupation{period.Day(from), period.Day(to), int32(rapid.IntRange(0, 2).Draw(t, "by"))}
			if rapid.IntRange(0, 9).Draw(t, "open") == 0 {
				o.to = period.Forever
			}
			return o
		}), 0, 30).Draw(t, "list")
		var want []clash
		for i, later := range list {
			for j, earlier := range list[:i] {
				if earlier.by != later.by && earlier.from < later.to && later.from < earlier.to {
					want = append(want, clash{i, j})
					break
				}
			}
		}
		if found := clashes(list); !slices.Equal(found, want) {
			t.Fatalf("clashes %v, want %v, in %v", found, want, list)
		}
	})
}
