package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upline/internal/bundletest"
	"upline/internal/compare"
)

// A proposal is a vector and other plans for it, in folders of their own.
type proposal struct {
	bundletest.Vector
	data, plans string
}

// proposed returns a vector of two plan versions with changes to each of them: what bonuses pay, which there are, and
// what the ranks ask.
func proposed(t *testing.T, changes ...string) proposal {
	t.Helper()
	v := vector(t, "33-random-01")
	plans := map[string]string{}
	replace := strings.NewReplacer(changes...)
	for path, text := range v.Input {
		if name, ok := strings.CutPrefix(path, "plans/"); ok {
			plans[name] = replace.Replace(text)
			if len(changes) > 0 && plans[name] == text {
				t.Fatalf("nothing changes in %s", path)
			}
		}
	}
	return proposal{v, written(t, v.Input), written(t, plans)}
}

func propose(t *testing.T) proposal {
	t.Helper()
	return proposed(t,
		"- 9.75\n", "- 4.75\n", "- 7.76\n", "- 9.76\n", // levels of deep
		"percent: 17.123\n", "percent: 15\n",
		"- id: car\n", "- id: limousine\n",
		"gv: 240\n", "gv: 100\n", "gv: 120\n", "gv: 300\n")
}

func (p proposal) args(more ...string) []string {
	return append([]string{"compare", "--data", p.data, "--from", p.From, "--through", p.Through, "--plans", p.plans}, more...)
}

// bundleOfPlans returns the bundle in which the proposed plans have taken the place of the others.
func (p proposal) bundleOfPlans(t *testing.T) string {
	t.Helper()
	files := maps.Clone(p.Input)
	maps.DeleteFunc(files, func(path, _ string) bool { return strings.HasPrefix(path, "plans/") })
	for name, text := range bundletest.ReadFiles(t, p.plans) {
		files["plans/"+name] = text
	}
	return written(t, files)
}

// settledJSON returns what settle --json says of a bundle, and the folder of its results.
func (p proposal) settledJSON(t *testing.T, data string) (summary summaryObject, out string) {
	t.Helper()
	out = t.TempDir()
	if err := json.Unmarshal([]byte(done(t, append(settleArgs(p.Vector, data, out), "--json")...)), &summary); err != nil {
		t.Fatal(err)
	}
	return summary, out
}

func (p proposal) comparedJSON(t *testing.T, more ...string) (object compare.Object) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(done(t, p.args(append(more, "--json")...)...)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&object); err != nil {
		t.Fatal(err)
	}
	if decoder.More() {
		t.Error("stdout holds more than one object")
	}
	return object
}

// The comparison must say what settle says of either side.
func TestCompareAgreesWithSettle(t *testing.T) {
	p := propose(t)
	got := p.comparedJSON(t)
	a, _ := p.settledJSON(t, p.data)
	b, _ := p.settledJSON(t, p.bundleOfPlans(t))
	if len(got.Periods) != len(a.Periods) {
		t.Fatalf("%d periods, not %d", len(got.Periods), len(a.Periods))
	}
	for i := range got.Periods {
		wantTotals(t, got.Periods[i], a.Periods[i], b.Periods[i])
	}
	wantTotals(t, got.Total, a.Total, b.Total)
	if got.Partners != a.Partners || got.Orders != a.Orders || got.Currency != a.Currency || got.A.Plan != a.Plan || got.B.Plan != b.Plan {
		t.Errorf("compares %d partners and %d orders of %s in %s", got.Partners, got.Orders, got.A.Plan, got.Currency)
	}
	if got.Winners.Partners == 0 || got.Losers.Partners == 0 || got.Unchanged == 0 {
		t.Errorf("%d win, %d lose, %d stay unchanged: the plans should be altered more", got.Winners.Partners, got.Losers.Partners, got.Unchanged)
	}
}

