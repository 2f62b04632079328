package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"upline/internal/bundletest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The summary is made from what the engine says, the files from its lines and statements. What can be found in both
// must agree; here it is computed from the files alone.
func TestSummaryAgreesWithTheFiles(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			out := t.TempDir()
			var got summaryObject
			decoder := json.NewDecoder(strings.NewReader(done(t, append(settleArgs(v, written(t, v.Input), out), "--json")...)))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&got); err != nil {
				t.Fatal(err)
			}
			if decoder.More() {
				t.Error("stdout holds more than one object")
			}
			want := summed(t, bundletest.ReadFiles(t, out), got)
			if !reflect.DeepEqual(got, want) {
				gotJSON, _ := json.MarshalIndent(got, "", " ")
				wantJSON, _ := json.MarshalIndent(want, "", " ")
				t.Errorf("the summary says\n%s\nand the files say\n%s\n%s", gotJSON, wantJSON,
					firstDifference(string(gotJSON), string(wantJSON)))
			}
		})
	}
}

// summed fills in what the four files tell, and takes the rest from the summary itself.
func summed(t *testing.T, files map[string]string, got summaryObject) summaryObject {
	lines, statements := records(t, files["lines.csv"]), records(t, files["statements.csv"])
	ranks, binary := records(t, files["ranks.csv"]), records(t, files["binary.csv"])
	want := got
	want.Periods = nil
	for _, run := range got.Periods {
		of := map[string]string{"period": run.Period}
		want.Periods = append(want.Periods, summedRun(run, matching(lines, of), matching(statements, of), matching(ranks, of)))
	}
	want.Total = summedRun(got.Total, lines, statements, ranks)
	want.Best = bestOf(statements, got)
	want.Carried = carriedOf(lines, statements, binary, got)
	return want
}

func summedRun(run runObject, lines, statements, ranks []record) runObject {
	like := run.Payouts
	run.Points = sum(ranks, "pv").String()
	run.Earnings, run.Reversals = places(sum(statements, "earnings"), like), places(sum(statements, "reversals"), like)
	run.Reserve, run.Release = places(sum(statements, "reserve"), like), places(sum(statements, "release"), like)
	run.Payouts = places(sum(statements, "payout"), like)
	run.Lines = len(lines)
	run.Totals = []totalObject{}
	for _, key := range distinct(lines, "kind", "bonus") {
		of := matching(lines, key)
		run.Totals = append(run.Totals, totalObject{key["kind"], key["bonus"], len(of), places(sum(of, "amount"), like)})
	}
	run.Ratio = nil
	if cv := decimal.RequireFromString(run.CV); cv.IsPositive() {
		net := sum(statements, "earnings").Add(sum(statements, "reversals"))
		ratio := net.Mul(decimal.NewFromInt(100)).DivRound(cv, 2).StringFixed(2)
		run.Ratio = &ratio
	}
	return run
}

func bestOf(statements []record, got summaryObject) []earnerObject {
	names := map[string]string{} // a name is not in the results
	for _, e := range got.Best {
		names[e.Partner] = e.Name
	}
	best := []earnerObject{}
	for _, key := range distinct(statements, "partner") {
		of := matching(statements, key)
		if net := sum(of, "earnings").Add(sum(of, "reversals")); net.IsPositive() {
			best = append(best, earnerObject{key["partner"], names[key["partner"]], places(net, got.Total.Payouts)})
		}
	}
	slices.SortFunc(best, func(a, b earnerObject) int {
		return cmp.Or(decimal.RequireFromString(b.Amount).Cmp(decimal.RequireFromString(a.Amount)), cmp.Compare(a.Partner, b.Partner))
	})
	return best[:min(len(best), 10)]
}

