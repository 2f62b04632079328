// Package settletest settles bundles in tests as `upline settle` does, from files to files. Only tests import it.
package settletest

import (
	"os"
	"path/filepath"

	"upline/commission"
	"upline/internal/bundle"
	"upline/internal/period"
	"upline/internal/results"
)

// T is what *testing.T and *rapid.T have in common.
type T interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// Names of the result files.
var Names = []string{results.Lines, results.Ranks, results.Binary, results.Statements}

// Files settles the files of a bundle, which must be valid, on so many workers, and returns the result files by name.
func Files(t T, files map[string]string, from, through string, workers int) map[string]string {
	t.Helper()
	var got map[string]string
	InFolder(t, files, func(dir string) {
		var err error
		if got, err = Dir(t, dir, from, through, workers); err != nil {
			t.Fatalf("the bundle is refused:\n%v", err)
		}
	})
	return got
}

// Facts reads the files of a bundle, which must be valid.
func Facts(t T, files map[string]string, from, through string) *commission.Facts {
	t.Helper()
	var facts *commission.Facts
	InFolder(t, files, func(dir string) {
		var err error
		facts, err = bundle.Read(dir, bundle.Options{From: Period(t, from), Through: Period(t, through), Settle: true, Workers: 1})
		if err != nil {
			t.Fatalf("the bundle is refused:\n%v", err)
		}
	})
	return facts
}

// Dir settles the bundle in a folder. The error is why the bundle is refused or cannot be settled; the test ends when
// anything else fails.
func Dir(t T, dir, from, through string, workers int) (map[string]string, error) {
	t.Helper()
	first, last := Period(t, from), Period(t, through)
	facts, err := bundle.Read(dir, bundle.Options{From: first, Through: last, Settle: true, Workers: workers})
	if err != nil {
		return nil, err
	}
	scratch := tempDir(t)
	defer os.RemoveAll(scratch)
	out := filepath.Join(scratch, "out")
	w, err := results.Create(out, facts, workers)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	err = commission.SettleEach(facts, first, last, workers, func(run *commission.Run) error { return w.Add(run, nil) })
	if err != nil {
		return nil, err
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, name := range Names {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(text)
	}
	return got, nil
}

// Period reads a period.
func Period(t T, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// InFolder writes files to a folder for as long as use uses it.
func InFolder(t T, files map[string]string, use func(dir string)) {
	t.Helper()
	dir := tempDir(t)
	defer os.RemoveAll(dir)
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	use(dir)
}

func tempDir(t T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "upline-")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