// wantTotals wants what settle says of one period, or all of them, under either side.
func wantTotals(t *testing.T, got compare.TotalsObject, a, b runObject) {
	t.Helper()
	if got.Period != a.Period || got.CV != a.CV || got.CV != b.CV {
		t.Errorf("%s: cv is %s, settle says %s and %s in %s", got.Period, got.CV, a.CV, b.CV, a.Period)
	}
	if a.Ratio == nil || b.Ratio == nil || got.Ratio == nil || got.Ratio.A != *a.Ratio || got.Ratio.B != *b.Ratio {
		t.Errorf("%s: the payout ratios are %v, settle says %v and %v", got.Period, got.Ratio, a.Ratio, b.Ratio)
	}
	var totalsA, totalsB []totalObject
	for _, bonus := range got.Bonuses {
		for _, kind := range bonus.Kinds {
			if kind.Lines.A > 0 {
				totalsA = append(totalsA, totalObject{kind.Kind, bonus.Bonus, kind.Lines.A, kind.Amount.A})
			}
			if kind.Lines.B > 0 {
				totalsB = append(totalsB, totalObject{kind.Kind, bonus.Bonus, kind.Lines.B, kind.Amount.B})
			}
		}
	}
	for _, side := range []struct{ got, want []totalObject }{{totalsA, a.Totals}, {totalsB, b.Totals}} {
		order := func(x, y totalObject) int { return strings.Compare(x.Kind+" "+x.Bonus, y.Kind+" "+y.Bonus) }
		slices.SortFunc(side.got, order)
		slices.SortFunc(side.want, order)
		if !slices.Equal(side.got, side.want) {
			t.Errorf("%s: the totals are\n%v\nsettle says\n%v", got.Period, side.got, side.want)
		}
	}
}

// Each row of differences.csv is what the lines of two settlements add up to.
func TestDifferencesAgreeWithTheLines(t *testing.T) {
	p := propose(t)
	out := filepath.Join(t.TempDir(), "comparison")
	done(t, p.args("--out", out)...)
	_, outA := p.settledJSON(t, p.data)
	_, outB := p.settledJSON(t, p.bundleOfPlans(t))
	commission := func(file, partner string) string {
		all := records(t, file)
		lines := slices.Concat(
			matching(all, map[string]string{"kind": "earning", "beneficiary": partner}),
			matching(all, map[string]string{"kind": "reversal", "beneficiary": partner}))
		return sum(lines, "amount").StringFixed(2)
	}
	differences := bundletest.ReadFiles(t, out)[compare.Differences]
	rows := map[string]record{}
	for _, row := range records(t, differences) {
		rows[row["partner"]] = row
	}
	linesA, linesB := bundletest.ReadFiles(t, outA)["lines.csv"], bundletest.ReadFiles(t, outB)["lines.csv"]
	for _, partner := range records(t, p.Input["partners.csv"]) {
		id := partner["id"]
		a, b := commission(linesA, id), commission(linesB, id)
		row, ok := rows[id]
		delete(rows, id)
		if nothing := a == "0.00" && b == "0.00"; nothing == ok {
			t.Errorf("%s gets %s and %s; has a row: %v", id, a, b, ok)
		} else if ok && (row["earnings_a"] != a || row["earnings_b"] != b || row["name"] != partner["name"]) {
			t.Errorf("%v should have %s and %s", row, a, b)
		}
	}
	for id := range rows {
		t.Errorf("nobody has the id %s", id)
	}
}

