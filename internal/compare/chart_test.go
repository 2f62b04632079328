package compare

import (
	"testing"

	"pgregory.net/rapid"

	"upline/internal/money"
)

// Bars begin at zero, stay in the room they have, and are as long as their amounts say.
func TestPairBarsStayInTheirRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Map(rapid.OneOf(rapid.Int64Range(-2, 2), rapid.Int64Range(-1<<61, 1<<61)), func(n int64) money.Amount { return money.Amount(n) })
		pairs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) pair {
			return pair{amounts: Amounts{amount.Draw(t, "a"), amount.Draw(t, "b")}}
		}), 0, 8).Draw(t, "pairs")
		c := newPairChart(chart{}, notation{scale: 2}, pairs)
		longest := map[bool]stretch{}
		for i, row := range c.Rows {
			for value, b := range map[money.Amount]bar{pairs[i].amounts.A: row.A, pairs[i].amounts.B: row.B} {
				if b.X < 0 || b.Width < 0 || b.X+b.Width > pairRoom+2*thinnest || b.TextX > pairRoom+2*thinnest {
					t.Errorf("%d is drawn from %v, %v wide", value, b.X, b.Width)
				}
				if (value == 0) != (b.Width == 0) {
					t.Errorf("%d is %v wide", value, b.Width)
				}
				if value > 0 && b.X != c.Zero {
					t.Errorf("%d does not begin at zero", value)
				}
				longest[value > 0] = max(longest[value > 0], b.Width)
			}
		}
		if len(pairs) > 0 && longest[true] > 0 && longest[false] == 0 && longest[true] != pairRoom {
			t.Errorf("the longest bar is %v", longest[true])
		}
	})
}

func TestOutcomeFillsTheBar(t *testing.T) {
	for _, counts := range [][3]int{{1, 1, 1}, {166, 3366, 1355}, {0, 0, 7}, {7, 0, 0}, {1, 1_000_000, 2}} {
		c := &Comparison{Losers: Effect{Partners: counts[0]}, Unchanged: counts[1], Winners: Effect{Partners: counts[2]}}
		o := c.outcome()
		if o.Losers.X != 0 || o.Unchanged.X != o.Losers.Width || o.Winners.X != o.Unchanged.X+o.Unchanged.Width ||
			o.Winners.X+o.Winners.Width != full {
			t.Errorf("%v gives %v", counts, o)
		}
	}
}

func TestStretch(t *testing.T) {
	for s, want := range map[stretch]string{0: "0.00%", 5: "0.05%", 1234: "12.34%", full: "100.00%"} {
		if s.String() != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
}
