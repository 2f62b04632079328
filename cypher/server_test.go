package cypher_test

import (
	"context"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/graph"
	"upline/internal/generate"
	"upline/internal/storetest"
	"upline/jobs"
)

// server is the database of the tests, empty but for the schema.
func server(t *testing.T) neo4j.DriverWithContext {
	t.Helper()
	storetest.Empty(t)
	return connect(t)
}

func connect(t *testing.T) neo4j.DriverWithContext {
	t.Helper()
	c := storetest.Config(t)
	driver, err := neo4j.NewDriverWithContext(c.URI, neo4j.BasicAuth(c.User, c.Password, ""))
	must(t, err)
	t.Cleanup(func() { _ = driver.Close(context.Background()) })
	return driver
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// plan explains a query, as if the server had never seen it.
func plan(t *testing.T, driver neo4j.DriverWithContext, q query) neo4j.ResultSummary {
	t.Helper()
	params := map[string]any{}
	for _, name := range parameters(q.body) {
		params[name] = sample(q, name)
	}
	session := driver.NewSession(t.Context(), neo4j.SessionConfig{})
	defer session.Close(context.Background())
	result, err := session.Run(t.Context(), "CYPHER replan=force EXPLAIN "+q.body, params)
	if err != nil {
		t.Fatalf("%s: %v", q.path, err)
	}
	summary, err := result.Consume(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", q.path, err)
	}
	if len(operators(summary)) == 0 {
		t.Fatalf("%s: the server draws no plan", q.path)
	}
	return summary
}

// sample is a value of the type that a contract gives a parameter.
func sample(q query, name string) any {
	match := regexp.MustCompile(`\$` + name + ` (\w+)`).FindStringSubmatch(q.in)
	if match == nil {
		return nil
	}
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("Offset", 0))
	switch match[1] {
	case "int":
		return 1
	case "float":
		return 1.0
	case "bool":
		return true
	case "date":
		return neo4j.Date(day)
	case "datetime":
		return day
	case "list":
		return []any{}
	case "map":
		return map[string]any{}
	default:
		return "x"
	}
}

// operators lists the operators of a plan, from the result down. They are taken from the table that the server draws, since
// the driver (5.28) gives the last child of an operator in place of each of them.
func operators(summary neo4j.ResultSummary) (list []string) {
	table, _ := summary.Plan().Arguments()["string-representation"].(string)
	for _, match := range regexp.MustCompile(`(?m)^\|[ |\\]*\+([A-Z]\S*)`).FindAllStringSubmatch(table, -1) {
		list = append(list, match[1])
	}
	return list
}

// scan recognizes operators that read all of something: every node, those of a label, relationships of a type, or an index.
var scan = regexp.MustCompile(`^(AllNodes|\w*NodeByLabels?|\w*RelationshipTypes?|\w*AllRelationships|\w*Index\w*)Scan$`)

// inOrder recognizes lists that are read in the order of an index, for a slice to cost what it is long.
var inOrder = regexp.MustCompile(`^(partners|orders|cancellations)_(listed|by_)|^statements_of_run|^runs_newest`)

// The server understands every query, has nothing to say against it, and reads no more than an index gives, unless the
// contract says why: "Scan: …". So it is while the company is empty, and when the planner knows how much of everything there
// is.
func TestPlansOfQueries(t *testing.T) {
	driver := server(t)
	needed := checkPlans(t, driver, "empty")
	fill(t)
	_, err := neo4j.ExecuteQuery(t.Context(), driver, "CALL db.prepareForReplanning()", nil, neo4j.EagerResultTransformer)
	must(t, err)
	for path := range checkPlans(t, driver, "filled") {
		needed[path] = true
	}
	for _, q := range queries(t) {
		if why, excused := q.says("Scan"); excused && !needed[q.path] {
			t.Errorf("%s: a scan is excused, because %s, but there is none", q.path, why)
		}
	}
}

