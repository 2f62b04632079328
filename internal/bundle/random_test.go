package bundle

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/internal/bundletest"
	"upline/internal/fault"
)

// TestRandomBundlesAreSound: nothing is found in valid bundles, and their facts are in order.
func TestRandomBundlesAreSound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := bundletest.Random().Draw(rt, "bundle")
		from, through := bundletest.Periods(b)
		facts, err := readFiles(b.Files(), Options{From: mustPeriod(t, from), Through: mustPeriod(t, through), Settle: true, Workers: 2})
		if err != nil {
			rt.Fatalf("found\n%v", err)
		}
		checkFacts(t, facts)
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// more is what some mutations break besides what they are about.
var more = map[string][]string{
	"partners.csv with joined twice": {"partners.csv:1 name"},
	"orders.csv with cv twice":       {"orders.csv:1 kind"},
	"sponsor joins later":            {"sponsorships.csv:3 cycle"}, // the sponsor moves below the partner later
	"period without a version":       {"orders.csv:2 2026-01-05", "orders.csv:3 2026-01-06", "orders.csv:6 2026-01-15"},
	"a rank less":                    {"plans/b.yaml:12 director"},
	"no ranks":                       {"plans/b.yaml:4 rangs"},
	"no bonuses":                     {"plans/b.yaml:11 boni"},
}

// TestMutations: of a bundle with one fault, just that is found.
func TestMutations(t *testing.T) {
	for _, m := range bundletest.Mutations() {
		t.Run(m.Name, func(t *testing.T) {
			_, err := readFiles(m.Files, Options{From: mustPeriod(t, m.From), Through: mustPeriod(t, m.Through), Settle: true})
			findings := asFindings(t, err)
			if !slices.ContainsFunc(findings, func(f fault.Finding) bool { return m.Want.Matches(f.String()) }) {
				t.Fatalf("found\n%v\nwant %v", err, m.Want)
			}
			for _, wanted := range more[m.Name] {
				if !slices.ContainsFunc(findings, func(f fault.Finding) bool { return isAt(f.String(), wanted) }) {
					t.Errorf("found\n%v\nwant %v", err, wanted)
				}
			}
			if len(findings) != 1+len(more[m.Name]) {
				t.Errorf("found\n%v\nwant just %v and %q", err, m.Want, more[m.Name])
			}
		})
	}
}

// isAt tells that a finding is the one of a line `file:line keyword`.
func isAt(finding, wanted string) bool {
	place, keyword, _ := strings.Cut(wanted, " ")
	message, ok := strings.CutPrefix(finding, place+": ")
	return ok && strings.Contains(message, keyword)
}
