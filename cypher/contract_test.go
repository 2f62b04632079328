package cypher_test

import (
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
	body       string // without comments
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
		comment, is := strings.CutPrefix(strings.TrimSpace(line), "//")
		switch {
		case is && len(body) == 0:
			about = append(about, strings.TrimPrefix(comment, " "))
		case !is:
			body = append(body, line)
		}
	}
	q.about, q.body = strings.Join(about, "\n"), strings.Join(body, "\n")
	_, rest, _ := strings.Cut(q.about, "\nIn:")
	q.in, _, _ = strings.Cut(rest, "\nOut:")
	return q
}

func (q *query) analyst() bool { return strings.HasPrefix(q.path, "analyst/") }

// says returns what the contract says behind a word, such as Times.
func (q *query) says(word string) (text string, said bool) {
	_, text, said = strings.Cut(q.about, "\n"+word+": ")
	text, _, _ = strings.Cut(text, "\n")
	return text, said
}

// example is the value that a contract gives each parameter as an example, in Cypher.
func (q *query) example() map[string]string {
	values := map[string]string{}
	text, _ := q.says("Example")
	for _, part := range regexp.MustCompile(`,? ?\$`).Split(text, -1) {
		if name, value, is := strings.Cut(part, " = "); is {
			values[name] = value
		}
	}
	return values
}

var parameter = regexp.MustCompile(`\$(\w+)`)

