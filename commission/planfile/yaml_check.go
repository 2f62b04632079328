package planfile

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// plainText checks the characters of a file, and makes LF of its line ends: the parser counts a comment's CRLF twice.
func plainText(content []byte) (string, error) {
	if len(content) > sizeMax {
		return "", unreadablef(1, "the plan has %d bytes: at most %d are read", len(content), sizeMax)
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	line := 1
	for at, c := range text {
		switch {
		case c == '\n':
			line++
		case c == utf8.RuneError && !strings.HasPrefix(text[at:], string(utf8.RuneError)):
			return "", unreadablef(line, "not readable as YAML: not UTF-8: save the file as UTF-8")
		case c != '\t' && c != '\u0085' && unicode.IsControl(c):
			return "", unreadablef(line, "not readable as YAML: control character %U: leave it out", c)
		}
	}
	return text, nil
}

// indirect are the tokens that plain YAML does without.
var indirect = map[token.Type]string{
	token.AnchorType:     "an anchor (&): write the value where it belongs",
	token.AliasType:      "an alias (*): write the value itself, or quote the text",
	token.TagType:        "a tag (!): leave it out, or quote the text",
	token.MappingKeyType: "an explicit key (?): write it as key: value",
	token.DirectiveType:  "a directive (%): leave it out, or quote the text",
}

// checkTokens refuses what plain YAML does not have, what the parser overlooks, and what would exhaust it.
func checkTokens(tokens token.Tokens) error {
	var last *token.Token // before t, comments aside
	var nesting nesting
	for _, t := range tokens {
		line := t.Position.Line
		if t.Type == token.CommentType {
			continue
		}
		if what, ok := indirect[t.Type]; ok {
			return unreadablef(line, "not plain YAML: %s", what)
		}
		if last != nil && (t.Type == token.DocumentHeaderType || last.Type == token.DocumentEndType) {
			return unreadablef(line, "several documents: the second one begins here: write one file a version")
		}
		if t.Type == token.MappingValueType && last != nil && last.Position.Line != line && !isIndicator(last) {
			return unreadablef(line, "not readable as YAML: a mapping is not allowed here: check the indentation")
		}
		if last != nil && isGlued(last, t) {
			return unreadablef(line, "not readable as YAML: write a space after the colon before %s, or quote the text", shown(t.Value))
		}
		if nesting.enter(t) > nestingMax {
			return unreadablef(line, "nested more than %d deep: a plan needs less", nestingMax)
		}
		last = t
	}
	return nil
}

// isIndicator reports whether a token is punctuation. A colon after a scalar of an earlier line makes a key of
// several lines, which is nearly always a line indented too far.
func isIndicator(t *token.Token) bool { return t.CharacterType == token.CharacterTypeIndicator }

// isGlued reports whether a scalar follows a colon without a space, which the parser takes for a value in {a:b}: YAML
// has one text there. After a quoted key it is one.
func isGlued(colon, t *token.Token) bool {
	return colon.Type == token.MappingValueType && colon.Prev != nil && !isQuoted(colon.Prev) &&
		(isQuoted(t) || !isIndicator(t)) &&
		t.Position.Line == colon.Position.Line && strings.TrimLeft(t.Origin, " \t") == t.Origin
}

func isQuoted(t *token.Token) bool { return t.Indicator == token.QuotedScalarIndicator }

// nesting counts how deep flow collections, and dashes on one line, are nested. Other block collections take a line
// and a column more for each level, so the size of the file bounds them.
type nesting struct {
	brackets, dashes, line int
}

func (n *nesting) enter(t *token.Token) int {
	switch t.Type {
	case token.MappingStartType, token.SequenceStartType:
		n.brackets++
	case token.MappingEndType, token.SequenceEndType:
		n.brackets--
	case token.SequenceEntryType:
		if n.line != t.Position.Line {
			n.line, n.dashes = t.Position.Line, 0
		}
		n.dashes++
	}
	return n.brackets + n.dashes
}

// checkPlain refuses texts without quotes that the parser should not have taken for one.
func checkPlain(t *token.Token) error {
	switch {
	case isQuoted(t):
		return nil
	case strings.Contains(t.Value, ": "):
		return unreadablef(t.Position.Line,
			"not readable as YAML: %s holds a colon: put a comma before the next key, or quote the text", shown(t.Value))
	case strings.Contains(strings.TrimSpace(t.Origin), "\t"):
		return unreadablef(t.Position.Line, "not readable as YAML: a tab inside %s: write a space, or quote the text", shown(t.Value))
	}
	return nil
}
