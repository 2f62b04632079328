package cypher_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/internal/storetest"
)

// server is the database of the tests, empty but for the schema.
func server(t *testing.T) neo4j.DriverWithContext {
	t.Helper()
	c := storetest.Empty(t)
	driver, err := neo4j.NewDriverWithContext(c.URI, neo4j.BasicAuth(c.User, c.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = driver.Close(context.Background()) })
	return driver
}

// plan explains a query.
func plan(t *testing.T, driver neo4j.DriverWithContext, q query) neo4j.Plan {
	t.Helper()
	session := driver.NewSession(t.Context(), neo4j.SessionConfig{})
	defer session.Close(context.Background())
	params := map[string]any{}
	for _, name := range parameters(q.body) {
		params[name] = sample(q, name)
	}
	result, err := session.Run(t.Context(), "EXPLAIN "+q.body, params)
	if err != nil {
		t.Fatalf("%s: %v", q.path, err)
	}
	summary, err := result.Consume(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", q.path, err)
	}
	return summary.Plan()
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

// operators lists the operators of a plan.
func operators(p neo4j.Plan) []string {
	list := []string{strings.TrimSuffix(p.Operator(), "@neo4j")}
	for _, child := range p.Children() {
		list = append(list, operators(child)...)
	}
	return list
}

var scan = regexp.MustCompile(`^(AllNodesScan|NodeByLabelScan|UnionNodeByLabelsScan|(Un)?[Dd]irectedRelationshipTypeScan|(Un)?[Dd]irectedAllRelationshipsScan|CartesianProduct)$`)

// The server understands every query, and reads no more than an index gives, unless the contract says why: "Scan: …".
func TestPlansOfQueries(t *testing.T) {
	driver := server(t)
	for _, q := range queries(t) {
		for _, operator := range operators(plan(t, driver, q)) {
			if scan.MatchString(operator) && !strings.Contains(q.about, "\nScan: ") && operator != "CartesianProduct" {
				t.Errorf("%s: the plan has a %s", q.path, operator)
			}
		}
	}
}

// A downline is read from the partner downwards, relationship by relationship.
func TestPlanOfDownline(t *testing.T) {
	driver := server(t)
	for _, q := range queries(t) {
		if q.name != "downline_members" && q.name != "upline_of" {
			continue
		}
		got := operators(plan(t, driver, q))
		walks := slices.ContainsFunc(got, func(o string) bool {
			return strings.HasPrefix(o, "VarLengthExpand") || strings.HasPrefix(o, "Repeat")
		})
		if !walks || !slices.Contains(got, "NodeUniqueIndexSeek") {
			t.Errorf("%s: the plan is %v", q.path, got)
		}
	}
}
