package generate

import (
	"strings"
	"testing"

	"upline/internal/naive"
)

// TestSettles settles a company of 300 partners with the oracle: every bonus pays every month, every kind of line
// occurs, and the achieved ranks make a pyramid.
func TestSettles(t *testing.T) {
	for plan, bonuses := range map[Plan][]string{
		Full: {
			"customers", "quick_start", "steps", "team", "matrix", "leadership", "balance", "mentor", "summit",
			"promotion", "car", "kind reversal", "kind reserve", "kind release",
		},
		Bench: {"steps", "team", "balance", "mentor", "kind reversal"},
		Two:   {"steps", "team", "kind reversal"},
	} {
		t.Run(string(plan), func(t *testing.T) {
			t.Parallel()
			o := Options{Partners: 300, Orders: 1_200, Periods: 3, Seed: 1, Plan: plan}
			results, err := naive.Settle(content(t, bundle(t, o)), "2026-01", "2026-03")
			must(t, err)
			lines := map[string]int{}
			for _, line := range strings.Split(results["lines.csv"], "\n")[1:] {
				if fields := strings.Split(line, ","); len(fields) > 2 {
					lines["kind "+fields[1]]++
					lines[fields[2]]++
				}
			}
			for _, bonus := range bonuses {
				if lines[bonus] == 0 {
					t.Errorf("no line of %s among %v", bonus, lines)
				}
			}
			checkPyramid(t, results["ranks.csv"])
		})
	}
}

// checkPyramid wants all ranks achieved in March, most partners at the bottom and, all in all, ever fewer above.
func checkPyramid(t *testing.T, results string) {
	t.Helper()
	achieved, partners := map[string]int{}, 0
	for _, line := range strings.Split(results, "\n") {
		if fields := strings.Split(line, ","); fields[0] == "2026-03" {
			achieved[fields[6]]++
			partners++
		}
	}
	top := achieved["director"] + achieved["ambassador"]
	if achieved["starter"]*100 < partners*70 || achieved["starter"]*100 > partners*92 {
		t.Errorf("of %d partners %v", partners, achieved)
	}
	if achieved["builder"] <= achieved["leader"] || achieved["leader"] == 0 || achieved["builder"] <= top {
		t.Errorf("no pyramid: %v", achieved)
	}
	if achieved["director"] == 0 || achieved["ambassador"] == 0 {
		t.Errorf("ranks nobody achieves: %v", achieved)
	}
}
