package proof

import (
	"fmt"
	"strings"
	"testing"

	"upline/internal/settletest"
)

// The largest values that can be read are settled exactly as long as amounts fit in 64 bits; beyond, the run is refused
// and no amount is wrong.
func TestWhatDoesNotFitIsRefused(t *testing.T) {
	const largest = "922337203685477.5807" // 2^63 - 1 ten-thousandths
	for _, c := range []struct {
		name   string
		orders int
		plan   string
		amount string // of the first line; empty: refused
	}{
		{"one amount fits", 1, "{id: b, type: retail, percent: 100}", "922337203685477.5807"},
		{"one amount does not fit", 1, "{id: b, type: retail, percent: 100.000001}", ""},
		{"the sum of two does not fit", 2, "{id: b, type: retail, percent: 100}", ""},
		{"a third of a pool of volumes that do fit", 40, "{id: b, type: pool, percent: 1, shares_by_rank: {starter: 1}}", "122978293824730.3441"},
		{"a pool that does not fit", 40, "{id: b, type: pool, percent: 10, shares_by_rank: {starter: 1}}", ""},
		{"a cap below what does not fit", 1, "{id: b, type: binary, tree: bin, percent: 1000, volume: cv, cap: 7}", "7.0000"},
		{"binary without a cap", 1, "{id: b, type: binary, tree: bin, percent: 1000, volume: cv}", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			orders := "id,partner,kind,placed_on,paid_on,points,cv\n"
			for i := range c.orders {
				for _, partner := range []string{"left", "right"} {
					cv := largest
					if partner == "right" && !strings.Contains(c.plan, "binary") {
						cv = "0"
					}
					orders += fmt.Sprintf("%s%d,%s,own,2026-01-05,2026-01-05,%s,%s\n", partner, i, partner, largest, cv)
				}
			}
			files := map[string]string{
				"partners.csv":   "id,name,joined,sponsor\ntop,Top,2025-01-01,\nleft,L,2025-01-01,top\nright,R,2025-01-01,top\n",
				"placements.csv": "tree,partner,parent,slot,from,to\nbin,top,,0,2025-01-01,\nbin,left,top,0,2025-01-01,\nbin,right,top,1,2025-01-01,\n",
				"orders.csv":     orders,
				"plans/p.yaml": "plan: p\nvalid_from: 2025-01-01\ncurrency: EUR\nscale: 4\nranks: [{id: starter}]\n" +
					"trees: [{id: bin, kind: binary}]\nbonuses: [" + c.plan + "]\n",
			}
			var got map[string]string
			var err error
			settletest.InFolder(t, files, func(dir string) { got, err = settletest.Dir(t, dir, "2026-01", "2026-01", 2) })
			if c.amount == "" {
				if err == nil || !strings.Contains(err.Error(), "too large") {
					t.Fatalf("error %v, want one that says what is too large; lines\n%s", err, got["lines.csv"])
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if lines := rows(t, got["lines.csv"]); len(lines) == 0 || lines[0]["amount"] != c.amount {
				t.Fatalf("want %s, got\n%s", c.amount, got["lines.csv"])
			}
		})
	}
}