func parameters(text string) []string {
	found := map[string]bool{}
	for _, match := range parameter.FindAllStringSubmatch(text, -1) {
		found[match[1]] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// A contract names the query and all of its parameters with their types, and says what comes out.
func TestContracts(t *testing.T) {
	typed := regexp.MustCompile(`\$\w+ (string|int|float|bool|date|datetime|map|list of) ?`)
	for _, q := range queries(t) {
		if !strings.HasPrefix(q.about, q.name+": ") {
			t.Errorf("%s: the contract begins with %q, not with the name of the file", q.path, strings.SplitN(q.about, "\n", 2)[0])
		}
		if !strings.Contains(q.about, "\nIn:  ") || !strings.Contains(q.about, "\nOut: ") {
			t.Errorf("%s: the contract lacks In: or Out:", q.path)
		}
		said, used := parameters(q.in), parameters(q.body)
		if !slices.Equal(said, used) {
			t.Errorf("%s: the contract has the parameters %v, the query %v", q.path, said, used)
		}
		if types := typed.FindAllString(q.in, -1); len(types) != len(said) {
			t.Errorf("%s: %d of the parameters %v have a type", q.path, len(types), said)
		}
		if given := slices.Sorted(maps.Keys(q.example())); q.analyst() && !slices.Equal(given, said) {
			t.Errorf("%s: the example gives %v, and the parameters are %v", q.path, given, said)
		}
	}
}

// A contract says which columns come out, in their order.
func TestContractsNameTheColumns(t *testing.T) {
	remarks := regexp.MustCompile(`\([^()]*\)|\[[^\]]*\]`)
	for _, q := range queries(t) {
		out, _ := q.says("Out")
		if out == "nothing" || strings.HasPrefix(out, "as ") || strings.HasPrefix(out, "the columns") {
			continue
		}
		var said []string
		for _, column := range strings.Split(remarks.ReplaceAllString(remarks.ReplaceAllString(out, ""), ""), ",") {
			said = append(said, strings.Fields(column)[0])
		}
		if returned := columns(q.body); !slices.Equal(said, returned) {
			t.Errorf("%s: the contract says that %v come out, the query returns %v", q.path, said, returned)
		}
	}
}

// columns are the names under which the last RETURN of a query returns, at the beginning of a line: others are of parts in braces.
func columns(body string) (names []string) {
	body = "\n" + body
	returned := body[strings.LastIndex(body, "\nRETURN ")+len("\nRETURN "):]
	for _, end := range []string{"\nORDER BY", "\nLIMIT"} {
		returned, _, _ = strings.Cut(returned, end)
	}
	depth, begin := 0, 0
	for i, r := range returned + "," {
		switch {
		case strings.ContainsRune("([{", r):
			depth++
		case strings.ContainsRune(")]}", r):
			depth--
		case r == ',' && depth == 0:
			words := strings.Fields(strings.TrimPrefix(returned[begin:i], "DISTINCT "))
			names = append(names, words[len(words)-1])
			begin = i + 1
		}
	}
	return names
}

// Questions of analysts read, and ask for nothing that a server without extensions cannot answer.
func TestAnalystsOnlyRead(t *testing.T) {
	writes := regexp.MustCompile(`(?i)\b(CREATE|MERGE|SET|REMOVE|DELETE|FOREACH|DROP|LOAD CSV)\b|\b(apoc|gds|db|dbms)\.|IN TRANSACTIONS`)
	for _, q := range queries(t) {
		if found := writes.FindString(q.body); found != "" && q.analyst() {
			t.Errorf("%s: %q is not for a question", q.path, found)
		}
	}
}

// versioned finds the relationships that have two times, where a query names one.
var versioned = regexp.MustCompile(`\[(\w*):(?:\w+\|)*(SPONSORED_BY|PLACED_UNDER|HAS_STATUS|HOLDS|IN_MARKET|LOOKED_AFTER_BY|MEMBER_OF|WORKS_IN|HOLDS_PROFILE|STANDS_IN_FOR)\b`)

// bothTimes is how a relationship v that has two times is read: by days, and by what was known at a time.
var bothTimes = []struct{ said, pattern string }{
	{"v.from <= …", `\bv\.from <=? `},
	{"v.to > …", `\bv\.to >=? `},
	{"v.recorded <= $knownAt", `\bv\.recorded <= \$knownAt\b`},
	{"v.superseded > $knownAt", `\bv\.superseded > \$knownAt\b`},
}

// A relationship that has two times is read with both, by all comparisons of bothTimes, as often as a query reads one under a
// name. A contract may say why not: behind "Times: " stands a reason not to ask for the days, and when the reason ends in
// "not read", neither for what was known. What is excused without need is wrong, too.
func TestBothTimes(t *testing.T) {
	for _, q := range queries(t) {
		why, excused := q.says("Times")
		lacks := lacking(q.body)
		switch {
		case !excused:
			for _, problem := range lacks {
				t.Errorf("%s: %s", q.path, problem)
			}
		case len(lacks) == 0:
			t.Errorf("%s: it is excused, because %s, and reads both times all the same", q.path, why)
		case !strings.HasSuffix(why, "not read"):
			for _, problem := range lacks {
				if strings.HasSuffix(problem, "knownAt") {
					t.Errorf("%s: %s", q.path, problem)
				}
			}
		}
	}
}

// lacking says which relationships are read without which of their times.
func lacking(body string) (problems []string) {
	reads, kinds := map[string]int{}, map[string]string{}
	for _, match := range versioned.FindAllStringSubmatchIndex(body, -1) {
		variable, kind := body[match[2]:match[3]], body[match[4]:match[5]]
		if creates(body[:match[0]]) {
			continue
		}
		if variable == "" {
			problems = append(problems, kind+" is read without a name, and so without its days and $knownAt")
			continue
		}
		reads[variable]++
		kinds[variable] = kind
	}
	for _, variable := range slices.Sorted(maps.Keys(reads)) {
		for _, comparison := range bothTimes {
			found := regexp.MustCompile(strings.Replace(comparison.pattern, "v", variable, 1)).FindAllString(body, -1)
			if len(found) < reads[variable] {
				problems = append(problems, kinds[variable]+" is read without "+strings.Replace(comparison.said, "v", variable, 1))
			}
		}
	}
	return problems
}

// creates says whether the pattern that follows belongs to a CREATE.
func creates(before string) bool {
	clauses := regexp.MustCompile(`\b(CREATE|MATCH|MERGE)\b`).FindAllString(before, -1)
	return len(clauses) > 0 && clauses[len(clauses)-1] == "CREATE"
}

// The check finds what it is there for.
func TestLacking(t *testing.T) {
	const both = "r.from <= $asOf AND r.to > $asOf AND r.recorded <= $knownAt AND r.superseded > $knownAt"
	for body, want := range map[string]int{
		"MATCH (p)-[r:HOLDS]->(x) WHERE " + both + " RETURN x":                                                              0,
		"MATCH (p)-[r:HOLDS]->(x) WHERE r.from <= $asOf AND r.to > $asOf RETURN x":                                          2,
		"MATCH (p)-[:CREDITED_TO|HOLDS]->(x) RETURN x":                                                                      1,
		"MATCH (p)-[:HOLDS]->(x) RETURN x":                                                                                  1,
		"MATCH (p)-[r:HOLDS]->(x) WHERE " + both + " MATCH (x)-[r:HOLDS]->(y) RETURN y":                                     4,
		"MATCH (p) CREATE (p)-[:HOLDS {from: $from}]->(x)":                                                                  0,
		"MATCH (p)-[r:HOLDS]->(x) WHERE " + strings.Replace(both, "$knownAt", "datetime()", 1) + " RETURN x":                1,
		"CREATE (p) WITH p MATCH (p)-[r:PLACED_UNDER]->(x) WHERE r.recorded <= $knownAt AND r.superseded > $knownAt DELETE": 2,
	} {
		if got := lacking(body); len(got) != want {
			t.Errorf("%s: %q, want %d", body, got, want)
		}
	}
}
