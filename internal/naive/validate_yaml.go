package naive

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// A knot is a value of a plan file with the line that names it: "that of a scalar at fault, of the key of a list or mapping
// at fault" (plan-language §2).
type knot struct {
	line    int
	begins  int // the line on which it begins itself
	kind    knotKind
	text    string  // of a scalar, as it stands in the file
	items   []*knot // of a list
	entries []entry // of a mapping
}

type knotKind string

const (
	nullKnot    knotKind = "null"
	scalarKnot  knotKind = "scalar"
	listKnot    knotKind = "list"
	mappingKnot knotKind = "mapping"
)

type entry struct {
	key   string
	line  int
	value *knot
}

// readKnots reads a plan file; nil: "a plan that is not readable YAML, or holds several documents" (plan-language §2), or
// no mapping.
func readKnots(text string) (root *knot) {
	file, err := parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
	if err != nil || len(file.Docs) != 1 {
		return nil
	}
	defer func() {
		if _, unusable := recover().(invalid); unusable {
			root = nil
		}
	}()
	if root = tie(file.Docs[0].Body, 1); root.kind != mappingKnot {
		return nil
	}
	return root
}

// tie makes a knot of a node below a key that stands on a line.
func tie(node ast.Node, line int) *knot {
	k := &knot{line: line, begins: line}
	if node != nil {
		k.begins = node.GetToken().Position.Line
	}
	switch node := node.(type) {
	case *ast.MappingNode:
		k.kind = mappingKnot
		for _, pair := range node.Values {
			at := pair.Key.GetToken().Position.Line
			k.entries = append(k.entries, entry{scalar(literal(pair.Key)), at, tie(pair.Value, at)})
		}
	case *ast.SequenceNode:
		k.kind = listKnot
		for _, item := range node.Values { // which has no key: its own line
			k.items = append(k.items, tie(item, item.GetToken().Position.Line))
		}
	case *ast.NullNode:
		k.kind, k.line = nullKnot, node.GetToken().Position.Line
	case ast.Node:
		k.kind, k.text, k.line = scalarKnot, scalar(literal(node)), node.GetToken().Position.Line
		if isPlain(node) && strings.Contains(k.text, ": ") {
			panic(invalid("YAML has no colons in plain scalars; the parser overlooks those on further lines"))
		}
	default:
		panic(invalid("a plan is one mapping"))
	}
	return k
}

func isPlain(node ast.Node) bool {
	_, isText := node.(*ast.StringNode)
	return isText && node.GetToken().Type == token.StringType
}

// find is the value of a key, the first of several; nil without it.
func (k *knot) find(key string) *knot {
	for _, e := range k.entries {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// isDoubled: a key that is there twice is at fault, so nothing refers to its value.
func (k *knot) isDoubled(key string) bool {
	times := 0
	for _, e := range k.entries {
		if e.key == key {
			times++
		}
	}
	return times > 1
}

func (k *knot) has(key string) bool { return k.find(key) != nil }

// firstLine: "for a missing key, the first of the mapping that lacks it" (plan-language §2); without any, where it begins.
func (k *knot) firstLine() int {
	if len(k.entries) == 0 {
		return k.begins
	}
	return k.entries[0].line
}

// lineOf is the line of a key, the first of several; without it, that of a missing key.
func (k *knot) lineOf(key string) int {
	for _, e := range k.entries {
		if e.key == key {
			return e.line
		}
	}
	return k.firstLine()
}
