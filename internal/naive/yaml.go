package naive

import (
	"math/big"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A mapping is a mapping of a plan file. Its values are mappings, lists and scalars, the scalars as the text that stands
// in the file: 17.10 never becomes a float, and the rank 007 keeps its zeros.
type mapping map[string]any

func readYAML(text string) mapping {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		panic(invalidf("not readable YAML: %v", err))
	}
	for _, document := range file.Docs {
		if content, isMapping := literal(document.Body).(mapping); isMapping {
			return content
		}
	}
	panic(invalid("a plan is one mapping"))
}

// literal turns a node of the syntax tree into a mapping, a list ([]any) or the literal text of a scalar.
func literal(node ast.Node) any {
	switch node := node.(type) {
	case *ast.MappingNode:
		content := mapping{}
		for _, entry := range node.Values {
			content[scalar(literal(entry.Key))] = literal(entry.Value)
		}
		return content
	case *ast.SequenceNode:
		var list []any
		for _, entry := range node.Values {
			list = append(list, literal(entry))
		}
		return list
	case *ast.StringNode:
		return node.Value
	case *ast.LiteralNode:
		return node.Value.Value
	case ast.ScalarNode:
		return node.GetToken().Value
	}
	panic(invalidf("a plan has no use for YAML's %s", node.Type()))
}

func (m mapping) has(key string) bool {
	_, found := m[key]
	return found
}

func (m mapping) text(key, otherwise string) string {
	if !m.has(key) {
		return otherwise
	}
	return scalar(m[key])
}

func (m mapping) truth(key string, otherwise bool) bool {
	if !m.has(key) {
		return otherwise
	}
	return scalar(m[key]) == "true"
}

func (m mapping) whole(key string, otherwise int) int {
	if !m.has(key) {
		return otherwise
	}
	return wholeOf(scalar(m[key]))
}

// number is nil without the key.
func (m mapping) number(key string) *big.Rat {
	if !m.has(key) {
		return nil
	}
	return decimal(scalar(m[key]))
}

// section is nil without the key.
func (m mapping) section(key string) mapping {
	section, _ := m[key].(mapping)
	return section
}

func (m mapping) sections(key string) []mapping {
	var sections []mapping
	for _, entry := range m.list(key) {
		section, isMapping := entry.(mapping)
		if !isMapping {
			panic(invalidf("%q is a list of mappings", key))
		}
		sections = append(sections, section)
	}
	return sections
}

func (m mapping) texts(key string) []string {
	var texts []string
	for _, entry := range m.list(key) {
		texts = append(texts, scalar(entry))
	}
	return texts
}

func (m mapping) numbers(key string) []*big.Rat {
	var numbers []*big.Rat
	for _, entry := range m.list(key) {
		numbers = append(numbers, decimal(scalar(entry)))
	}
	return numbers
}

func (m mapping) list(key string) []any {
	list, _ := m[key].([]any)
	return list
}

func scalar(value any) string {
	text, isScalar := value.(string)
	if !isScalar {
		panic(invalidf("%v stands where one value should", value))
	}
	return text
}
