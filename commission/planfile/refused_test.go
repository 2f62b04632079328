package planfile

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// sound is the plan whose keys the cases of testdata/refused.txt replace.
var sound = []pairText{
	{"plan", "plan: alpina\n"},
	{"valid_from", "valid_from: 2026-01-01\n"},
	{"currency", "currency: EUR\n"},
	{"ranks", "ranks:\n" +
		"  - {id: starter}\n" +
		"  - {id: leader, when: {gv: 1000}}\n" +
		"  - {id: director, when: {pgv: 3000}}\n"},
	{"trees", "trees:\n" +
		"  - {id: m3, kind: matrix, width: 3}\n" +
		"  - {id: bin, kind: binary}\n"},
	{"bonuses", "bonuses:\n" +
		"  - {id: direct, type: retail, percent: 10}\n"},
}

type pairText struct{ key, text string }

// refusal is a case of testdata/refused.txt.
type refusal struct {
	name   string
	plan   string
	unseen bool     // by the JSON Schema
	want   []string // line: part of the message
}

func TestRefused(t *testing.T) {
	for _, c := range refusals(t) {
		t.Run(c.name, func(t *testing.T) {
			file := Read("plans/bad.yaml", []byte(c.plan))
			var got []string
			for _, f := range file.Findings {
				got = append(got, fmt.Sprintf("%d: %s", f.Line, f.Msg))
			}
			if !slices.EqualFunc(got, c.want, matches) {
				t.Errorf("%s\nfound:\n%s\nwant:\n%s", c.plan, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// matches reports whether a finding has the line that is wanted, and the words.
func matches(got, want string) bool {
	gotLine, msg, _ := strings.Cut(got, ": ")
	wantLine, words, _ := strings.Cut(want, ": ")
	return gotLine == wantLine && strings.Contains(msg, words)
}

func refusals(t testing.TB) []refusal {
	t.Helper()
	content, err := os.ReadFile("testdata/refused.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []refusal
	for _, part := range strings.Split(string(content), "\n== ")[1:] {
		title, body, _ := strings.Cut(part, "\n")
		c := refusal{}
		c.name, c.unseen = strings.CutSuffix(title, " (unseen)")
		c.plan = replaced(strings.TrimSpace(body) + "\n")
		for i, line := range strings.Split(c.plan, "\n") {
			if _, wants, ok := strings.Cut(line, "# want: "); ok {
				for _, want := range strings.Split(wants, " | ") {
					c.want = append(c.want, fmt.Sprintf("%d: %s", i+1, want))
				}
			}
		}
		if len(c.want) == 0 {
			t.Fatalf("%s: nothing is wanted", c.name)
		}
		cases = append(cases, c)
	}
	return cases
}

// replaced puts a text in front of the sound plan, without the keys that it has or takes out.
func replaced(text string) string {
	plan := ""
	gone := make(map[string]bool)
	for line := range strings.Lines(text) {
		if key, out := strings.CutPrefix(strings.TrimSpace(line), "!"); out {
			gone[key] = true
			continue
		}
		if key, _, is := strings.Cut(line, ":"); is {
			gone[key] = true
		}
		plan += line
	}
	for _, p := range sound {
		if !gone[p.key] {
			plan += p.text
		}
	}
	return plan
}
