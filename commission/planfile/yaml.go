package planfile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
)

// A plan file is plain YAML: one document of mappings, lists and scalars. There are no anchors, aliases, tags,
// explicit keys (? key) and directives, so that every line says all that it means, and a small file stays small.
const (
	// sizeMax bounds the time that the parser takes, which grows with the square of the number of keys: two seconds at
	// worst. Plans have a few thousand bytes.
	sizeMax = 64 << 10
	// nestingMax bounds its memory. A plan nests five deep.
	nestingMax = 32
)

// unreadable says why a file is no plain YAML.
type unreadable struct {
	line int
	msg  string
}

func (u *unreadable) Error() string { return u.msg }

func unreadablef(line int, format string, args ...any) error {
	return &unreadable{line, fmt.Sprintf(format, args...)}
}

// parse turns a file into nodes. Its errors are *unreadable.
func parse(content []byte) (node, error) {
	text, err := plainText(content)
	if err != nil {
		return node{}, err
	}
	tokens := lexer.Tokenize(text)
	if err := checkTokens(tokens); err != nil {
		return node{}, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return node{}, syntaxError(err)
	}
	root := node{line: 1}
	if len(file.Docs) > 0 {
		if root, err = convert(file.Docs[0].Body, 1); err != nil {
			return node{}, err
		}
	}
	root.keyLine = root.line
	return root, nil
}

// syntaxError turns the parser's error into ours.
func syntaxError(err error) error {
	line, msg := 1, err.Error()
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		msg = strings.ReplaceAll(syntax.GetMessage(), "\t", `\t`)
		if t := syntax.GetToken(); t != nil && t.Position != nil {
			line = t.Position.Line
		}
	}
	return unreadablef(line, "not readable as YAML: %s", msg)
}

// convert turns the parser's node into ours. KeyLine is the line of its key.
func convert(from ast.Node, keyLine int) (node, error) {
	switch from := from.(type) {
	case nil:
		return node{line: keyLine, keyLine: keyLine}, nil
	case *ast.MappingNode:
		return convertMapping(from, keyLine)
	case *ast.SequenceNode:
		return convertList(from, keyLine)
	case *ast.LiteralNode:
		return node{formScalar, from.Value.Value, from.Start.Position.Line, keyLine, nil, nil}, nil
	case *ast.NullNode:
		return node{line: from.Token.Position.Line, keyLine: keyLine}, nil
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		t := from.GetToken()
		return node{formScalar, t.Value, t.Position.Line, keyLine, nil, nil}, checkPlain(t)
	default:
		return node{}, unreadablef(from.GetToken().Position.Line, "not plain YAML: write mappings, lists and values")
	}
}

func convertMapping(from *ast.MappingNode, keyLine int) (node, error) {
	// A block mapping starts at its first colon, for the parser; checkTokens has seen that its key is on that line.
	to := node{form: formMapping, line: from.Start.Position.Line, keyLine: keyLine}
	for _, entry := range from.Values {
		key := entry.Key.GetToken()
		if err := checkPlain(key); err != nil {
			return node{}, err
		}
		value, err := convert(entry.Value, key.Position.Line)
		if err != nil {
			return node{}, err
		}
		to.pairs = append(to.pairs, pair{key.Value, key.Position.Line, value})
	}
	return to, nil
}

func convertList(from *ast.SequenceNode, keyLine int) (node, error) {
	to := node{form: formList, line: from.Start.Position.Line, keyLine: keyLine}
	for _, entry := range from.Values {
		item, err := convert(entry, to.line)
		if err != nil {
			return node{}, err
		}
		item.keyLine = item.line
		to.items = append(to.items, item)
	}
	return to, nil
}
