package cypher_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// query is a file: its contract, and what follows.
type query struct {
	path, name string
	about      string // the contract without its comment marks
	in         string // what it says behind In:
	body       string
}

// queries reads the queries of package graph, and those of analysts.
func queries(t testing.TB) []query {
	t.Helper()
	var list []query
	for _, pattern := range []string{"*.cypher", "analyst/*.cypher"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no queries in %s: %v", pattern, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, parse(path, string(text)))
		}
	}
	return list
}

func parse(path, text string) query {
	q := query{path: path, name: strings.TrimSuffix(filepath.Base(path), ".cypher")}
	var about, body []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if comment, is := strings.CutPrefix(line, "//"); is && len(body) == 0 {
			about = append(about, strings.TrimPrefix(comment, " "))
		} else {
			body = append(body, line)
		}
	}
	q.about, q.body = strings.Join(about, "\n"), strings.Join(body, "\n")
	_, rest, _ := strings.Cut(q.about, "\nIn:")
	q.in, _, _ = strings.Cut(rest, "\nOut:")
	return q
}

var parameter = regexp.MustCompile(`\$(\w+)`)

func parameters(text string) []string {
	found := map[string]bool{}
	for _, match := range parameter.FindAllStringSubmatch(text, -1) {
		found[match[1]] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// A contract names the query and all of its parameters, and says what comes out.
func TestContracts(t *testing.T) {
	for _, q := range queries(t) {
		if !strings.HasPrefix(q.about, q.name+": ") {
			t.Errorf("%s: the contract begins with %q, not with the name of the file", q.path, strings.SplitN(q.about, "\n", 2)[0])
		}
		if !strings.Contains(q.about, "\nIn:  ") || !strings.Contains(q.about, "\nOut: ") {
			t.Errorf("%s: the contract lacks In: or Out:", q.path)
		}
		if said, used := parameters(q.in), parameters(q.body); !slices.Equal(said, used) {
			t.Errorf("%s: the contract has the parameters %v, the query %v", q.path, said, used)
		}
		if strings.HasPrefix(q.path, "analyst/") && !strings.Contains(q.about, "\nExample: ") {
			t.Errorf("%s: a question of analysts has an example", q.path)
		}
	}
}

// Every query of package graph has a Go name, which something in the product uses.
func TestQueriesAreUsed(t *testing.T) {
	source, err := os.ReadFile("cypher.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, match := range regexp.MustCompile(`//go:embed (\w+)\.cypher\n\t(\w+) string`).FindAllStringSubmatch(string(source), -1) {
		names[match[1]] = match[2]
	}
	var code strings.Builder
	err = filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		code.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries(t) {
		if strings.HasPrefix(q.path, "analyst/") {
			continue
		}
		if name := names[q.name]; name == "" {
			t.Errorf("%s has no Go name", q.path)
		} else if !regexp.MustCompile(`cypher\.` + name + `\b`).MatchString(code.String()) {
			t.Errorf("cypher.%s is not used", name)
		}
	}
}

// versioned finds the relationships that have two times, where a query reads one into a variable.
var versioned = regexp.MustCompile(`\[(\w*):(SPONSORED_BY|PLACED_UNDER|HAS_STATUS|HOLDS)\b([^\]]*)`)

// A relationship that has two times is read with both, unless the contract says why not: "Times: …". Then the time of
// knowing is asked for all the same; and where it is not, as in a query that writes, "Times: …, not read".
func TestBothTimes(t *testing.T) {
	for _, q := range queries(t) {
		_, why, excused := strings.Cut(q.about, "\nTimes: ")
		why, _, _ = strings.Cut(why, "\n")
		for _, match := range versioned.FindAllStringSubmatchIndex(q.body, -1) {
			variable, kind := q.body[match[2]:match[3]], q.body[match[4]:match[5]]
			if creates(q.body[:match[0]]) || strings.HasSuffix(why, "not read") {
				continue
			}
			want := []string{"recorded", "superseded"}
			if !excused {
				want = append(want, "from", "to")
			}
			for _, property := range want {
				if !regexp.MustCompile(`\b` + variable + `\.` + property + ` (<|<=|>|>=|=) `).MatchString(q.body) {
					t.Errorf("%s: %s, called %q, is read without its %s", q.path, kind, variable, property)
				}
			}
		}
	}
}

// creates says whether a pattern belongs to a CREATE.
func creates(before string) bool {
	return strings.LastIndex(before, "CREATE") > strings.LastIndex(before, "MATCH")
}
