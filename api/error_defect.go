package api

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/go-playground/validator/v10"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// defectsOfFields says what is wrong in a request object.
func defectsOfFields(fields validator.ValidationErrors) (defects []Defect) {
	for _, f := range fields {
		defects = append(defects, Defect{Field: fieldOf(f.Namespace()), Message: wanted(f)})
	}
	return defects
}

// fieldOf is the name of a field as the client knows it: CreateOrderRequestObject.Body.items[0].id is /items/0/id, and what
// lies in Params goes by its own name.
func fieldOf(namespace string) string {
	_, path, _ := strings.Cut(namespace, ".")
	path = strings.NewReplacer("[", ".", "]", "").Replace(path)
	if name, is := strings.CutPrefix(path, "Params."); is {
		return name
	}
	if body, is := strings.CutPrefix(path, "Body."); is {
		return "/" + strings.ReplaceAll(body, ".", "/")
	}
	return strings.ReplaceAll(path, ".", "/")
}

// wants says what would be right, by the tag of a rule; %s is its parameter.
var wants = map[string]string{
	"required":  "is missing",
	"plain":     "must not have control characters",
	"notbefore": "must not be before %s",
	"after":     "must be after %s",
	"oneof":     "must be one of: %s",
	"gte":       "must be at least %s",
	"lte":       "must be at most %s",
	"gt":        "must be more than %s",
	"lt":        "must be less than %s",
	"unique":    "must not hold anything twice",
	"email":     "must be an address of electronic mail",
	"url":       "must be an address that begins with https://",
	"uuid":      "must be a UUID",
}

// wanted says what a rule of a field wants.
func wanted(f validator.FieldError) string {
	if f.Tag() == "min" || f.Tag() == "max" || f.Tag() == "len" {
		return wantedSize(f)
	}
	text, known := wants[f.Tag()]
	if !known {
		return "does not satisfy what the contract says of it"
	}
	if strings.Contains(text, "%s") {
		return fmt.Sprintf(text, strings.Join(strings.Fields(snake(f.Param())), ", "))
	}
	return text
}

// snake writes the name of a field in Go as the contract does: JoinedFrom as joined_from.
func snake(name string) string {
	var text strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			text.WriteByte('_')
		}
		text.WriteRune(unicode.ToLower(r))
	}
	return text.String()
}

func wantedSize(f validator.FieldError) string {
	bound := map[string]string{"min": "at least", "max": "at most", "len": "exactly"}[f.Tag()]
	switch f.Kind() {
	case reflect.String:
		return fmt.Sprintf("must be %s %s characters long", bound, f.Param())
	case reflect.Slice, reflect.Map, reflect.Array:
		return fmt.Sprintf("must have %s %s entries", bound, f.Param())
	default:
		return fmt.Sprintf("must be %s %s", bound, f.Param())
	}
}

// problemOfContract says how a request differs from the contract.
func problemOfContract(err error) (p Problem, header http.Header, is bool) {
	if many, is := err.(openapi3.MultiError); is { //nolint:errorlint // those further down belong to one field
		var defects []Defect
		for _, one := range many {
			p, header, is := problemOfContract(one)
			if is && p.Status != http.StatusUnprocessableEntity {
				return p, header, true // what cannot be read comes before what is wrong in it
			}
			defects = append(defects, p.Errors...)
		}
		return problem(422, "", defects), nil, len(defects) > 0
	}
	request, is := errors.AsType[*openapi3filter.RequestError](err)
	if !is {
		return p, nil, false
	}
	field := ""
	if request.Parameter != nil {
		field = request.Parameter.Name
	}
	if _, is := errors.AsType[*openapi3filter.ParseError](err); is && field == "" {
		return problem(400, "the body cannot be read: it must be JSON", nil), nil, true
	}
	switch {
	case errors.Is(err, openapi3filter.ErrInvalidRequired) && field == "":
		return problem(422, "", []Defect{{Message: "the body is missing"}}), nil, true
	case errors.Is(err, openapi3filter.ErrInvalidRequired):
		return problem(422, "", []Defect{{Field: field, Message: "is missing"}}), nil, true
	case errors.Is(err, openapi3filter.ErrInvalidEmptyValue):
		return problem(422, "", []Defect{{Field: field, Message: "must not be empty"}}), nil, true
	}
	defects := defectsOfSchema(field, request.Err)
	if len(defects) == 0 {
		msg := "cannot be read"
		if request.Parameter != nil && request.Parameter.Schema != nil {
			msg = "must be " + typeOf(request.Parameter.Schema.Value)
		}
		defects = []Defect{{Field: field, Message: msg}}
	}
	return problem(422, "", defects), nil, true
}

