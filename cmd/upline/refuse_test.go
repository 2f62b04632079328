package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"upline/internal/bundletest"
)

// period of the bad vectors, all of which would be settled for it.
const badPeriod = "2026-01"

func TestBadVectorsAreRefused(t *testing.T) {
	for _, v := range bundletest.BadVectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			data, parent := written(t, v.Input), t.TempDir()
			stderr := refused(t, exitInvalid, "settle", "--data", data, "--from", badPeriod, "--through", badPeriod,
				"--out", filepath.Join(parent, "new", "results"))
			wantNothingIn(t, parent)
			wantFindings(t, stderr, v.Expected)
			checked := refused(t, exitInvalid, "check", "--data", data, "--from", badPeriod, "--through", badPeriod)
			if checked != stderr {
				t.Errorf("check finds something else than settle:\n%s\n%s", checked, stderr)
			}
		})
	}
}

var findingLine = regexp.MustCompile(`^[^:]+:[1-9][0-9]*: .+$`)

// wantFindings wants each of the findings on a line of its own, in their order, and nothing but findings.
func wantFindings(t *testing.T, stderr string, want []bundletest.Finding) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	for _, line := range lines {
		if !findingLine.MatchString(line) {
			t.Errorf("%q does not begin with file:line:", line)
		}
	}
	for _, finding := range want {
		found := false
		for _, line := range lines {
			found = found || finding.Matches(line)
		}
		if !found {
			t.Errorf("no finding %s among\n%s", finding, stderr)
		}
	}
}

func TestAPeriodWithoutAPlanVersionIsRefused(t *testing.T) {
	data, parent := written(t, vector(t, "21-late-order").Input), t.TempDir()
	stderr := refused(t, exitInvalid, "settle", "--data", data, "--from", "1999-01", "--through", "1999-01",
		"--out", filepath.Join(parent, "results"))
	wantFindings(t, stderr, []bundletest.Finding{{File: "plans", Line: 1, Word: "1999-01"}})
	wantNothingIn(t, parent)
}

func TestUsageErrors(t *testing.T) {
	data, parent := written(t, vector(t, "21-late-order").Input), t.TempDir()
	out := filepath.Join(parent, "results")
	for _, test := range []struct {
		name string
		args []string
		says string // what stderr must hold
	}{
		{"nothing", nil, "settle"},
		{"unknown command", []string{"setle"}, "settle"},
		{"unknown flag", []string{"settle", "--date", "x"}, "--data"},
		{"missing flags", []string{"settle", "--data", data}, "--from"},
		{"no value", []string{"settle", "--data", data, "--out", out, "--from"}, "--from: expected period value (see"},
		{"no period", []string{"settle", "--data", data, "--from", "2026-13", "--through", "2026-01", "--out", out}, "YYYY-MM"},
		{"day for a period", []string{"settle", "--data", data, "--from", "2026-01-01", "--through", "2026-01", "--out", out}, "YYYY-MM"},
		{"backwards", []string{"settle", "--data", data, "--from", "2026-02", "--through", "2026-01", "--out", out}, "before"},
		{"workers", []string{"settle", "--data", data, "--from", "2026-01", "--through", "2026-01", "--out", out, "--workers", "-1"}, "workers"},
		{"data", []string{"settle", "--data", filepath.Join(parent, "nowhere"), "--from", "2026-01", "--through", "2026-01", "--out", out}, "nowhere"},
		{"check backwards", []string{"check", "--data", data, "--from", "2026-02", "--through", "2026-01"}, "before"},
		{"check from", []string{"check", "--data", data, "--from", "2026-02"}, "--through"},
		{"check through", []string{"check", "--data", data, "--through", "2026-02"}, "--from"},
		{"generate", []string{"generate", "--partners", "0", "--orders", "1", "--periods", "1", "--seed", "1", "--out", out}, "partners"},
		{"shape", []string{"generate", "--partners", "1", "--orders", "1", "--periods", "1", "--seed", "1", "--out", out, "--shape", "ring"}, "chain"},
		{"plan", []string{"plan"}, "schema"},
		{"plan file", []string{"plan", "check", filepath.Join(parent, "nowhere.yaml")}, "nowhere.yaml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			stderr := refused(t, exitInvalid, test.args...)
			if !strings.HasPrefix(stderr, "upline: ") || strings.Count(stderr, "\n") != 1 {
				t.Errorf("stderr is not one sentence: %s", stderr)
			}
			if !strings.Contains(stderr, test.says) {
				t.Errorf("stderr does not say %q: %s", test.says, stderr)
			}
			wantNothingIn(t, parent)
		})
	}
}
