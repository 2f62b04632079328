package cypher_test

import (
	"reflect"
	"slices"
	"testing"

	"upline/cypher"
)

// Questions say all that their contracts say: title, parameters with types, and the columns that the query returns.
func TestQuestionsSayWhatTheirContractsSay(t *testing.T) {
	types := []string{"string", "int", "float", "bool", "date", "datetime", "list of string", "list of int", "list of float", "list of bool", "list of date", "list of datetime"}
	asked := map[string]bool{}
	for _, q := range queries(t) {
		if !q.analyst() {
			continue
		}
		asked[q.name] = true
		question, found := cypher.QuestionNamed(q.name)
		if !found || question.Title == "" {
			t.Errorf("%s: found %v, title %q", q.name, found, question.Title)
		}
		var names []string
		for _, parameter := range question.Parameters {
			names = append(names, parameter.Name)
			if !slices.Contains(types, parameter.Type) {
				t.Errorf("%s: $%s has the type %q", q.name, parameter.Name, parameter.Type)
			}
		}
		slices.Sort(names)
		if want := parameters(q.body); !slices.Equal(names, want) {
			t.Errorf("%s: parameters %v, the query has %v", q.name, names, want)
		}
		if want := columns(q.body); !slices.Equal(question.Columns, want) {
			t.Errorf("%s: columns %v, the query returns %v", q.name, question.Columns, want)
		}
	}
	list := cypher.Questions()
	if len(list) != len(asked) || !slices.IsSortedFunc(list, func(a, b cypher.Question) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	}) {
		t.Errorf("%d questions for %d files, or not by name", len(list), len(asked))
	}
}

// Remarks belong to the parameter before them, whatever they hold.
func TestParametersOfAQuestion(t *testing.T) {
	q, _ := cypher.QuestionNamed("free_slots")
	want := []cypher.Parameter{
		{Name: "partner", Type: "string"},
		{Name: "tree", Type: "string"},
		{Name: "depth", Type: "int", Description: "levels; 1: the partner's own slots; at most 10"},
		{Name: "limit", Type: "int"},
		{Name: "asOf", Type: "date"},
		{Name: "until", Type: "date", Description: "9999-12-31: for good"},
		{Name: "knownAt", Type: "datetime"},
	}
	if !reflect.DeepEqual(q.Parameters, want) {
		t.Errorf("%+v\nwant\n%+v", q.Parameters, want)
	}
	if _, found := cypher.QuestionNamed("nobody_asks"); found {
		t.Error("a question that is not there is found")
	}
}