// defectsOfSchema finds the innermost errors of a schema, each with its place.
func defectsOfSchema(field string, err error) (defects []Defect) {
	switch e := err.(type) { //nolint:errorlint // every error of the chain has its turn
	case nil:
		return nil
	case openapi3.MultiError:
		for _, one := range e {
			defects = append(defects, defectsOfSchema(field, one)...)
		}
		return defects
	case *openapi3.SchemaError:
		alternative := e.SchemaField == "oneOf" || e.SchemaField == "anyOf"
		if e.Origin != nil && !alternative {
			if inner := defectsOfSchema(field, e.Origin); len(inner) > 0 {
				return inner
			}
		}
		return defectsOfLeaf(field, e)
	case interface{ Unwrap() error }:
		return defectsOfSchema(field, e.Unwrap())
	}
	return nil
}

func defectsOfLeaf(field string, e *openapi3.SchemaError) (defects []Defect) {
	at := field
	for _, step := range e.JSONPointer() {
		at += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(step)
	}
	cause, _ := errors.AsType[*jsonschema.ValidationError](error(e))
	if cause != nil {
		switch k := cause.ErrorKind.(type) {
		case *kind.Required:
			for _, name := range k.Missing {
				defects = append(defects, Defect{Field: at + "/" + name, Message: "is missing"})
			}
			return defects
		case *kind.AdditionalProperties:
			for _, name := range k.Properties {
				defects = append(defects, Defect{Field: at + "/" + name, Message: "is not known here: leave it out"})
			}
			return defects
		}
	}
	return []Defect{{Field: at, Message: wantedBy(e.Schema, e.SchemaField)}}
}

// wantedBy says what a keyword of a schema wants.
func wantedBy(s *openapi3.Schema, keyword string) string {
	if s == nil {
		return "does not satisfy what the contract says of it"
	}
	switch keyword {
	case "required":
		return "is missing"
	case "properties", "additionalProperties":
		return "is not known here: leave it out"
	case "type":
		return "must be " + typeOf(s)
	case "enum":
		return "must be one of: " + listed(s.Enum)
	case "const":
		return "must be " + fmt.Sprint(s.Const)
	case "format":
		return "must be " + formatOf(s.Format)
	case "pattern":
		return "must look as the contract says" + exampleOf(s)
	case "minLength":
		return fmt.Sprintf("must be at least %d characters long", s.MinLength)
	case "maxLength":
		return fmt.Sprintf("must be at most %d characters long", deref(s.MaxLength))
	case "minItems":
		return fmt.Sprintf("must have at least %d entries", s.MinItems)
	case "maxItems":
		return fmt.Sprintf("must have at most %d entries", deref(s.MaxItems))
	case "uniqueItems":
		return "must not hold anything twice"
	case "minProperties":
		return fmt.Sprintf("must have at least %d fields", s.MinProps)
	case "minimum":
		return "must be at least " + number(s.Min)
	case "maximum":
		return "must be at most " + number(s.Max)
	case "exclusiveMinimum":
		return "must be more than " + number(s.ExclusiveMin.Value)
	case "exclusiveMaximum":
		return "must be less than " + number(s.ExclusiveMax.Value)
	case "multipleOf":
		return "must be a multiple of " + number(s.MultipleOf)
	default:
		return "does not satisfy what the contract says of it" + exampleOf(s)
	}
}

// typeOf names the types that a schema allows, in words.
func typeOf(s *openapi3.Schema) string {
	words := map[string]string{
		"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
		"array": "a list", "object": "an object", "null": "null",
	}
	var names []string
	if s.Type != nil {
		for _, name := range *s.Type {
			names = append(names, words[name])
		}
	}
	if len(names) == 0 {
		return "what the contract says"
	}
	return strings.Join(names, " or ")
}

func formatOf(format string) string {
	switch format {
	case "date":
		return "a day that exists, as in 2026-03-31"
	case "date-time":
		return "a time, as in 2026-03-31T12:00:00Z"
	case "uuid":
		return "a UUID"
	default:
		return "written as " + format
	}
}

func exampleOf(s *openapi3.Schema) string {
	example := s.Example
	if example == nil && len(s.Examples) > 0 {
		example = s.Examples[0]
	}
	if example == nil {
		return ""
	}
	return fmt.Sprintf(", as in %v", example)
}

func listed(values []any) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ", ")
}

func deref(n *uint64) uint64 {
	if n == nil {
		return math.MaxUint64
	}
	return *n
}

func number(f *float64) string {
	if f == nil {
		return "what the contract says"
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}
