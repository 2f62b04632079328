package api

import (
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"upline/commission/explain"
	"upline/graph/access"
)

// ruled is an operation of the contract, with its rule.
type ruled struct {
	method, path string
	*openapi3.Operation
	Rule
	parameters openapi3.Parameters // of the path, too
}

func (r ruled) String() string { return r.method + " " + r.path }

// ruledOperations are all operations of the contract, by path.
func ruledOperations(t *testing.T) []ruled {
	t.Helper()
	contract, err := LoadContract(ContractText)
	must(t, err)
	var list []ruled
	for path, item := range contract.Document.Paths.Map() {
		for method, operation := range item.Operations() {
			rule, err := RuleOf(operation)
			if err != nil {
				t.Errorf("%s %s: %v", method, path, err)
			}
			list = append(list, ruled{method, path, operation, rule, slices.Concat(item.Parameters, operation.Parameters)})
		}
	}
	slices.SortFunc(list, func(a, b ruled) int { return strings.Compare(a.path+" "+a.method, b.path+" "+b.method) })
	return list
}

// Every operation says who may call it and about whom it is: a route without a permission does not land.
func TestEveryOperationHasARule(t *testing.T) {
	operations := ruledOperations(t)
	if len(operations) < 50 {
		t.Fatalf("the contract has %d operations?", len(operations))
	}
	for _, o := range operations {
		subjects := map[RuleSubject]bool{}
		for _, s := range o.Subjects {
			if subjects[s] {
				t.Errorf("%s names %v twice", o, s)
			}
			subjects[s] = true
			if !resolves(o, s) {
				t.Errorf("%s has no %s %s", o, s.In, s.Name)
			}
		}
	}
}

// What names somebody in a request is a subject, so that no check can forget it.
func TestEverybodyWhoIsNamedIsASubject(t *testing.T) {
	for _, o := range ruledOperations(t) {
		named := func(in, name string) bool {
			return slices.ContainsFunc(o.Subjects, func(s RuleSubject) bool {
				return s.In == in && (s.Name == name || in == "answer" && strings.HasPrefix(s.Name, name+"/"))
			})
		}
		for _, p := range o.parameters {
			isSubject := p.Value.In == "path" && p.Value.Name != "page" || p.Value.In == "query" && slices.Contains([]string{"partner", "order", "run"}, p.Value.Name)
			if isSubject && !named(p.Value.In, p.Value.Name) {
				t.Errorf("%s: %s %s is no x-subject", o, p.Value.In, p.Value.Name)
			}
		}
		if body := requestSchema(o); body != nil {
			for pointer, field := range fieldsOf("", "", body) {
				if slices.Contains([]string{"partner", "sponsor", "parent"}, field.name) && !named("body", pointer) {
					t.Errorf("%s: %s of the body is no x-subject", o, pointer)
				}
			}
		}
		if o.Permission == "" || o.Permission.OfCompany() {
			continue
		}
		for pointer, field := range answerFields(o) {
			if field.name == "partner" && field.leaf && !named("answer", pointer) {
				t.Errorf("%s: %s of the answer is no x-subject", o, pointer)
			}
		}
	}
}

// Every field of every answer is in a group, so that a new one is not shown by mistake; and what the contract demands of an answer
// is never masked from who holds the permission.
func TestEveryAnsweredFieldHasAGroup(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range ruledOperations(t) {
		for pointer, field := range answerFields(o) {
			group, known := access.GroupOf(field.schema, field.name)
			seen[field.schema] = true
			switch {
			case !known:
				t.Errorf("%s: %s (%s.%s) is in no group of fields: add it to graph/access/field_list.go", o, pointer, field.schema, field.name)
			case field.required && !o.Permission.Needs().Has(group):
				t.Errorf("%s: %s (%s.%s) is demanded, and in %v, which %s does not need", o, pointer, field.schema, field.name, group.Names(), o.Permission)
			}
		}
	}
	for schema := range access.GroupedFields() {
		if !seen[schema] {
			t.Errorf("graph/access groups fields of %s, which is in no answer", schema)
		}
	}
}

// The contract leaves an explanation open; its parts are in groups nevertheless, and all in the same one.
func TestExplanationsAreGrouped(t *testing.T) {
	whole, _ := access.GroupOf("Explanation", "partner")
	for field := range reflect.TypeFor[explain.Explanation]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if group, known := access.GroupOf("Explanation", name); !known || group != whole {
			t.Errorf("%s is in %v, known %v: want %v", name, group.Names(), known, whole.Names())
		}
	}
}