func carriedOf(lines, statements, binary []record, got summaryObject) carriedObject {
	like := got.Total.Payouts
	want := carriedObject{Suspended: got.Carried.Suspended, Binary: []binaryObject{}}
	last := matching(statements, map[string]string{"period": got.Through})
	var negative, positive []record
	for _, statement := range last {
		switch decimal.RequireFromString(statement["closing"]).Sign() {
		case -1:
			negative = append(negative, statement)
		case 1:
			positive = append(positive, statement)
		}
	}
	want.Negative = balanceObject{len(negative), places(sum(negative, "closing"), like)}
	suspended := decimal.RequireFromString(got.Carried.Suspended.Amount) // who is suspended is not in the results
	want.Minimum = balanceObject{
		len(positive) - got.Carried.Suspended.Partners, places(sum(positive, "closing").Sub(suspended), like),
	}
	withheld := append(matching(lines, map[string]string{"kind": "reserve"}), matching(lines, map[string]string{"kind": "release"})...)
	want.Reserve = places(sum(withheld, "amount").Neg(), like)
	for _, key := range distinct(binary, "bonus") {
		latest := map[string]record{} // a partner without a row keeps what the last one carried
		for _, row := range matching(binary, key) {
			latest[row["partner"]] = row
		}
		rows := []record{}
		for _, row := range latest {
			rows = append(rows, row)
		}
		want.Binary = append(want.Binary, binaryObject{key["bonus"], sum(rows, "carry_left").String(), sum(rows, "carry_right").String()})
	}
	// A bonus that has no row at all carries nothing, and is named or not.
	for _, bonus := range got.Carried.Binary {
		named := slices.ContainsFunc(want.Binary, func(b binaryObject) bool { return b.Bonus == bonus.Bonus })
		if !named && bonus.Left == "0" && bonus.Right == "0" {
			want.Binary = append(want.Binary, bonus)
		}
	}
	slices.SortFunc(want.Binary, func(a, b binaryObject) int { return cmp.Compare(a.Bonus, b.Bonus) })
	return want
}

// What is due when cannot be seen in the files; here the cases are few enough to be counted by hand.
func TestSalesOfAPeriod(t *testing.T) {
	data := written(t, map[string]string{
		"partners.csv": "id,name,joined,sponsor\nA,A,2025-01-01,\n",
		"orders.csv": "id,partner,kind,placed_on,paid_on,points,cv\n" +
			"before,A,own,2025-11-20,2025-11-20,1,1000\n" + // due in the first run, late
			"plain,A,own,2026-01-01,2026-01-31,2,200\n" +
			"late,A,own,2026-01-05,2026-02-01,4,40\n" + // due in February, late
			"unpaid,A,own,2026-01-05,,8,8\n" +
			"after,A,own,2026-01-05,2026-03-01,16,16\n" + // due after the last run
			"cut,A,own,2026-02-05,2026-02-05,32,3.2\n" +
			"dead,A,own,2026-02-05,2026-02-05,64,0.64\n",
		"cancellations.csv": "id,order,cancelled_on,share\n" +
			"c1,plain,2026-02-28,0.25\n" + // of an order settled before: −0.5 points, −50
			"c2,late,2026-01-06,0.5\n" + // waits for its order: −2 points, −20
			"c3,unpaid,2026-01-06,\n" + // never due
			"c4,cut,2026-02-06,0.125\n" + // −4 points, −0.4
			"c5,dead,2026-02-06,1\n" +
			"c6,before,2026-03-01,1\n", // due after the last run
		"plans/p.yaml": "plan: p\nvalid_from: 2025-01-01\ncurrency: EUR\nranks: [{id: r}]\n" +
			"bonuses: [{id: own, type: retail, percent: 10}]\n",
	})
	var got summaryObject
	stdout := done(t, "settle", "--data", data, "--from", "2026-01", "--through", "2026-02", "--out", t.TempDir(), "--json")
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	type want struct {
		orders, late, cancellations int
		points, cv, ratio           string
	}
	for i, w := range []want{
		{2, 1, 0, "3", "1200", "10.00"},
		// 4 + 32 + 64 − 0.5 − 2 − 4 − 64 points; 40 + 3.2 + 0.64 − 50 − 20 − 0.4 − 0.64 of cv.
		{3, 1, 4, "29.5", "-27.2", ""},
		{5, 2, 4, "32.5", "1172.8", "10.00"}, // (120 + 2 + 0.28 − 5) / 1172.8
	} {
		run := got.Total
		if i < len(got.Periods) {
			run = got.Periods[i]
		}
		g := want{run.Orders, run.Late, run.Cancellations, run.Points, run.CV, ""}
		if run.Ratio != nil {
			g.ratio = *run.Ratio
		}
		if g != w {
			t.Errorf("%q: got %+v, want %+v", run.Period, g, w)
		}
	}
}

// goldenRule parts what a golden file says about itself from the golden text.
const goldenRule = "----\n"

func TestSummaryForAPerson(t *testing.T) {
	const name = "testdata/summary.golden"
	v := vector(t, "41-random-09")
	parent := t.TempDir()
	out := filepath.Join(parent, "results")
	got := strings.ReplaceAll(done(t, settleArgs(v, written(t, v.Input), out)...), parent, "PARENT")
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
