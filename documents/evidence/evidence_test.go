package evidence_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/documents/columns"
	"upline/documents/evidence"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
	"upline/internal/settletest"
)

// lineOf is a line of a run as its evidence should tell it.
func lineOf(f *commission.Facts, bonuses []string, l *commission.Line) evidence.Line {
	row := evidence.Line{
		Kind: l.Kind, Bonus: bonuses[l.Bonus], Beneficiary: f.Partners[l.Beneficiary].ID, Level: l.Level, Amount: l.Amount, Condition: l.Condition,
	}
	if l.Order != commission.NoOrder {
		row.Order = f.Orders[l.Order].ID
	}
	if l.Source != commission.NoPartner {
		row.Source = f.Partners[l.Source].ID
	}
	if l.HasBase {
		row.HasBase, row.Base, row.Percent = true, l.Base, l.Percent
	}
	return row
}

// rowsOf lists what the five files of a run should say.
func rowsOf(run *commission.Run) map[evidence.Name][]string {
	f, rows := run.Facts(), map[evidence.Name][]string{}
	bonuses, ranks := f.Bonuses(), f.Plans[0].Ranks
	add := func(name evidence.Name, row any) { rows[name] = append(rows[name], fmt.Sprintf("%+v", row)) }
	for _, block := range run.Blocks() {
		for _, l := range block.Append(nil) {
			add(evidence.Lines, lineOf(f, bonuses, &l))
		}
	}
	for no := range f.Partners {
		p, id := commission.PartnerNo(no), f.Partners[no].ID
		if s, ok := run.Standing(p); ok {
			add(evidence.Standings, evidence.Standing{
				Partner: id, PV: s.PV, GV: s.GV, PGV: s.PGV, Active: s.Active, Status: s.Status.String(), Achieved: ranks[s.Achieved].ID,
				Career: ranks[s.Career].ID, PaidAs: ranks[s.PaidAs].ID, Highest: ranks[run.Highest(p)].ID,
			})
		}
		if s, ok := run.Statement(p); ok {
			add(evidence.Statements, evidence.Statement{Partner: id, Statement: s})
		}
	}
	for _, table := range run.Binaries() {
		for no := range f.Partners {
			if row, ok := table.Row(commission.PartnerNo(no)); ok {
				add(evidence.Binaries, evidence.Binary{Bonus: bonuses[table.Bonus], Partner: f.Partners[no].ID, BinaryRow: row})
			}
		}
	}
	for bonus, carries := range run.Carries() {
		for no, carry := range carries {
			if carry != (commission.Legs{}) {
				add(evidence.Carries, evidence.Carry{Bonus: bonuses[bonus], Partner: f.Partners[no].ID, Legs: carry})
			}
		}
	}
	return rows
}

// Of random companies, what a run says comes back from its evidence; and any number of workers writes the same bytes.
func TestEvidenceComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		settle(t, b.Files(), b.From, b.Through, func(run *commission.Run) {
			files, want := write(t, run, 1), rowsOf(run)
			if again := write(t, run, 3); !slices.Equal(files.list, again.list) {
				t.Fatalf("three workers write %+v, one writes %+v", again.list, files.list)
			}
			for _, f := range files.list {
				data := files.data[f.Name]
				if f.Size != int64(len(data)) || f.SHA256 != hashOf(data) {
					t.Fatalf("%s is said to be %+v", f.Name, f)
				}
				if got := read(t, f.Name, data); !slices.Equal(got, want[f.Name]) {
					t.Fatalf("%s of %s:\n%q, want\n%q", f.Name, run.Period(), got, want[f.Name])
				}
			}
			linesOfSomeOrders(t, files.data[evidence.Lines], run.Facts())
			findLines(t, files.data[evidence.Lines])
		})
	})
}

