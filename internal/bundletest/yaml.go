package bundletest

import (
	"regexp"
	"strings"
)

// node is a piece of YAML. An empty one is left out by the mapping that holds it.
type node interface {
	empty() bool
	// flow writes the node on one line.
	flow() string
	// block writes the node over several lines, each behind the indent; short ones on one line where short is set.
	block(indent string, short bool) string
}

type (
	// plain is a scalar that YAML may type: a number, day or boolean, or one of the plan language's own words.
	plain string
	// text is a string of the company's: an id or a kind, whatever it holds.
	text string
	// entry is a key and its value; keys are quoted where they need it, since ranks are keys of tables.
	entry struct {
		key   string
		value node
	}
	mapping []entry
	list    []node
)

// bareText needs no quotes in YAML, wherever it stands.
var bareText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// yamlWords are read as booleans or null by one version of YAML or another.
const yamlWords = " y n yes no on off true false null "

func listOf[E any](elements []E, of func(E) node) list {
	var nodes list
	for _, element := range elements {
		nodes = append(nodes, of(element))
	}
	return nodes
}

func plains(scalars []string) list {
	return listOf(scalars, func(s string) node { return plain(s) })
}

func texts(scalars []string) list {
	return listOf(scalars, func(s string) node { return text(s) })
}

func (p plain) empty() bool   { return p == "" }
func (t text) empty() bool    { return t == "" }
func (l list) empty() bool    { return len(l) == 0 }
func (m mapping) empty() bool { return len(m.present()) == 0 }

func (m mapping) present() mapping {
	var present mapping
	for _, e := range m {
		if !e.value.empty() {
			present = append(present, e)
		}
	}
	return present
}

func (p plain) flow() string { return string(p) }

func (t text) flow() string {
	if bareText.MatchString(string(t)) && !strings.Contains(yamlWords, " "+strings.ToLower(string(t))+" ") {
		return string(t)
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(string(t)) + `"`
}

func (l list) flow() string {
	var parts []string
	for _, n := range l {
		parts = append(parts, n.flow())
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (m mapping) flow() string {
	var parts []string
	for _, e := range m.present() {
		parts = append(parts, text(e.key).flow()+": "+e.value.flow())
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (p plain) block(string, bool) string { return " " + p.flow() + "\n" }
func (t text) block(string, bool) string  { return " " + t.flow() + "\n" }

// flowWidth is the longest one-line form that is still preferred to a block.
const flowWidth = 60

func (l list) block(indent string, short bool) string {
	if line := l.flow(); short && len(line) <= flowWidth {
		return " " + line + "\n"
	}
	var lines strings.Builder
	for _, n := range l {
		item := strings.TrimLeft(n.block(indent+"  ", short), " \n")
		lines.WriteString(indent + "- " + item)
	}
	return "\n" + lines.String()
}

func (m mapping) block(indent string, short bool) string {
	if line := m.flow(); short && len(line) <= flowWidth {
		return " " + line + "\n"
	}
	return "\n" + m.lines(indent, short)
}

func (m mapping) lines(indent string, short bool) string {
	var lines strings.Builder
	for _, e := range m.present() {
		lines.WriteString(indent + text(e.key).flow() + ":" + e.value.block(indent+"  ", short))
	}
	return lines.String()
}

// text writes the mapping as a document.
func (m mapping) text(short bool) string { return m.lines("", short) }
