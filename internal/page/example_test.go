package page

import (
	"maps"
	"strings"
	"testing"
)

const block = `-- plans/2026.yaml --
bonuses:
  - {id: team, type: unilevel, levels: [10]}
-- partners.csv --
id,sponsor
anna,
bernd,anna
-- orders.csv --
id,partner,cv
A1,bernd,12.50
-- settle 2026-01 through 2026-02 --
-- lines.csv where kind=earning --
beneficiary,amount
anna,1.25
`

func TestParseExample(t *testing.T) {
	e, err := ParseExample(block)
	if err != nil {
		t.Fatal(err)
	}
	if e.From != "2026-01" || e.Through != "2026-02" {
		t.Errorf("settled from %s through %s", e.From, e.Through)
	}
	want := map[string]string{
		"partners.csv": "id,sponsor,name,joined\nanna,,anna,2025-01-01\nbernd,anna,bernd,2025-01-01\n",
		"orders.csv":   "id,partner,cv,kind,placed_on,paid_on,points\nA1,bernd,12.50,own,2026-01-10,2026-01-10,12.50\n",
		"plans/2026.yaml": `bonuses:
  - {id: team, type: unilevel, levels: [10]}
plan: example
valid_from: 2025-01-01
currency: EUR
ranks: [{id: starter}, {id: leader, when: {gv: 1000000}}, {id: director, when: {gv: 2000000}}]
career: {paid_as: career}
`,
	}
	if !maps.Equal(e.Bundle, want) {
		t.Errorf("the bundle is %q", e.Bundle)
	}
	if len(e.Tables) != 1 || e.Tables[0].File != "lines.csv" || e.Tables[0].Column != "kind" || e.Tables[0].Value != "earning" {
		t.Errorf("the tables are %+v", e.Tables)
	}
}

// What an example writes itself is left alone.
func TestCompletePlanKeepsWhatIsThere(t *testing.T) {
	plan := "plan: p\nvalid_from: 2026-01-01\ncurrency: CHF\nranks: [{id: a}]\nbonuses: []\n"
	if got := completePlan(plan); got != plan {
		t.Errorf("%q", got)
	}
}

func TestParseExampleRefuses(t *testing.T) {
	for _, c := range []struct{ text, wrong string }{
		{"hello\n" + block, "must come first"},
		{"-- two words --\n", "no marker"},
		{"-- sales.csv --\nid\n", "no file sales.csv"},
		{"-- orders.csv where id=A1 --\nid\n", "shown whole"},
		{"-- orders.csv --\nid,partner\nA1,anna\n", "column cv is missing"},
		{"-- lines.csv --\n", "header is missing"},
	} {
		if _, err := ParseExample(c.text); err == nil || !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%q: %v, want %q", c.text, err, c.wrong)
		}
	}
}