// linesOfSomeOrders compares the lines of random orders, some of which nobody knows, with those among all lines.
func linesOfSomeOrders(t *rapid.T, file []byte, f *commission.Facts) {
	wanted := map[string]bool{}
	for range rapid.IntRange(0, 4).Draw(t, "orders") {
		id := rapid.StringN(1, 3, 12).Draw(t, "unknown")
		if len(f.Orders) > 0 && rapid.Bool().Draw(t, "known") {
			id = f.Orders[rapid.IntRange(0, len(f.Orders)-1).Draw(t, "order")].ID
		}
		wanted[id] = true
	}
	var got, want []evidence.Line
	collect(t, file, func(row evidence.Line) {
		if wanted[row.Order] {
			want = append(want, row)
		}
	})
	err := evidence.ReadLinesOf(bytes.NewReader(file), int64(len(file)), wanted, func(rows []evidence.Line) error {
		got = append(got, rows...)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("of %v:\n%+v, want\n%+v; %v", wanted, got, want, err)
	}
}

// collect hands all lines to each.
func collect(t settletest.T, file []byte, each func(row evidence.Line)) {
	t.Helper()
	err := evidence.ReadLines(bytes.NewReader(file), int64(len(file)), func(rows []evidence.Line) error {
		for _, row := range rows {
			each(row)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// More lines than a group holds come back one by one, and those of orders at both ends of pages and groups are found.
func TestManyLinesComeBack(t *testing.T) {
	orders := 120_000 // nine lines each: more than a group
	if testing.Short() {
		orders = 6_000 // some pages
	}
	f := company(orders)
	lines := month(f, orders)
	var file bytes.Buffer
	if err := evidence.WriteLines(&file, head, f, batches(lines), 2, nil); err != nil {
		t.Fatal(err)
	}
	bonuses, next := f.Bonuses(), 0
	collect(t, file.Bytes(), func(row evidence.Line) {
		if want := lineOf(f, bonuses, &lines[next]); row != want {
			t.Fatalf("line %d is %+v, want %+v", next, row, want)
		}
		next++
	})
	if next != len(lines) {
		t.Fatalf("%d lines come back of %d", next, len(lines))
	}
	wanted := map[string]bool{}
	for at := 0; at < len(lines); at += columns.PageRows {
		wanted[f.Orders[lines[at].Order].ID] = true
		wanted[f.Orders[lines[max(0, at-1)].Order].ID] = true
	}
	found := 0
	err := evidence.ReadLinesOf(bytes.NewReader(file.Bytes()), int64(file.Len()), wanted, func(rows []evidence.Line) error {
		for _, row := range rows {
			if !wanted[row.Order] {
				t.Fatalf("%+v is of another order", row)
			}
		}
		found += len(rows)
		return nil
	})
	if err != nil || found != 9*len(wanted) {
		t.Fatalf("%d lines of %d orders, %v", found, len(wanted), err)
	}
}

// Amounts that a decimal of 18 digits cannot hold are refused, not cut off.
func TestAmountsThatDoNotFitAreRefused(t *testing.T) {
	f := company(1)
	for _, c := range []struct {
		amount money.Amount
		fits   bool
	}{{columns.DecimalMax - 1, true}, {columns.DecimalMax, false}, {-columns.DecimalMax, false}} {
		line := commission.Line{Order: commission.NoOrder, Source: commission.NoPartner, Level: commission.NoLevel, Amount: c.amount}
		err := evidence.WriteLines(new(bytes.Buffer), head, f, batches([]commission.Line{line}), 1, nil)
		if c.fits && err != nil || !c.fits && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%d: %v", c.amount, err)
		}
	}
}

// Volumes of all sizes make a dictionary that ascends: those that are near each other, and those that are as far apart as
// 128 bits allow.
func TestVolumesOfAllSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := company(1)
		var lines []commission.Line
		for range rapid.IntRange(1, 200).Draw(t, "lines") {
			wide := rapid.SampledFrom([]money.Share{1, 1000, 1 << 62}).Draw(t, "wide")
			base := money.Value(rapid.Int64Range(-1<<62, 1<<62).Draw(t, "base")).Times(wide)
			lines = append(lines, commission.Line{Source: commission.NoPartner, HasBase: true, Base: base, Percent: 1, Condition: period.Period(24312)})
		}
		var file bytes.Buffer
		if err := evidence.WriteLines(&file, head, f, batches(lines), 1, nil); err != nil {
			t.Fatal(err)
		}
		next := 0
		collect(t, file.Bytes(), func(row evidence.Line) {
			if row.Base != lines[next].Base {
				t.Fatalf("%s comes back as %s", lines[next].Base, row.Base)
			}
			next++
		})
	})
}
