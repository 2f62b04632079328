package page

import (
	"strings"
	"testing"
)

const sample = `# A page
A walk: 200 × (15 −
8) % = 14.00.

## Tables
` + "```csv\nid,cv\no1,1 + 1 = 3\n```" + `
After it: 100.01 / 3 = 33.35.
`

func TestParse(t *testing.T) {
	p := Parse(sample)
	if len(p.Headings) != 2 || p.Headings[1] != (Heading{Line: 5, Level: 2, Text: "Tables"}) {
		t.Errorf("headings %+v", p.Headings)
	}
	if len(p.Blocks) != 1 || p.Blocks[0] != (Block{Line: 6, Heading: "Tables", Name: "csv", Text: "id,cv\no1,1 + 1 = 3\n"}) {
		t.Errorf("blocks %+v", p.Blocks)
	}
	if strings.Contains(p.Prose(), "o1") || !strings.Contains(p.Prose(), "After it") {
		t.Errorf("prose %q", p.Prose())
	}
}

// A sum is worked out wherever it stands in the prose, and never in a block.
func TestSums(t *testing.T) {
	found := Parse(sample).Sums()
	if len(found) != 2 {
		t.Fatalf("%d sums: %+v", len(found), found)
	}
	if err := found[0].Check(); err != nil || found[0].Line != 2 {
		t.Errorf("%+v: %v", found[0], err)
	}
	if err := found[1].Check(); err == nil || err.Error() != "line 10: 100.01 / 3 = 33.34, not 33.35" {
		t.Errorf("%+v: %v", found[1], err)
	}
}

func TestSumCheck(t *testing.T) {
	for _, c := range []struct{ left, right, wrong string }{
		{"1 + 2 × 3", "7", ""},
		{"(1 + 2) × 3", "9", ""},
		{"115 − 160", "−45", ""},
		{"−(5.025)", "−5.03", ""},
		{"6.00 × (6 − 2) / 6", "4.00", ""},
		{"106.90 × 5 %", "5.345", ""},
		{"106.90 × 5 %", "5.34", "5.35, not 5.34"},
		{"1 / 0", "0", "zero"},
		{"2 (3)", "6", "nothing is due"},
		{"(1 + 2", "3", "not closed"},
		{"1 +", "1", "a number is due"},
	} {
		err := Sum{Left: c.left, Right: c.right}.Check()
		switch {
		case c.wrong == "" && err != nil:
			t.Error(err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%s = %s: %v, want %q", c.left, c.right, err, c.wrong)
		}
	}
}
