package planfile

import (
	"strings"
	"testing"
)

// TestCompare gives versions by file name, each as what it has in front of the sound plan (see refused_test.go).
func TestCompare(t *testing.T) {
	const march = "valid_from: 2026-03-01\n"
	for _, c := range []struct {
		name     string
		versions map[string]string
		want     string // findings, a line each
	}{
		{"the same but for the day", map[string]string{"a": "", "b": march}, ""},
		{"just one", map[string]string{"a": ""}, ""},
		{"another name", map[string]string{"a": "", "b": march + "plan: beta\n"}, "b:2: plan"},
		{"another currency", map[string]string{"a": "", "b": march + "currency:\n  CHF\n"}, "b:3: currency"},
		{"another scale", map[string]string{"a": "scale: 3\n", "b": march + "scale: 4\n"}, "b:2: scale"},
		{"a scale left out", map[string]string{"a": "scale: 3\n", "b": "# the default is 2\n" + march}, "b:2: scale"},
		{"a scale left out and written", map[string]string{"a": "", "b": march + "scale: 2\n"}, ""},
		{"another rounding, which may be", map[string]string{"a": "", "b": march + "rounding: down\n"}, ""},
		{"another rank", map[string]string{"a": "", "b": march +
			"ranks:\n  - {id: starter}\n  - {id: chief, when: {pv: 1}}\n  - {id: director, when: {pv: 1}}\n"}, "b:2: ranks"},
		{"ranks in another order", map[string]string{"a": "", "b": march +
			"ranks:\n  - {id: starter}\n  - {id: director, when: {pv: 1}}\n  - {id: leader, when: {pv: 1}}\n"}, "b:2: ranks"},
		{"other conditions, which may be", map[string]string{"a": "", "b": march +
			"ranks:\n  - {id: starter}\n  - {id: leader, when: {pv: 9}}\n  - {id: director, when: {pv: 1}}\n"}, ""},
		{"trees in another order, which may be", map[string]string{"a": "", "b": march +
			"trees:\n  - {id: bin, kind: binary}\n  - {id: m3, kind: matrix, width: 3}\n"}, ""},
		{"a tree of another width", map[string]string{"a": "", "b": march +
			"trees:\n  - {id: bin, kind: binary}\n  - {id: m3, kind: matrix, width: 4}\n"}, "b:2: trees"},
		{"a tree placed otherwise", map[string]string{"a": "", "b": march +
			"trees:\n  - {id: bin, kind: binary, auto: breadth_first}\n  - {id: m3, kind: matrix, width: 3}\n"}, "b:2: trees"},
		{"trees left out", map[string]string{"a": "", "b": march + "!trees\n"}, "b:1: trees"},
		{"trees left out and empty", map[string]string{"a": "!trees\n", "b": march + "trees: []\n"}, ""},
		{"one day", map[string]string{"a": "", "b": march, "c": "scale: 2\n" + march}, "c:2: valid_from: duplicate 2026-03-01: b"},
		{
			"one day three times",
			map[string]string{"a": "", "b": "valid_from: 2026-01-01\n", "c": "valid_from: 2026-01-01\n"},
			"b:1: valid_from: duplicate 2026-01-01: a\nc:1: valid_from: duplicate 2026-01-01: a",
		},
		{
			"a bonus of another type",
			map[string]string{
				"a": "",
				"b": march + "bonuses:\n  - id: direct\n    amount_by_rank: {}\n    type: fixed\n",
				"c": "valid_from: 2026-04-01\nbonuses:\n  - {id: direct, type: fixed, amount_by_rank: {}}\n",
			},
			`b:5: bonus "direct", type: fixed, but retail in a` + "\n" + `c:3: bonus "direct", type: fixed, but retail in a`,
		},
		{
			"a bonus of another type than in a version that is not the first",
			map[string]string{
				"a": "",
				"b": march + "bonuses:\n  - {id: car, type: fixed, amount_by_rank: {}}\n",
				"c": "valid_from: 2026-04-01\nbonuses:\n  - {id: car, type: retail, percent: 1}\n",
			},
			`c:3: bonus "car", type: retail, but fixed in b`,
		},
		{"what is at fault is not compared", map[string]string{
			"a": "",
			"b": "plan: [beta]\ncurrency: ''\nscale: 9\nvalid_from: 2026-01-1\nranks: [{id: x}, {id: x}]\ntrees: [{id: x}]\n" +
				"bonuses:\n  - {id: direct, type: direct}\n",
		}, ""},
		{"what is at fault in the first one is not compared", map[string]string{
			"a": "plan: [beta]\ncurrency: ''\nscale: 9\nvalid_from: 2026-01-1\nranks: []\ntrees: {}\nbonuses: {}\n", "b": march,
		}, ""},
		{"ranks are compared even if a condition is at fault", map[string]string{"a": "", "b": march +
			"ranks:\n  - {id: starter}\n  - {id: leader, when: {gvv: 1}}\n"}, "b:2: ranks"},
		{"the first one is the first that is readable", map[string]string{
			"a": "plan: [\n", "b": march, "c": "valid_from: 2026-04-01\nplan: beta\n",
		}, "c:2: plan: not the same as in b"},
		{
			"all of it",
			map[string]string{"a": "", "b": "ranks: [{id: x}]\nscale: 0\nplan: x\n!trees\ncurrency: x\n"},
			"b:1: ranks\nb:1: trees\nb:2: scale\nb:3: plan\nb:4: currency\nb:5: valid_from",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var versions []*File
			for name, text := range c.versions { // in any order
				versions = append(versions, Read(name, []byte(replaced(text))))
			}
			found := Compare(versions)
			want := strings.FieldsFunc(c.want, func(r rune) bool { return r == '\n' })
			if len(found) != len(want) {
				t.Fatalf("found\n%v\nwant\n%s", found, c.want)
			}
			for i := range found {
				if !strings.HasPrefix(found[i].String(), want[i]) {
					t.Errorf("found %v, want %s", found[i], want[i])
				}
			}
		})
	}
}

