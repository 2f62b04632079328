package planfile

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"upline/internal/fault"
)

var update = flag.Bool("update", false, "write testdata/schema.json anew")

// TestSchemaGolden shows in a change what it does to what editors are told.
func TestSchemaGolden(t *testing.T) {
	const path = "testdata/schema.json"
	if *update {
		if err := os.WriteFile(path, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(Schema(), want) {
		t.Errorf("%s is not what Schema returns: look at the difference after go test -update", path)
	}
}

func TestSchemaDescribesEveryKey(t *testing.T) {
	var walk func(path string, s *schema)
	walk = func(path string, s *schema) {
		for _, p := range s.Properties {
			if p.Description == "" && p.Const == "" && p.Type != nil {
				t.Errorf("%s, %s: no description", path, p.key)
			}
			walk(path+", "+p.key, p.schema)
		}
		for _, part := range append(slices.Concat(s.OneOf, s.AllOf), s.Items, s.Then) {
			if part != nil {
				walk(path, part)
			}
		}
	}
	walk("plan", describe(plan))
}

func TestSchemaSeesRefusals(t *testing.T) {
	compiled := compile(t)
	for _, c := range refusals(t) {
		root, err := parse([]byte(c.plan))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		err = compiled.Validate(plain(root))
		if seen := err != nil; seen == c.unseen {
			t.Errorf("%s: marked unseen: %v, but the schema says: %v", c.name, c.unseen, err)
		}
	}
}

func TestSchemaAcceptsVectors(t *testing.T) {
	compiled := compile(t)
	for path, content := range vectorPlans(t) {
		root, err := parse(content)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if err := compiled.Validate(plain(root)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestSchemaAgreesWithRead changes one thing at a time in a plan that has every key, and asks both. The schema must
// not refuse what Read accepts; Read refuses more only where one part of a plan contradicts another.
func TestSchemaAgreesWithRead(t *testing.T) {
	compiled := compile(t)
	root, err := parse(fullPlan(t))
	if err != nil {
		t.Fatal(err)
	}
	changes := 0
	for name, changed := range mutants(plain(root)) {
		changes++
		text, err := json.Marshal(changed)
		if err != nil {
			t.Fatal(err)
		}
		file := Read("plans/changed.yaml", text) // JSON is YAML
		refused := compiled.Validate(changed)
		switch {
		case refused != nil && len(file.Findings) == 0:
			t.Errorf("%s: Read accepts what the schema refuses: %v", name, refused)
		case refused == nil && slices.ContainsFunc(file.Findings, withinOnePart):
			t.Errorf("%s: the schema accepts what Read refuses: %v", name, file.Findings)
		}
	}
	t.Logf("%d changes", changes)
}

// withinOnePart reports whether a finding is about one part of a plan alone.
func withinOnePart(f fault.Finding) bool {
	for _, between := range []string{
		"unknown rank", "unknown tree", "unknown bonus", "duplicate", `missing key "when"`,
		"is a matrix", "is no placement tree", "not a day", "first rank has no when",
	} {
		if strings.Contains(f.Msg, between) {
			return false
		}
	}
	return true
}

// mutants yields a JSON value with one change in each, by what was changed.
func mutants(value any) iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		mutate("plan", value, func(any) {}, func(name string) bool { return yield(name, value) })
	}
}

func mutate(path string, value any, set func(any), yield func(string) bool) bool {
	for _, other := range []any{
		nil, "no such word", json.Number("-1"), json.Number("0"), json.Number("99999"), json.Number("1.5"),
		true,
		[]any{},
		map[string]any{},
		"",
	} {
		set(other)
		if !yield(fmt.Sprintf("%s = %#v", path, other)) {
			return false
		}
	}
	set(value)
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			if !mutate(fmt.Sprintf("%s[%d]", path, i), item, func(v any) { value[i] = v }, yield) {
				return false
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			item := value[key]
			if !mutate(path+"."+key, item, func(v any) { value[key] = v }, yield) {
				return false
			}
			delete(value, key)
			without := yield(path + " without " + key)
			value[key+"x"] = item
			renamed := yield(path + " with " + key + "x")
			delete(value, key+"x")
			value[key] = item
			if !without || !renamed {
				return false
			}
		}
	}
	return true
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("plan.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("plan.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// plain returns a node as a JSON value, as an editor would: what looks like a number is one.
func plain(n node) any {
	switch n.form {
	case formList:
		list := make([]any, len(n.items))
		for i, item := range n.items {
			list[i] = plain(item)
		}
		return list
	case formMapping:
		mapping := make(map[string]any)
		for _, p := range n.pairs {
			if _, again := mapping[p.key]; !again {
				mapping[p.key] = plain(p.value)
			}
		}
		return mapping
	case formScalar:
		switch {
		case n.text == "true" || n.text == "false":
			return n.text == "true"
		case json.Valid([]byte(n.text)) && strings.Trim(n.text, "-0123456789.") == "":
			return json.Number(n.text)
		}
		return n.text
	default:
		return nil
	}
}
