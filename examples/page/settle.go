package page

import (
	"os"
	"path/filepath"
	"testing"

	"upline/commission"
	"upline/internal/bundle"
	"upline/internal/period"
	"upline/internal/results"
)

var resultFiles = []string{results.Lines, results.Ranks, results.Binary, results.Statements}

// Settle settles the bundle in a folder as upline settle does, with the fast engine, and returns the result files by
// name. The error is why the bundle is refused or cannot be settled; the test ends when anything else fails.
func Settle(t testing.TB, dir, from, through string) (map[string]string, error) {
	t.Helper()
	first, last := parsePeriod(t, from), parsePeriod(t, through)
	facts, err := bundle.Read(dir, bundle.Options{From: first, Through: last, Settle: true})
	if err != nil {
		return nil, err
	}
	out := filepath.Join(t.TempDir(), "results")
	w, err := results.Create(out, facts, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	err = commission.SettleEach(facts, first, last, 2, func(run *commission.Run) error { return w.Add(run, nil) })
	if err != nil {
		return nil, err
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, name := range resultFiles {
		content, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(content)
	}
	return files, nil
}

func parsePeriod(t testing.TB, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
