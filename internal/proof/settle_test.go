package proof

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/commission"
	"upline/internal/bundle"
	"upline/internal/bundletest"
	"upline/internal/period"
	"upline/internal/results"
)

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// read reads the files of a bundle.
func read(t tester, files map[string]string, from, through string) (f *commission.Facts, first, last period.Period) {
	t.Helper()
	dir, err := os.MkdirTemp("", "bundle-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	write(t, dir, files)
	first, last = parse(t, from), parse(t, through)
	f, err = bundle.Read(dir, bundle.Options{From: first, Through: last, Settle: true, Workers: 1})
	if err != nil {
		t.Fatalf("the bundle is refused:\n%v", err)
	}
	return f, first, last
}

func write(t tester, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func parse(t tester, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// settle settles the files of a bundle and returns the result files.
func settle(t tester, files map[string]string, from, through string, workers int) map[string]string {
	t.Helper()
	f, first, last := read(t, files, from, through)
	dir, err := os.MkdirTemp("", "results-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	w, err := results.Create(filepath.Join(dir, "out"), f, workers)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	err = commission.SettleEach(f, first, last, workers, func(run *commission.Run) error { return w.Add(run, nil) })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, name := range resultNames {
		text, err := os.ReadFile(filepath.Join(dir, "out", name))
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(text)
	}
	return got
}

var resultNames = []string{results.Lines, results.Ranks, results.Binary, results.Statements}

// settleBundle settles a bundle as it is meant to be settled.
func settleBundle(t tester, b bundletest.Bundle, workers int) map[string]string {
	t.Helper()
	return settle(t, b.Files(), b.From, b.Through, workers)
}

// same compares result files.
func same(t tester, got, want map[string]string) {
	t.Helper()
	for _, name := range resultNames {
		if got[name] != want[name] {
			t.Fatalf("%s: %s", name, firstDifference(got[name], want[name]))
		}
	}
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	g, w := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d is\n%swant\n%s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// Every vector is reproduced byte for byte.
func TestVectors(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			same(t, settle(t, v.Input, v.From, v.Through, 2), v.Expected)
		})
	}
}
