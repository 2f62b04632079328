package bundle

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/period"
)

// TestBadVectors: each finding expected is there, and no other.
func TestBadVectors(t *testing.T) {
	for _, v := range bundletest.BadVectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			jan := mustPeriod(t, "2026-01")
			_, err := readFiles(v.Input, Options{From: jan, Through: jan, Settle: true})
			var expected []string
			for _, f := range v.Expected {
				expected = append(expected, f.String())
			}
			expectFindings(t, err, expected)
		})
	}
}

// TestGoodVectors: nothing is found in a sound bundle.
func TestGoodVectors(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			facts, err := readFiles(v.Input, Options{From: mustPeriod(t, v.From), Through: mustPeriod(t, v.Through), Settle: true})
			if err != nil {
				t.Fatal(err)
			}
			checkFacts(t, facts)
		})
	}
}

func mustPeriod(t testing.TB, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// expectFindings compares findings with lines `file:line keyword`: as many, in the same order, each with its keyword.
func expectFindings(t *testing.T, err error, expected []string) {
	t.Helper()
	findings := asFindings(t, err)
	var places, wanted []string
	for _, f := range findings {
		places = append(places, fmt.Sprintf("%s:%d", f.File, f.Line))
	}
	for _, line := range expected {
		place, _, _ := strings.Cut(line, " ")
		wanted = append(wanted, place)
	}
	if !slices.Equal(places, wanted) {
		t.Fatalf("found\n%v\nwant\n%s", err, strings.Join(expected, "\n"))
	}
	for i, line := range expected {
		_, keyword, _ := strings.Cut(line, " ")
		if !strings.Contains(findings[i].Msg, keyword) {
			t.Errorf("%v\nlacks %q", findings[i], keyword)
		}
	}
}

func asFindings(t testing.TB, err error) (findings fault.Findings) {
	t.Helper()
	if err != nil && !errors.As(err, &findings) {
		t.Fatalf("not findings but %v", err)
	}
	return findings
}
