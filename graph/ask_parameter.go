package graph

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// readParameters turns parameters as JSON gives them into those that a question declares.
func readParameters(q cypher.Question, given map[string]any) (map[string]any, error) {
	values := map[string]any{}
	var names []string
	for _, parameter := range q.Parameters {
		names = append(names, parameter.Name)
		value, is := given[parameter.Name]
		if !is {
			return nil, fault.Invalidf("ask", "%s lacks the parameter %s: give %s", q.Name, parameter.Name, rightFor(parameter.Type))
		}
		read, ok := readParameter(parameter.Type, value)
		if !ok {
			return nil, fault.Invalidf("ask", "the parameter %s of %s is %v: give %s", parameter.Name, q.Name, value, rightFor(parameter.Type))
		}
		values[parameter.Name] = read
	}
	for name := range given {
		if !slices.Contains(names, name) {
			return nil, fault.Invalidf("ask", "%s has no parameter %s: it has %s", q.Name, name, strings.Join(names, ", "))
		}
	}
	return values, nil
}

// rightFor says what a parameter of a type looks like.
func rightFor(kind string) string {
	if of, is := strings.CutPrefix(kind, "list of "); is {
		return "a list, and in it " + rightFor(of)
	}
	switch kind {
	case "int":
		return "a whole number"
	case "float":
		return "a number"
	case "bool":
		return "true or false"
	case "date":
		return "a day, YYYY-MM-DD"
	case "datetime":
		return "a time as in RFC 3339, such as 2026-04-02T09:00:00Z"
	default:
		return "text"
	}
}

// readParameter turns a value of JSON into one of a type.
func readParameter(kind string, value any) (any, bool) {
	if of, is := strings.CutPrefix(kind, "list of "); is {
		return readList(of, value)
	}
	text, isText := value.(string)
	switch kind {
	case "string":
		return text, isText
	case "bool":
		truth, ok := value.(bool)
		return truth, ok
	case "int":
		return wholeOf(value)
	case "float":
		return numberOf(value)
	case "date":
		day, err := time.Parse(time.DateOnly, text)
		return neo4j.Date(day), isText && err == nil
	case "datetime":
		t, err := time.Parse(time.RFC3339Nano, text)
		return chronicle.Moment(t), isText && err == nil
	default:
		return nil, false
	}
}

func readList(of string, value any) (any, bool) {
	list, ok := value.([]any)
	if !ok {
		return nil, false
	}
	read := make([]any, len(list))
	for i, element := range list {
		if read[i], ok = readParameter(of, element); !ok {
			return nil, false
		}
	}
	return read, true
}

// wholeOf reads a whole number. A float64 is taken as far as it counts exactly.
func wholeOf(value any) (int64, bool) {
	switch v := value.(type) {
	case json.Number:
		whole, err := strconv.ParseInt(v.String(), 10, 64)
		return whole, err == nil
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) <= 1<<53
	case int:
		return int64(v), true
	case int64:
		return v, true
	default:
		return 0, false
	}
}

func numberOf(value any) (float64, bool) {
	switch v := value.(type) {
	case json.Number:
		number, err := v.Float64()
		return number, err == nil
	case float64:
		return v, true
	default:
		whole, ok := wholeOf(value)
		return float64(whole), ok
	}
}

// freeParameters prepares the parameters of a text that declares no types: whole numbers are int, and text stays text.
func freeParameters(value any) any {
	switch v := value.(type) {
	case json.Number:
		if whole, ok := wholeOf(v); ok {
			return whole
		}
		number, _ := v.Float64()
		return number
	case float64:
		if whole, ok := wholeOf(v); ok {
			return whole
		}
		return v
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = freeParameters(element)
		}
		return list
	case map[string]any:
		values := make(map[string]any, len(v))
		for name, element := range v {
			values[name] = freeParameters(element)
		}
		return values
	default:
		return value
	}
}
