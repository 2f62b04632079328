package planfile

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layouts are all the ways to lay out values over lines that are hard on who counts them.
const layouts = `# c

a: |
  x

  y

b: >-
  q
 # c
c: 'x

  y'
e:
 - x # c
 # d
 -

   f: 1
g: {a: 1, # c
 # d
  b: 2,
  c:
   3}
h:
  - [1,
   2, # c

   3]
i: a
  b

  c
j: 1
`

var simpleWord = regexp.MustCompile(`^[A-Za-z0-9_.]+$`)

// FuzzLines holds the parser to physical lines: what it says of a key or value stands on the line that it names.
func FuzzLines(f *testing.F) {
	for _, plan := range vectorPlans(f) {
		f.Add(plan)
		f.Add(bytes.ReplaceAll(plan, []byte("\n"), []byte("\r\n")))
		f.Add(bytes.ReplaceAll(plan, []byte("\n"), []byte(" # c\r\n")))
		f.Add(bytes.ReplaceAll(plan, []byte("\n"), []byte("\n\n# c\n")))
	}
	f.Add([]byte(layouts))
	f.Fuzz(func(t *testing.T, content []byte) {
		root, err := parse(content)
		if err != nil || bytes.Contains(content, []byte(`\`)) { // an escape is not what it stands for
			return
		}
		lines := strings.Split(string(content), "\n")
		each(root, func(line int, text string) {
			here := lines[line-1]
			block := strings.ContainsAny(here, "|>") // the value begins on the next line
			if simpleWord.MatchString(text) && !block && !strings.Contains(here, text) {
				t.Errorf("line %d has no %q: %q", line, text, here)
			}
		})
	})
}

// each calls a function for each key and value.
func each(n node, call func(line int, text string)) {
	call(n.line, n.text)
	for _, p := range n.pairs {
		call(p.line, p.key)
		each(p.value, call)
	}
	for _, item := range n.items {
		each(item, call)
	}
}

// TestLines holds the layouts above to their lines, counted by hand.
func TestLines(t *testing.T) {
	root, err := parse([]byte(layouts))
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	each(root, func(line int, _ string) { got = append(got, line) })
	want := []int{3, // the plan
		3, 3, 8, 8, 11, 11, // a, b, c
		14, 15, 15, 19, 19, 19, // e, its list, x, the mapping, f and 1
		20, 20, 20, 20, 22, 22, 23, 24, // g, its mapping, a, 1, b, 2, c, 3
		25, 26, 26, 26, 27, 29, // h, its lists, 1, 2, 3
		30, 30, 34, 34} // i, j
	if !slices.Equal(got, want) {
		t.Errorf("lines %v, want %v", got, want)
	}
}