func checkPlans(t *testing.T, driver neo4j.DriverWithContext, when string) (scanning map[string]bool) {
	t.Helper()
	scanning = map[string]bool{}
	for _, q := range queries(t) {
		summary := plan(t, driver, q)
		for _, operator := range operators(summary) {
			if !scan.MatchString(operator) {
				continue
			}
			scanning[q.path] = true
			if _, excused := q.says("Scan"); !excused {
				t.Errorf("%s, %s: the plan has a %s", q.path, when, operator)
			}
		}
		if whole := operators(summary); inOrder.MatchString(q.name) && !q.analyst() && slices.ContainsFunc(whole, func(o string) bool { return o == "Sort" || o == "Top" }) {
			t.Errorf("%s, %s: the plan sorts the whole list, instead of taking it as the index has it: %v", q.path, when, whole)
		}
		for _, n := range summary.Notifications() {
			// Of names that nothing bears yet the server knows nothing.
			if !strings.Contains(n.Code(), "Unknown") {
				t.Errorf("%s, %s: %s", q.path, when, n.Description())
			}
		}
	}
	return scanning
}

// fill imports a company that is large enough for the planner to tell much from little.
func fill(t *testing.T) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bundle")
	must(t, generate.Bundle(dir, generate.Options{Partners: 2000, Orders: 3000, Periods: 3, Seed: 1}, nil))
	s := &jobs.Settlement{Graph: storetest.Open(t, storetest.Config(t)), Workers: 1}
	_, err := s.Import(t.Context(), dir, false, graph.By{Within: graph.Everybody, Actor: "test"})
	must(t, err)
}

// Walks are what the queries are made for: from one partner, relationship by relationship, and where only the ends matter, to
// each of them once.
func TestPlansOfWalks(t *testing.T) {
	driver := server(t)
	walks := map[string]string{
		"downline_members":   `VarLengthExpand\(All\)|Repeat\(Trail\)`,
		"upline_of":          `VarLengthExpand\(All\)|Repeat\(Trail\)`,
		"upline_members":     `VarLengthExpand\(All\)|Repeat\(Trail\)`,
		"downline_on_a_day":  `VarLengthExpand\(All\)|Repeat\(Trail\)`,
		"sponsorships_above": `VarLengthExpand\(Pruning,BFS,All\)`,
		"placements_above":   `VarLengthExpand\(Pruning,BFS,All\)`,
		"volume_by_month":    `VarLengthExpand\(Pruning,BFS,All\)`,
		"volume_by_leg":      `VarLengthExpand\(Pruning,BFS,All\)`,
		"balance_of_legs":    `VarLengthExpand\(All\)|Repeat\(Trail\)`,
		"orphaned_branches":  `VarLengthExpand\(Pruning,BFS,All\)`,
		"inactive_branches":  `VarLengthExpand\(Pruning,BFS,All\)`,
	}
	for _, q := range queries(t) {
		want := walks[q.name]
		delete(walks, q.name)
		if want == "" {
			continue
		}
		got := operators(plan(t, driver, q))
		walk := regexp.MustCompile("^(" + want + ")$")
		if !slices.ContainsFunc(got, walk.MatchString) || !slices.ContainsFunc(got, func(o string) bool { return strings.HasPrefix(o, "NodeUniqueIndexSeek") }) {
			t.Errorf("%s: the plan is %v, without %s from a partner that an index finds", q.path, got, want)
		}
	}
	for name := range walks {
		t.Errorf("there is no query %s", name)
	}
}

// Examples can be taken as they stand.
func TestExamples(t *testing.T) {
	driver := server(t)
	for _, q := range queries(t) {
		if !q.analyst() {
			continue
		}
		params := map[string]any{}
		for name, value := range q.example() {
			result, err := neo4j.ExecuteQuery(t.Context(), driver, "RETURN "+value, nil, neo4j.EagerResultTransformer)
			if err != nil {
				t.Fatalf("%s: %v", q.path, err)
			}
			params[name] = result.Records[0].Values[0]
		}
		ask(t, driver, q, params)
	}
}