// TestKnown says what of a version at fault others can rely on.
func TestKnown(t *testing.T) {
	for _, c := range []struct {
		text               string
		ranks, trees, from bool
	}{
		{"scale: 9", true, true, true},
		{"!trees", true, true, true},
		{"ranks: [{id: starter}, {id: leader, when: {gvv: 1}}]", true, true, true},
		{"ranks: [{id: starter}, {id: starter, when: {gv: 1}}]", false, true, true},
		{"ranks: [{id: starter}, {name: leader}]", false, true, true},
		{"ranks: []", false, true, true},
		{"!ranks", false, true, true},
		{"trees: [{id: m3, kind: matrix}]", true, true, true},
		{"trees: [{id: m3, kind: matrix, width: 3}, {id: m3, kind: matrix, width: 3}]", true, false, true},
		{"trees: [m3]", true, false, true},
		{"trees:", true, false, true},
		{"valid_from: soon", true, true, false},
		{"valid_from: 2026-01-01\nvalid_from: 2026-01-02", true, true, false},
		{"!valid_from", true, true, false},
	} {
		file := Read("plans/bad.yaml", []byte(replaced(c.text+"\n")))
		_, ranks := file.Ranks()
		_, trees := file.Trees()
		_, from := file.ValidFrom()
		if ranks != c.ranks || trees != c.trees || from != c.from {
			t.Errorf("%s: known: ranks %v, trees %v, valid_from %v", c.text, ranks, trees, from)
		}
	}
	trees, _ := Read("plans/bad.yaml", []byte(replaced("trees: [{id: m3, kind: matrix, width: x}, {id: bin, kind: binary}]\n"))).Trees()
	if len(trees) != 2 || trees[0].Width != 2 || trees[1].Width != 0 {
		t.Errorf("trees: %+v, want bin with width 2 and m3 with a width that is not known", trees)
	}
}
