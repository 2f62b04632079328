package bundletest_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"upline/internal/bundletest"
)

func TestSoundBundleIsSound(t *testing.T) {
	files, from, through := bundletest.Sound()
	c := checker{files: files, from: from, through: through}
	c.check(t)
	if len(c.faults) > 0 {
		t.Errorf("the bundle that mutations break is broken before: %q", c.faults)
	}
}

// plainFaults are words of findings that this package's own checker comes to as well.
var plainFaults = []string{
	"overlap", "cycle", "joined", "slot", "duplicate", "nobody", "emperor", "share", "negative", "2026-02-30", "1.00001", "o99", "tombola", "when",
	"max_leg_share", "ranks", "trees", "another", "reason",
}

func TestMutationsAreBroken(t *testing.T) {
	names := map[string]bool{}
	agreed := 0
	for _, m := range bundletest.Mutations() {
		t.Run(m.Name, func(t *testing.T) {
			sound, _, _ := bundletest.Sound()
			if names[m.Name] || reflect.DeepEqual(m.Files, sound) {
				t.Error("it changes nothing, or its name is taken")
			}
			names[m.Name] = true
			content := m.Files[m.Want.File]
			if m.Want.Line > 1 && m.Want.Line > strings.Count(content, "\n") {
				t.Errorf("it wants %v, and the file has %d lines", m.Want, strings.Count(content, "\n"))
			}
			beyond := strings.Contains(m.Name, ".csv with") || strings.Contains(m.Name, "automatic") // broken headers, automatic placement
			if beyond || !slices.Contains(plainFaults, m.Want.Word) {
				return
			}
			c := checker{files: m.Files, from: m.From, through: m.Through}
			c.check(t)
			agreed++
			if len(c.faults) == 0 {
				t.Errorf("%v is wanted, and nothing is wrong with\n%s", m.Want, content)
			}
		})
	}
	if agreed < 60 {
		t.Errorf("only %d mutations were held against the checker", agreed)
	}
}

func TestMutationsKnowTheirLines(t *testing.T) {
	want := map[string]bundletest.Finding{
		"unknown sponsor":           {File: "partners.csv", Line: 7, Word: "nobody"},
		"paid before placed":        {File: "orders.csv", Line: 3},
		"slot taken":                {File: "placements.csv", Line: 8, Word: "slot"},
		"two overrides on one day":  {File: "overrides.csv", Line: 6, Word: "another"},
		"period without a version":  {File: "plans", Line: 1},
		"no currency":               {File: "plans/a.yaml", Line: 2, Word: "currency"},
		"negative level":            {File: "plans/a.yaml", Line: 29, Word: "negative"},
		"a quote that does not end": {File: "partners.csv"},
	}
	for _, m := range bundletest.Mutations() {
		if finding, ok := want[m.Name]; ok {
			if m.Want != finding {
				t.Errorf("%s: wants %v, want %v", m.Name, m.Want, finding)
			}
			delete(want, m.Name)
		}
	}
	for name := range want {
		t.Errorf("no mutation %q", name)
	}
}

func TestFindingMatches(t *testing.T) {
	line := "orders.csv:6: points: 1.00001 has 5 places; at most 4 are allowed"
	for finding, want := range map[bundletest.Finding]bool{
		{File: "orders.csv", Line: 6, Word: "1.00001"}: true,
		{File: "orders.csv", Line: 6}:                  true,
		{File: "orders.csv", Word: "points"}:           true,
		{File: "orders.csv", Line: 60}:                 false,
		{File: "orders.csv", Line: 6, Word: "cv"}:      false,
		{File: "partners.csv", Line: 6}:                false,
	} {
		if finding.Matches(line) != want {
			t.Errorf("%v matches %q: want %t", finding, line, want)
		}
	}
}
