package planfile

import (
	"strings"
	"testing"
)

// TestUnreadable has what is no plain YAML: one finding, and nothing is known.
func TestUnreadable(t *testing.T) {
	for _, c := range []struct {
		name, content string
		line          int
		words         string
	}{
		{"a line indented too far", "plan: a\nvalid_from: 2026-01-01\n  currency: EUR\n", 3, "check the indentation"},
		{"a line indented too little", "plan: a\nranks:\n  - {id: a}\n - {id: b}\n", 4, "YAML"},
		{"a tab as indentation", "plan: a\nranks:\n\t- {id: a}\n", 3, `\t`},
		{"a tab inside a text", "plan: a\nscale: 1\t2\n", 2, "tab"},
		{"a list in a mapping", "plan: a\nscale: 2\n- b\n", 3, "YAML"},
		{"a key without colon", "plan: a\nbonuses\nranks: []\n", 2, "YAML"},
		{"a colon without space", "plan: a\nbonuses:[]\nranks: []\n", 2, "YAML"},
		{"a colon without space, in braces", "plan: a\nactive: {pv:5}\n", 2, "write a space after the colon"},
		{"a missing comma", "plan: a\nreserve: {percent: 1 months: 2}\n", 2, "comma"},
		{"two colons", "plan: a\ncurrency: EUR: b\n", 2, "YAML"},
		{"an open bracket", "plan: a\nranks: [{id: a}\nbonuses: []\n", 3, "YAML"},
		{"an open bracket at the end", "plan: a\nranks: [{id: a}\n", 2, "YAML"},
		{"an open brace", "plan: a\nranks:\n  - {id: a\n  - {id: b}\n", 4, "YAML"},
		{"a bracket too many", "plan: a\nranks: [{id: a}]]\n", 2, "YAML"},
		{"an open quote", "plan: a\ncurrency: 'EUR\nscale: 2\n", 2, "quote"},
		{"text after a quote", "plan: a\ncurrency: 'E'UR\n", 2, "YAML"},
		{"an unknown escape", "plan: a\ncurrency: \"\\q\"\n", 2, "escape"},
		{"a reserved character", "plan: a\ncurrency: @EUR\n", 2, "reserved"},
		{"two documents", "plan: a\n---\nplan: b\n", 2, "several documents"},
		{"two documents, the second one empty", "plan: a\n---\n", 2, "several documents"},
		{"two documents after a comment", "# a\n---\nplan: a\n---\nplan: b\n---\nplan: c\n", 4, "several documents"},
		{"two documents, the first one ended", "plan: a\n...\nplan: b\n", 3, "several documents"},
		{"an anchor", "plan: a\ncurrency: &c EUR\n", 2, "anchor"},
		{"an alias", "plan: a\ncurrency: *c\n", 2, "alias"},
		{"a tag", "plan: a\ncurrency: !!str 5\n", 2, "tag"},
		{"an explicit key", "plan: a\n? currency\n: EUR\n", 2, "explicit key"},
		{"a directive", "%YAML 1.2\n---\nplan: a\n", 1, "directive"},
		{"a list as key", "plan: a\n[b]: c\n", 2, "YAML"},
		{"no UTF-8", "plan: a\r\ncurrency: \xe9\r\n", 2, "UTF-8"},
		{"UTF-16", "\xff\xfep\x00l\x00", 1, "UTF-8"},
		{"a control character", "plan: a\ncurrency: E\x00R\n", 2, "control character U+0000"},
		{"CR alone", "plan: a\r\ncurrency: EUR\rscale: 2\n", 2, "control character U+000D"},
		{"deep brackets", "plan: a\nranks: " + strings.Repeat("[", 50_000), 2, "nested"},
		{"deep dashes", "plan: a\nranks:\n " + strings.Repeat("- ", 25_000) + "a\n", 3, "nested"},
		{"a large file", strings.Repeat("# nothing\n", 20_000), 1, "bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := Read("plans/bad.yaml", []byte(c.content))
			if len(file.Findings) != 1 {
				t.Fatalf("found %v", file.Findings)
			}
			if f := file.Findings[0]; f.Line != c.line || !strings.Contains(f.Msg, c.words) || f.File != "plans/bad.yaml" {
				t.Errorf("found %v, want line %d and %q", f, c.line, c.words)
			}
			if file.Readable() {
				t.Error("is readable")
			}
			_, ranks := file.Ranks()
			_, trees := file.Trees()
			_, from := file.ValidFrom()
			if ranks || trees || from {
				t.Error("something is known")
			}
			if found := Compare([]*File{Read("plans/full.yaml", fullPlan(t)), file}); len(found) > 0 {
				t.Errorf("takes part in a comparison: %v", found)
			}
		})
	}
}

// TestNoPlan has what is YAML, but no mapping: one finding about all of it.
func TestNoPlan(t *testing.T) {
	for content, words := range map[string]string{
		"":                     "nothing instead of a plan",
		"\n# later\n":          "nothing instead of a plan",
		"---\n":                "nothing instead of a plan",
		"to be written\n":      `"to be written" instead of a plan`,
		"- plan: a\n- plan: b": "a list instead of a plan",
	} {
		file := Read("plans/bad.yaml", []byte(content))
		if len(file.Findings) != 1 || file.Findings[0].Line != 1 || !strings.Contains(file.Findings[0].Msg, words) {
			t.Errorf("%q: %v, want line 1: %s", content, file.Findings, words)
		}
		if _, known := file.Trees(); known {
			t.Errorf("%q: trees are known", content)
		}
	}
}
