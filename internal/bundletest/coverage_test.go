package bundletest_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"upline/internal/bundletest"
)

const (
	coverageDraws = 500
	// coverageLeast is how many of the draws must have a feature.
	coverageLeast = 4
)

// wantedFeatures are what the random bundles must hold now and then. The names are given by the functions of
// feature_test.go.
var wantedFeatures = map[string]string{
	"partners": "one, over 100, several roots, joined on one day, joined after the end, id to quote, id of 64 letters, name over two lines, " +
		"chain of 3, chain of 8, chain of 12",
	"sponsorships": "several intervals, gap, begins later, begins before joined, ends by joined, empty sponsor, sponsor joined later than partner, " +
		"another sponsor in partners.csv, listed only",
	"placements": "binary none, binary breadth_first, matrix none, matrix breadth_first, width 1, width 2, width 3, width 4, moves, gap, begins later, " +
		"begins before joined, ends by joined, several roots, parent joined later, no tree, listed only",
	"status":    "active, suspended, terminated, several intervals, gap, open",
	"careers":   "before the start, over the start, after the start, several intervals",
	"overrides": "before the start, on a first day, in the settled periods, after the end, on joining, several, several in a period",
	"orders": "no points, no cv, 4 places, cv other than points, large, placed before the start, placed on a first day, placed on a last day, " +
		"placed on joining, paid later that month, paid months later, paid on a last day, never paid, none",
	"cancellations": "empty share, 6 places, several, exactly 1 in parts, before payment, of unpaid, same day, long after, later than the end",
	"plan": "1 version, 2 versions, 3 versions, version from mid-period, version from the end of a period, scale default, scale 0, scale 1, scale 2, scale 3, scale 4, " +
		"rounding default, rounding half_up, rounding half_even, rounding down, active, everyone active, career default, " +
		"never achieved, never career, immediate achieved, immediate career, after achieved, after career, breakaway_rank, " +
		"liability, liability pro rata, reserve, payout, rank ids to quote, one rank, no bonuses",
	"when": "pv, gv, pgv, max_leg_share, directs, directs 0, legs, several legs, count 2, legs of a higher rank, differs between versions",
	"bonus": "retail, unilevel, differential, generation, binary, matching, pool, rank_advance, fixed, " +
		"percent, percent_by_rank, percent of 6 places, percent 0, table without the lowest rank, table falls, min_rank, needs_active false, " +
		"only kinds, only first_days, only first_days 0, two of a type, dropped in a version",
	"walk": "sponsor, binary, matrix, depth_by_rank, depth 0, level 0, unilevel none, unilevel inactive, unilevel unqualified, " +
		"matching none, matching inactive, matching unqualified, generation none, generation inactive, same_rank, several same_rank, stop_at_rank, " +
		"generation of the lowest rank",
	"binary":   "points, cv, cap, cap 0, carry max, carry max 0, flush_inactive, no flush_inactive",
	"matching": "of a period bonus, of a matching bonus, of several",
	"layout":   "columns moved, rows shuffled, CRLF, BOM, all quoted, unknown column, blank lines, header only, plan in CRLF",
}

func TestRandomBundlesCoverTheLanguage(t *testing.T) {
	counts := map[string]int{}
	for seed := range coverageDraws {
		b := bundletest.Random().Example(seed)
		for feature := range featuresOf(b) {
			counts[feature]++
		}
	}
	wanted := map[string]bool{}
	for part, names := range wantedFeatures {
		for _, name := range strings.Split(names, ", ") {
			wanted[part+": "+name] = true
		}
	}
	for _, feature := range slices.Sorted(maps.Keys(wanted)) {
		t.Logf("%3d of %d bundles: %s", counts[feature], coverageDraws, feature)
		if counts[feature] < coverageLeast {
			t.Errorf("only %d of %d bundles have %q", counts[feature], coverageDraws, feature)
		}
	}
	for feature := range counts {
		if !wanted[feature] {
			t.Errorf("%q is found, but not asked for", feature)
		}
	}
}