func TestCompareForAPerson(t *testing.T) {
	const name = "testdata/compare.golden"
	p := propose(t)
	parent := t.TempDir()
	got := done(t, p.args("--out", filepath.Join(parent, "comparison"))...)
	got = strings.NewReplacer(parent, "PARENT", p.plans, "PLANS").Replace(got)
	golden, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	prose, want, ok := bytes.Cut(golden, []byte(goldenRule))
	if !ok {
		t.Fatalf("%s has no line %q", name, goldenRule)
	}
	if *update {
		if err := os.WriteFile(name, append(append(prose, goldenRule...), got...), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s\n%s", got, want, firstDifference(got, string(want)))
	}
}

func TestCompareWritesWhatIsAskedFor(t *testing.T) {
	p := propose(t)
	out := filepath.Join(t.TempDir(), "new", "comparison")
	text, again := done(t, p.args("--out", out)...), ""
	first := bundletest.ReadFiles(t, out)
	if _, csv := first[compare.Differences]; len(first) != 2 || !csv || !strings.HasPrefix(first[compare.Page], "<!doctype html>") {
		t.Errorf("%s holds %d files", out, len(first))
	}
	for _, workers := range []string{"1", "8"} {
		again = done(t, p.args("--out", out, "--workers", workers)...)
		wantFiles(t, out, first)
		if again != text {
			t.Errorf("with %s workers, it says something else:\n%s", workers, firstDifference(again, text))
		}
	}
	if object := p.comparedJSON(t, "--out", out); object.Out != out {
		t.Errorf("out is %q", object.Out)
	}
	if without := done(t, p.args()...); !strings.HasPrefix(text, without) || strings.Contains(without, compare.Page) {
		t.Errorf("without --out, it says\n%s", without)
	}
}

func TestCompareOfAPlanWithItself(t *testing.T) {
	p := proposed(t)
	got := p.comparedJSON(t)
	if got.Winners.Partners+got.Losers.Partners != 0 || got.Unchanged == 0 || got.Total.Commission.Difference != "0.00" {
		t.Errorf("%v win, %v lose, %d stay unchanged, the company pays %v", got.Winners, got.Losers, got.Unchanged, got.Total.Commission)
	}
	if len(got.Most) != 0 || got.Most == nil || len(got.Distribution) != 0 || got.Distribution == nil {
		t.Errorf("lists without items must be []: %v %v", got.Most, got.Distribution)
	}
}

func TestCompareRefusesPlansThatCannotBeCompared(t *testing.T) {
	for name, test := range map[string]struct {
		changes []string
		says    []string
	}{
		"currency": {[]string{"currency: EUR", "currency: CHF"}, []string{"EUR (plans/", "CHF (PLANS/", "same currency"}},
		"scale":    {[]string{"currency: EUR", "currency: EUR\nscale: 3"}, []string{"scale 2 (plans/", "3 (PLANS/", "same scale"}},
		"finding":  {[]string{"currency: EUR", "currency: EUR\nbonnet: blue"}, []string{"PLANS/", ".yaml:", "bonnet"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, parent := proposed(t, test.changes...), t.TempDir()
			stderr := refused(t, exitInvalid, p.args("--out", filepath.Join(parent, "comparison"))...)
			stderr = strings.ReplaceAll(stderr, p.plans, "PLANS")
			for _, want := range test.says {
				if !strings.Contains(stderr, want) {
					t.Errorf("stderr does not say %q: %s", want, stderr)
				}
			}
			wantNothingIn(t, parent)
		})
	}
}

func TestCompareNamesTheFolderWithoutAPlan(t *testing.T) {
	p, parent := proposed(t), t.TempDir()
	p.plans = t.TempDir()
	stderr := refused(t, exitInvalid, p.args("--out", filepath.Join(parent, "comparison"))...)
	if !strings.HasPrefix(stderr, p.plans+":1: ") {
		t.Errorf("stderr does not begin with the folder: %s", stderr)
	}
	wantNothingIn(t, parent)
}

func TestCompareLeavesOtherFilesAlone(t *testing.T) {
	p, parent := proposed(t), t.TempDir()
	mine := map[string]string{"diary.txt": "my own"}
	bundletest.WriteFiles(t, parent, mine)
	if stderr := refused(t, exitInvalid, p.args("--out", parent)...); !strings.Contains(stderr, "diary.txt") {
		t.Errorf("stderr does not name the file: %s", stderr)
	}
	wantFiles(t, parent, mine)
}

func TestCompareLeavesNothingWhenInterrupted(t *testing.T) {
	p, parent := proposed(t), t.TempDir()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	c := uplineIn(ctx, "", p.args("--out", filepath.Join(parent, "comparison"))...)
	if c.status != exitInterrupted || c.stdout != "" {
		t.Errorf("exit status %d, stdout %q, stderr %q", c.status, c.stdout, c.stderr)
	}
	wantNothingIn(t, parent)
}
