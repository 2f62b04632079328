package explain_test

import (
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/commission/explain"
	"upline/internal/bundle"
	"upline/internal/bundletest"
	"upline/internal/period"
)

// read writes a bundle into a folder, and reads it.
func read(t testing.TB, files map[string]string, from, through string) (f *commission.Facts, first, last period.Period) {
	t.Helper()
	dir := t.TempDir()
	bundletest.WriteFiles(t, dir, files)
	first, last = parse(t, from), parse(t, through)
	f, err := bundle.Read(dir, bundle.Options{From: first, Through: last, Settle: true, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return f, first, last
}

func parse(t testing.TB, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestVectorsAreExplained explains all that each vector's periods gave to anybody.
func TestVectorsAreExplained(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			f, first, last := read(t, v.Input, v.From, v.Through)
			explainAll(t, f, first, last)
		})
	}
}

// TestRandomBundlesAreExplained does the same for drawn bundles.
func TestRandomBundlesAreExplained(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := bundletest.Random().Draw(rt, "bundle")
		from, through := bundletest.Periods(b)
		f, first, last := read(t, b.Files(), from, through)
		explainAll(rt, f, first, last)
	})
}

// TestOverriddenCareersAreExplained does so where the back office has set career ranks.
func TestOverriddenCareersAreExplained(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := bundletest.Random().Draw(rt, "bundle")
		f, first, last := read(t, b.Files(), b.From, b.Through)
		var owners []commission.PartnerNo
		var set []commission.Span[commission.Rank]
		for p := range commission.PartnerNo(len(f.Partners)) {
			days := rapid.SliceOfNDistinct(rapid.IntRange(int(first.Start())-40, int(last.End())), 0, 3, rapid.ID[int]).Draw(rt, "days")
			for _, day := range days {
				rank := commission.Rank(rapid.IntRange(0, len(f.Plans[0].Ranks)-1).Draw(rt, "rank"))
				owners = append(owners, p)
				set = append(set, commission.Span[commission.Rank]{From: period.Day(day), To: period.Forever, Value: rank})
			}
		}
		f.Overrides = commission.NewTimelines(len(f.Partners), owners, set)
		explainAll(rt, f, first, last)
	})
}

// failer is what testing.T and rapid.T share.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// explainAll explains each period to everybody, and each order to somebody. Explaining compares with the run; what
// is left to test is that no line is left out, and that each run goes on where the one before ended.
func explainAll(t failer, f *commission.Facts, first, last period.Period) {
	t.Helper()
	before := map[string]*explain.Explanation{}
	carried := map[string]explain.Binary{} // by partner and bonus
	err := commission.SettleEach(f, first, last, 1, func(run *commission.Run) error {
		explainer := explain.New(run)
		lines := map[commission.OrderNo]int{}
		all := 0
		for _, block := range run.Blocks() {
			for _, line := range block.Append(nil) {
				lines[line.Order]++
				all++
			}
		}
		explained := 0
		for i := range f.Partners {
			id := f.Partners[i].ID
			x, err := explainer.Explain(explain.Query{Partner: id, Whole: i%3 - 1})
			if err != nil {
				t.Errorf("%v", err)
				continue
			}
			explained += x.Lines
			expectContinuity(t, before[id], x, carried)
			before[id] = x
		}
		if explained != all {
			t.Errorf("%s: %d lines are explained, of %d", run.Period(), explained, all)
		}
		explainOrders(t, explainer, f, lines)
		return nil
	})
	if err != nil {
		t.Errorf("%v", err)
	}
}

// expectContinuity fails unless a run begins with what the one before left: the balance, and the carries of binary
// bonuses, even where a run in between did not know the partner in the tree.
func expectContinuity(t failer, before, x *explain.Explanation, carried map[string]explain.Binary) {
	t.Helper()
	closing := "0"
	if before != nil && before.Statement != nil && before.Statement.Closing.Sign() != 0 {
		closing = before.Statement.Closing.String()
	}
	opening := "0"
	if x.Statement != nil && x.Statement.Opening.Sign() != 0 {
		opening = x.Statement.Opening.String()
	}
	if opening != closing {
		t.Errorf("%s begins %s with %s, after a closing of %s", x.Partner.ID, x.Period, opening, closing)
	}
	for _, b := range x.Bonuses {
		if b.Binary == nil {
			continue
		}
		key := x.Partner.ID + "\n" + b.Bonus
		was := carried[key]
		if !was.Left.Carry.Equal(b.Binary.Left.Carried) || !was.Right.Carry.Equal(b.Binary.Right.Carried) {
			t.Errorf("%s begins %s with carries %s and %s of %s, after %s and %s were carried on",
				x.Partner.ID, x.Period, b.Binary.Left.Carried, b.Binary.Right.Carried, b.Bonus, was.Left.Carry, was.Right.Carry)
		}
		carried[key] = *b.Binary
	}
}

// explainOrders explains each order that has lines in the run. The partner who asks matters little: the lines of all
// are compared.
func explainOrders(t failer, explainer *explain.Explainer, f *commission.Facts, lines map[commission.OrderNo]int) {
	t.Helper()
	for order, count := range lines {
		if order == commission.NoOrder {
			continue
		}
		asking := f.Partners[int(order)%len(f.Partners)].ID
		x, err := explainer.Explain(explain.Query{Partner: asking, Order: f.Orders[order].ID})
		if err != nil {
			t.Errorf("%v", err)
		} else if x.Lines != count {
			t.Errorf("order %s: %d lines are explained, of %d", f.Orders[order].ID, x.Lines, count)
		}
	}
}
