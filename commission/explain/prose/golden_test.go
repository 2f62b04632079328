package prose_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/commission"
	"upline/commission/explain"
	"upline/commission/explain/prose"
	"upline/internal/bundle"
	"upline/internal/bundletest"
	"upline/internal/period"
)

var update = flag.Bool("update", false, "write what is printed into the golden files")

// TestGolden prints what each golden file asks for. A file begins with prose, each line after a #, that says why it is
// there. A line `$ --partner P [--order O] --period P [--all]` asks, and what follows is the answer. The file's name is
// that of a vector.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d golden files, %v", len(files), err)
	}
	vectors := map[string]bundletest.Vector{}
	for _, v := range bundletest.Vectors(t) {
		vectors[v.Name] = v
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			golden, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := answer(t, vectors[name], string(golden))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(golden) {
				t.Errorf("%s differs; after go test -update, git diff shows how. Got:\n%s", file, got)
			}
		})
	}
}

// answer returns a golden file with its questions answered.
func answer(t *testing.T, v bundletest.Vector, golden string) string {
	t.Helper()
	var out strings.Builder
	for line := range strings.Lines(golden) {
		switch {
		case strings.HasPrefix(line, "#"):
			out.WriteString(line)
		case strings.HasPrefix(line, "$ "):
			out.WriteString("\n" + line)
			out.WriteString(explanation(t, v, strings.Fields(line)[1:]))
		}
	}
	return out.String()
}

// explanation prints the answer to a question.
func explanation(t *testing.T, v bundletest.Vector, args []string) string {
	t.Helper()
	flags := flag.NewFlagSet("explain", flag.ContinueOnError)
	partner, order, in := flags.String("partner", "", ""), flags.String("order", "", ""), flags.String("period", "", "")
	all := flags.Bool("all", false, "")
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	query := explain.Query{Partner: *partner, Order: *order, Whole: 3}
	if *all {
		query.Whole = -1
	}
	x, err := explain.New(settle(t, v, *in)).Explain(query)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := prose.Write(&text, x, prose.Options{Settled: "as the vector says", All: *all}); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// settle settles a vector through a period, and returns that period's run.
func settle(t *testing.T, v bundletest.Vector, through string) *commission.Run {
	t.Helper()
	dir := t.TempDir()
	bundletest.WriteFiles(t, dir, v.Input)
	first, last := parse(t, v.From), parse(t, through)
	f, err := bundle.Read(dir, bundle.Options{From: first, Through: last, Settle: true, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	var run *commission.Run
	if err := commission.SettleEach(f, first, last, 1, func(settled *commission.Run) error {
		run = settled
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return run
}

func parse(t *testing.T, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
