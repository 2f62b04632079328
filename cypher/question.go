package cypher

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Question is what analysts may ask by its name.
type Question struct {
	Name       string // the file's, without its ending
	Title      string // what it answers
	Parameters []Parameter
	Columns    []string
	Text       string // Cypher
}

// Parameter is what a question has to be told.
type Parameter struct {
	Name        string
	Type        string // string, int, float, bool, date, datetime, or list of one of them
	Description string // empty: the name says it all
}

// Questions returns the questions of analysts, by name. The result is the caller's.
func Questions() []Question { return slices.Clone(questions()) }

// QuestionNamed returns a question, and whether there is one of that name.
func QuestionNamed(name string) (Question, bool) {
	i, found := slices.BinarySearchFunc(questions(), name, func(q Question, name string) int { return strings.Compare(q.Name, name) })
	if !found {
		return Question{}, false
	}
	return questions()[i], true
}

var questions = sync.OnceValue(func() []Question { return questionsIn(Analyst) })

// questionsIn reads the questions of a folder. Files that are embedded can be read, and so no error is expected.
func questionsIn(files embed.FS) (list []Question) {
	entries, err := files.ReadDir("analyst")
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		text, err := files.ReadFile("analyst/" + entry.Name())
		if err != nil {
			panic(err)
		}
		list = append(list, parseQuestion(strings.TrimSuffix(entry.Name(), ".cypher"), string(text)))
	}
	slices.SortFunc(list, func(a, b Question) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// parseQuestion reads the contract on top of a question.
func parseQuestion(name, text string) Question {
	q := Question{Name: name, Text: text}
	for line := range strings.Lines(text) {
		said, comment := strings.CutPrefix(strings.TrimRight(line, "\n"), "// ")
		if !comment {
			break
		}
		word, rest, _ := strings.Cut(said, ":")
		rest = strings.TrimSpace(rest)
		switch word {
		case name:
			q.Title = rest
		case "In":
			q.Parameters = parseParameters(rest)
		case "Out":
			q.Columns = parseColumns(rest)
		}
	}
	return q
}

// typed is a parameter with its type.
var typed = regexp.MustCompile(`^\$(\w+) ((?:list of )?\w+)(?: \((.*)\))?$`)

// parseParameters reads such as `$from date, $to date (of payment, half-open)`.
func parseParameters(text string) (list []Parameter) {
	for _, part := range outermost(text) {
		if m := typed.FindStringSubmatch(part); m != nil {
			list = append(list, Parameter{Name: m[1], Type: m[2], Description: m[3]})
		}
	}
	return list
}

// parseColumns reads such as `level int (1: the sponsor), below int`.
func parseColumns(text string) (names []string) {
	for _, part := range outermost(text) {
		name, _, _ := strings.Cut(part, " ")
		names = append(names, name)
	}
	return names
}

// outermost cuts a text at the commas that stand outside of brackets.
func outermost(text string) (parts []string) {
	depth, begin := 0, 0
	for i, r := range text + "," {
		switch {
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth--
		case r == ',' && depth == 0:
			parts = append(parts, strings.TrimSpace(text[begin:i]))
			begin = i + 1
		}
	}
	return parts
}
