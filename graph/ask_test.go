package graph

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Parameters of JSON become those of the database, or the fault names what would be right.
func TestReadParameter(t *testing.T) {
	day := neo4j.Date(time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		kind  string
		value any
		want  any // nil: refused
	}{
		{"string", "a", "a"},
		{"string", 1.0, nil},
		{"string", nil, nil},
		{"int", 3.0, int64(3)},
		{"int", json.Number("9007199254740993"), int64(9007199254740993)},
		{"int", 3.5, nil},
		{"int", "3", nil},
		{"int", json.Number("3.0"), nil},
		{"int", 1e300, nil},
		{"float", 3.5, 3.5},
		{"float", json.Number("3"), 3.0},
		{"float", true, nil},
		{"bool", true, true},
		{"bool", "true", nil},
		{"date", "2026-03-31", day},
		{"date", "2026-02-30", nil},
		{"date", 20260331.0, nil},
		{"datetime", "2026-04-02T11:00:00+02:00", chronicle.Moment(time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC))},
		{"datetime", "2026-04-02", nil},
		{"list of date", []any{"2026-03-31"}, []any{day}},
		{"list of int", []any{1.0, "x"}, nil},
		{"list of int", 1.0, nil},
	} {
		got, ok := readParameter(c.kind, c.value)
		if ok != (c.want != nil) || ok && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %v: %v, %v; want %v", c.kind, c.value, got, ok, c.want)
		}
	}
}

// What comes out is what JSON knows, and no node that is not readable.
func TestPlainValue(t *testing.T) {
	at := time.Date(2026, 4, 2, 9, 0, 0, 500, time.FixedZone("Offset", 0))
	partner := neo4j.Node{Labels: []string{"Partner"}, Props: map[string]any{"joined": neo4j.Date(at)}}
	user := neo4j.Node{Labels: []string{"User"}, Props: map[string]any{"password": "x"}}
	both := neo4j.Node{Labels: []string{"Partner", "User"}}
	plainPartner := map[string]any{"labels": []string{"Partner"}, "properties": map[string]any{"joined": "2026-04-02"}}
	r := neo4j.Relationship{Type: "R", Props: map[string]any{"n": int64(1)}}
	for _, c := range []struct{ value, want any }{
		{int64(7), int64(7)},
		{1.5, 1.5},
		{math.NaN(), nil},
		{math.Inf(1), nil},
		{nil, nil},
		{"a", "a"},
		{true, true},
		{at, "2026-04-02T09:00:00.0000005Z"},
		{neo4j.LocalDateTime(at), "2026-04-02T09:00:00.0000005"},
		{neo4j.DurationOf(1, 2, 3, 0), "P1M2DT3S"},
		{neo4j.Point2D{X: 1, Y: 2, SpatialRefId: 7203}, map[string]any{"x": 1.0, "y": 2.0, "srid": int64(7203)}},
		{partner, plainPartner},
		{user, nil},
		{both, nil},
		{[]any{partner, []any{user}}, []any{plainPartner, []any{nil}}},
		{map[string]any{"u": user}, map[string]any{"u": nil}},
		{
			neo4j.Path{Nodes: []neo4j.Node{partner, user}, Relationships: []neo4j.Relationship{r}},
			[]any{plainPartner, map[string]any{"type": "R", "properties": map[string]any{"n": int64(1)}}, nil},
		},
	} {
		if got := plainValue(c.value); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%T %v: %v, want %v", c.value, c.value, got, c.want)
		}
	}
}

// The first word of a text is that of a question, behind whatever comments.
func TestCheckText(t *testing.T) {
	for text, want := range map[string]string{
		"MATCH (p:Partner) RETURN p":                    "",
		"// PROFILE\nMATCH (p:Partner) RETURN p":        "",
		"/* a */ // b\n explain RETURN 1":               "begins with",
		"PROFILE RETURN 1":                              "begins with",
		"/**/CYPHER runtime=slotted RETURN 1":           "begins with",
		"USE system RETURN 1":                           "begins with",
		" // nothing":                                   "no question",
		"MATCH (n:`User`) RETURN n":                     "quotes",
		`MATCH (n:\u0055ser) RETURN n`:                  "encodes",
		"MATCH (explained:Partner) RETURN explained.id": "",
	} {
		err := checkText(text)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// A table that is not as expected is not taken for a proof.
func TestCheckOperatorsRefusesWhatItCannotRead(t *testing.T) {
	const good = "Planner COST\n\n+------------------+----+-----------+----------------+\n" +
		"| Operator         | Id | Details   | Estimated Rows |\n+------------------+----+-----------+----------------+\n" +
		"| +ProduceResults  |  0 | n         |             10 |\n| |                +----+-----------+----------------+\n" +
		"| +NodeByLabelScan |  1 | n:Partner |             10 |\n+------------------+----+-----------+----------------+\n\nTotal\n"
	if err := checkOperators(good); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", strings.Replace(good, "n:Partner", "n:Session", 1), strings.Replace(good, "n:Partner", "n        ", 1),
		strings.Replace(good, "n:Partner |", "n:Partner\n |", 1), strings.Replace(good, "ProduceResults", "SomethingNovel", 1),
		strings.Replace(good, "| Details   |", "| Remarks   |", 1), strings.Replace(good, "| n         |", "| COUNT  { M|", 1),
	} {
		if err := checkOperators(bad); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%v:\n%s", err, bad)
		}
	}
}

func TestWithPosition(t *testing.T) {
	got := withPosition("Invalid input 'X' (line 1, column 26 (offset: 25))\n\"EXPLAIN X\"", 8)
	if want := "Invalid input 'X' (line 1, column 18)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := withPosition("Bad (line 2, column 3 (offset: 25))", 8), "Bad (line 2, column 3)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