func TestRulesThatAreNotSound(t *testing.T) {
	none := []any{}
	for _, c := range []struct {
		extensions map[string]any
		want       string
	}{
		{nil, "has no x-permission"},
		{map[string]any{"x-permission": "partners:fly", "x-subject": none}, `there is no permission "partners:fly": of partners there are partners:read,`},
		{map[string]any{"x-permission": "public", "x-subject": none}, "open without an x-permission-reason"},
		{map[string]any{"x-permission": "partners:read"}, "has no x-subject"},
		{map[string]any{"x-permission": "partners:read", "x-subject": []any{map[string]any{"in": "header", "name": "x", "is": "partner"}}}, "has an x-subject"},
		{map[string]any{"x-permission": "partners:read", "x-subject": []any{"partner"}}, "has an x-subject"},
	} {
		_, err := RuleOf(&openapi3.Operation{OperationID: "op", Extensions: c.extensions})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.extensions, err, c.want)
		}
	}
	rule, err := RuleOf(&openapi3.Operation{OperationID: "op", Extensions: map[string]any{"x-permission": "anybody", "x-permission-reason": "it is about oneself", "x-subject": none}})
	if err != nil || rule.Open != OpenToUsers || rule.Permission != "" || rule.Reason == "" {
		t.Errorf("%+v, %v", rule, err)
	}
}

// resolves says whether a subject is where its rule says.
func resolves(o ruled, s RuleSubject) bool {
	switch s.In {
	case "path", "query":
		return slices.ContainsFunc(o.parameters, func(p *openapi3.ParameterRef) bool { return p.Value.In == s.In && p.Value.Name == s.Name })
	case "body":
		for pointer := range fieldsOf("", "", requestSchema(o)) {
			if pointer == s.Name || pointer+"/*" == s.Name {
				return true
			}
		}
	default:
		if o.OperationID == "explainRun" {
			return s.Name == "/partner/id" // the contract leaves explanations open
		}
		for pointer := range answerFields(o) {
			if pointer == s.Name || pointer+"/*" == s.Name {
				return true
			}
		}
	}
	return false
}

// schemaField is a field of an object, as the contract has it.
type schemaField struct {
	schema, name   string
	required, leaf bool
}

func requestSchema(o ruled) *openapi3.SchemaRef {
	if o.RequestBody == nil || o.RequestBody.Value.Content.Get("application/json") == nil {
		return nil
	}
	return o.RequestBody.Value.Content.Get("application/json").Schema
}

// answerFields are the fields of an operation's good answers, by pointer.
func answerFields(o ruled) iter.Seq2[string, schemaField] {
	return func(yield func(string, schemaField) bool) {
		for status, response := range o.Responses.Map() {
			if status[0] != '2' {
				continue
			}
			for media, content := range response.Value.Content {
				if !strings.HasSuffix(media, "json") && media != "text/event-stream" || content.Schema == nil {
					continue
				}
				for pointer, field := range fieldsOf("", "", content.Schema) {
					if !yield(pointer, field) {
						return
					}
				}
			}
		}
	}
}

// fieldsOf are the fields of a schema and of those within, by pointer. schema is its name, where the reference has none.
func fieldsOf(pointer, schema string, ref *openapi3.SchemaRef) iter.Seq2[string, schemaField] {
	return func(yield func(string, schemaField) bool) {
		if ref == nil || ref.Value == nil {
			return
		}
		if ref.Ref != "" {
			schema = ref.Ref[strings.LastIndexByte(ref.Ref, '/')+1:]
		}
		if items := ref.Value.Items; items != nil {
			for p, f := range fieldsOf(pointer+"/*", schema, items) {
				if !yield(p, f) {
					return
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(ref.Value.Properties)) {
			below := ref.Value.Properties[name]
			nested := len(below.Value.Properties) > 0 || below.Value.Items != nil
			if !yield(pointer+"/"+name, schemaField{schema, name, slices.Contains(ref.Value.Required, name), !nested}) {
				return
			}
			for p, f := range fieldsOf(pointer+"/"+name, schema, below) {
				if !yield(p, f) {
					return
				}
			}
		}
	}
}
