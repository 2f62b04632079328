// Package examples_test holds the examples to both engines: what is in expected/, and every table and sum of the pages.
package examples_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upline/internal/bundletest"
	"upline/internal/naive"
	"upline/internal/page"
	"upline/internal/settletest"
	"upline/internal/storetest"
)

var update = flag.Bool("update", false, "write expected/ of each example again")

// Every example is settled for the same periods.
const from, through = "2026-01", "2026-03"

// companies are the folders that hold an example.
func companies(t *testing.T) []string {
	t.Helper()
	expected, err := filepath.Glob("*/expected")
	if err != nil || len(expected) == 0 {
		t.Fatalf("no example found: %v", err)
	}
	var folders []string
	for _, dir := range expected {
		folders = append(folders, filepath.Dir(dir))
	}
	return folders
}

// Both engines give the results that are kept, byte for byte.
func TestResults(t *testing.T) {
	for _, company := range companies(t) {
		t.Run(company, func(t *testing.T) {
			expected := filepath.Join(company, "expected")
			fast, err := settletest.Dir(t, company, from, through, 2)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				bundletest.WriteFiles(t, expected, fast)
			}
			slow, err := naive.Settle(bundletest.ReadFiles(t, company), from, through)
			if err != nil {
				t.Fatal(err)
			}
			want := bundletest.ReadFiles(t, expected)
			compare(t, "the engine", fast, want)
			compare(t, "the naive engine", slow, want)
		})
	}
}

// compare names the first line that differs.
func compare(t *testing.T, engine string, got, want map[string]string) {
	t.Helper()
	if len(got) != 4 || len(want) != 4 {
		t.Errorf("%s: %d result files, want %d: there are 4", engine, len(got), len(want))
	}
	for name, text := range want {
		if got[name] == text {
			continue
		}
		gotLines, wantLines := strings.Split(got[name], "\n"), strings.Split(text, "\n")
		for i := range max(len(gotLines), len(wantLines)) {
			if lineAt(gotLines, i) != lineAt(wantLines, i) {
				t.Errorf("%s: %s:%d: %q, want %q", engine, name, i+1, lineAt(gotLines, i), lineAt(wantLines, i))
				break
			}
		}
	}
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(no line)"
}

// Every row of a page's tables stands in the file that has the table's header: a file of the bundle or of the results.
func TestTables(t *testing.T) {
	for _, company := range companies(t) {
		byHeader := map[string][]string{}
		for name, text := range bundletest.ReadFiles(t, company) {
			if filepath.Ext(name) == ".csv" {
				lines := strings.Split(text, "\n")
				byHeader[lines[0]] = lines[1:]
			}
		}
		path, rows := filepath.Join(company, "README.md"), 0
		for _, block := range page.Read(t, path).Blocks {
			table := strings.Split(strings.TrimSuffix(block.Text, "\n"), "\n")
			file, known := byHeader[table[0]]
			if block.Name != "csv" || !known {
				t.Errorf("%s:%d: no table of this example: %s %s", path, block.Line, block.Name, table[0])
				continue
			}
			for i, row := range table[1:] {
				if rows++; !slices.Contains(file, row) {
					t.Errorf("%s:%d: no such row in the files: %s", path, block.Line+2+i, row)
				}
			}
		}
		if rows < 50 {
			t.Errorf("%s: only %d rows in tables: have they lost their fences?", path, rows)
		}
	}
}

// Every sum in the pages is right.
func TestSums(t *testing.T) {
	for _, company := range companies(t) {
		path := filepath.Join(company, "README.md")
		sums := page.Read(t, path).Sums()
		for _, sum := range sums {
			if err := sum.Check(); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
		if len(sums) < 20 {
			t.Errorf("%s: only %d sums found: are they written like 200 × 4 %% = 8.00?", path, len(sums))
		}
	}
}

// The pages link to what is there, and cite paragraphs that the plan language has.
func TestReferences(t *testing.T) {
	paragraphs := page.Read(t, "../commission/README.md").Paragraphs()
	for _, dir := range append(companies(t), ".") {
		path := filepath.Join(dir, "README.md")
		p := page.Read(t, path)
		if err := p.CheckLinks(dir); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		for _, n := range p.Cited() {
			if !slices.Contains(paragraphs, n) {
				t.Errorf("%s cites §%s, which the plan language does not have", path, n)
			}
		}
	}
}

// What make demo runs works, and says what it runs.
func TestDemo(t *testing.T) {
	storetest.Empty(t)
	dir := t.TempDir()
	command := filepath.Join(dir, "upline")
	if out, err := exec.Command("go", "build", "-o", command, "../cmd/upline").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	demo := exec.Command("./demo")
	demo.Env = append(os.Environ(), "UPLINE="+command, "OUT="+filepath.Join(dir, "demo"))
	out, err := demo.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, step := range []string{" settle --data examples/alpina ", " explain --data examples/alpina ", " import --data examples/alpina", " run verify "} {
		if !strings.Contains(string(out), step) {
			t.Errorf("the demo does not say that it runs%s:\n%s", step, out)
		}
	}
	if !strings.Contains(string(out), "58.41") {
		t.Errorf("the demo does not explain the payout of 58.41:\n%s", out)
	}
	compare(t, "the demo", bundletest.ReadFiles(t, filepath.Join(dir, "demo")), bundletest.ReadFiles(t, "alpina/expected"))
}
