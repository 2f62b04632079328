package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"upline/internal/bundletest"
)

func TestCheckOfASoundBundle(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		data := written(t, v.Input)
		plans := 0
		for name := range v.Input {
			if strings.HasPrefix(name, "plans/") {
				plans++
			}
		}
		partners, orders := len(records(t, v.Input["partners.csv"])), len(records(t, v.Input["orders.csv"]))
		want := fmt.Sprintf("%s, %s, %s: no findings\n",
			counting(partners, "partner"), counting(orders, "order"), counting(plans, "plan version"))
		for _, flags := range [][]string{nil, {"--from", v.From, "--through", v.Through}} {
			got := done(t, append([]string{"check", "--data", data}, flags...)...)
			if got != want {
				t.Errorf("%s: got %q, want %q", v.Name, got, want)
			}
		}
		var object checked
		if err := json.Unmarshal([]byte(done(t, "check", "--data", data, "--json")), &object); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(object, checked{partners, orders, plans, []finding{}}) {
			t.Errorf("%s: got %+v", v.Name, object)
		}
	}
}

// The findings on stdout, for a program, are those on stderr, for a person.
func TestCheckGivesTheFindingsAsJSON(t *testing.T) {
	for _, v := range bundletest.BadVectors(t) {
		c := upline(t, "check", "--data", written(t, v.Input), "--json")
		var object checked
		if err := json.Unmarshal([]byte(c.stdout), &object); err != nil {
			t.Fatal(err)
		}
		var lines strings.Builder
		for _, f := range object.Findings {
			fmt.Fprintf(&lines, "%s:%d: %s\n", f.File, f.Line, f.Message)
		}
		if c.status != exitInvalid || lines.String() != c.stderr || len(object.Findings) == 0 {
			t.Errorf("%s: exit status %d, stdout %s, stderr %s", v.Name, c.status, c.stdout, c.stderr)
		}
	}
}

func TestCheckAsksForAPlanVersionOnlyInThePeriodsNamed(t *testing.T) {
	data := written(t, vector(t, "21-late-order").Input)
	done(t, "check", "--data", data)
	stderr := refused(t, exitInvalid, "check", "--data", data, "--from", "1999-01", "--through", "1999-02")
	wantFindings(t, stderr, []bundletest.Finding{
		{File: "plans", Line: 1, Word: "1999-01"}, {File: "plans", Line: 1, Word: "1999-02"},
	})
}

func TestPlanCheck(t *testing.T) {
	v := vector(t, "32-mid-period-version")
	data := written(t, v.Input)
	files, err := filepath.Glob(filepath.Join(data, "plans", "*.yaml"))
	if err != nil || len(files) != 2 {
		t.Fatalf("the vector has the plan files %q, not two: %v", files, err)
	}
	if got := done(t, append([]string{"plan", "check"}, files...)...); !strings.HasPrefix(got, "2 versions of ") {
		t.Errorf("got %q", got)
	}
	// A copy of a version has the same valid_from.
	bundletest.WriteFiles(t, data, map[string]string{"plans/copy.yaml": v.Input["plans/"+filepath.Base(files[0])]})
	stderr := refused(t, exitInvalid, "plan", "check", files[0], filepath.Join(data, "plans", "copy.yaml"))
	if !strings.Contains(stderr, "valid_from") || !findingLine.MatchString(strings.Split(stderr, "\n")[0]) {
		t.Errorf("stderr is no finding on valid_from: %s", stderr)
	}
}

func TestPlanCheckReadsStandardInput(t *testing.T) {
	c := uplineIn(t.Context(), "plan: p\nvalid_from: 2026-01-01\ncurrency: EUR\nranks: [{id: r}]\nbonuses: []\nbonus: []\n", "plan", "check", "-")
	if c.status != exitInvalid || !strings.HasPrefix(c.stderr, "-:6: ") || !strings.Contains(c.stderr, "bonus") {
		t.Errorf("exit status %d, stderr %q", c.status, c.stderr)
	}
}

func TestPlanSchemaIsJSON(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal([]byte(done(t, "plan", "schema")), &schema); err != nil {
		t.Fatal(err)
	}
	if _, ok := schema["$schema"]; !ok {
		t.Error("there is no $schema in it")
	}
}
