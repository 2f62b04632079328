package proof

import (
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/period"
	"upline/internal/settletest"
)

// counted counts lines that are alike.
func counted(lines []commission.Line, wanted func(l *commission.Line) bool) map[commission.Line]int {
	counts := map[commission.Line]int{}
	for i := range lines {
		if wanted(&lines[i]) {
			counts[lines[i]]++
		}
	}
	return counts
}

// isLate: a late run makes the lines of late orders, and those that cancellations make of settled orders. Which of the
// releases come from cancellations does not stand in a line.
func isLate(f *commission.Facts, p period.Period, settled map[commission.OrderNo]bool) func(l *commission.Line) bool {
	return func(l *commission.Line) bool {
		if l.Order == commission.NoOrder {
			return false
		}
		late := f.Orders[l.Order].PlacedOn < p.Start()
		return l.Kind == commission.KindReversal || l.Kind == commission.KindRelease || settled[l.Order] && late
	}
}

// sameLateLines compares a late run on the last day with the settlement: the same lines, and besides them at most what is
// still held of reserves whose time is over, one for each line of their orders.
func sameLateLines(t settletest.T, f *commission.Facts, late *commission.LateRun, run *commission.Run) {
	t.Helper()
	p := run.Period()
	settled := map[commission.OrderNo]bool{}
	for _, o := range run.SettledOrders() {
		settled[o.Order] = true
	}
	got := counted(linesOf(late.Blocks()), func(*commission.Line) bool { return true })
	want := counted(linesOf(run.Blocks()), isLate(f, p, settled))
	rest := map[commission.Line]int{}
	for line, count := range want {
		if over := count - got[line]; over > 0 && line.Kind == commission.KindRelease {
			line.Amount = 0
			rest[line] += over
		} else if over != 0 {
			t.Fatalf("%s: the settlement has %d lines %+v, and the late run %d", p, count, line, got[line])
		}
	}
	for line, count := range got {
		if count > want[line] {
			t.Fatalf("%s: the late run has %d lines %+v, and the settlement %d", p, count, line, want[line])
		}
	}
	for line, count := range rest {
		order := &f.Orders[line.Order]
		reserve := f.InForce(order.PlacedOn).Reserve
		if count != 1 || reserve == nil || period.Of(order.PlacedOn.AddMonths(reserve.Months)) != p {
			t.Fatalf("%s: the settlement has %d releases like %+v that the late run has not", p, count, line)
		}
	}
	sameSums(t, late)
}

// sameSums compares a late run's totals with its lines, and the order of these.
func sameSums(t settletest.T, late *commission.LateRun) {
	t.Helper()
	type key struct {
		kind  commission.Kind
		bonus commission.BonusNo
	}
	sums := map[key]commission.Total{}
	lines := linesOf(late.Blocks())
	for i, l := range lines {
		k := key{l.Kind, l.Bonus}
		sums[k] = commission.Total{Kind: l.Kind, Bonus: l.Bonus, Lines: sums[k].Lines + 1, Amount: sums[k].Amount + l.Amount}
		if i > 0 && (l.Kind < lines[i-1].Kind || l.Kind == lines[i-1].Kind && l.Bonus < lines[i-1].Bonus) {
			t.Fatalf("line %d of %s is out of order", i, late.Period())
		}
	}
	totals := late.Totals()
	for _, total := range totals {
		if total != sums[key{total.Kind, total.Bonus}] {
			t.Fatalf("a late run of %s sums its lines to %+v, and they are %+v", late.Period(), total, sums)
		}
	}
	if len(totals) != len(sums) {
		t.Fatalf("a late run of %s has %d totals, want %d", late.Period(), len(totals), len(sums))
	}
}

// What a late run on the last day finds is what the settlement makes of late orders and cancellations.
func TestLateRunsAreAbsorbed(t *testing.T) {
	lines := 0
	check(t, 200, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		f := settletest.Facts(t, b.Files(), b.From, b.Through)
		lines += lateRuns(t, f, settletest.Period(t, b.From), settletest.Period(t, b.Through))
	})
	if lines == 0 {
		t.Error("no late run had a line")
	}
}

func TestLateRunsOfVectors(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			f := settletest.Facts(t, v.Input, v.From, v.Through)
			lateRuns(t, f, settletest.Period(t, v.From), settletest.Period(t, v.Through))
		})
	}
}

// lateRuns compares a late run of each period with its settlement, and counts the lines.
func lateRuns(t settletest.T, f *commission.Facts, first, last period.Period) (lines int) {
	t.Helper()
	h := commission.NewHistory(f, first)
	for p := first; p <= last; p++ {
		late, err := commission.SettleLate(f, h, p, p.End(), 2)
		if err != nil {
			t.Fatal(err)
		}
		run, err := commission.Settle(f, h, p, 2)
		if err != nil {
			t.Fatal(err)
		}
		sameLateLines(t, f, late, run)
		for _, total := range late.Totals() {
			lines += total.Lines
		}
		h.Post(run)
	}
	return lines
}

// A late run on an earlier day finds what one on the last day finds when nothing is paid or cancelled after that day. It
// may follow a resumed history, and then needs no more than the settlement does.
func TestLateRunsLookAtADay(t *testing.T) {
	check(t, 100, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		f := settletest.Facts(t, b.Files(), b.From, b.Through)
		first, last := settletest.Period(t, b.From), settletest.Period(t, b.Through)
		kept := newArchive(first)
		for p := first; p <= last; p++ {
			day := p.Start() + period.Day(rapid.IntRange(0, int(p.End()-p.Start())).Draw(t, "day"))
			until := grown(f, day, drawGrowth(t))
			lines := linesOf(resumedLate(t, until, kept, p, p.End()).Blocks())
			all := grown(f, p.End(), growth{})
			sameLines(t, all, linesOf(resumedLate(t, all, kept, p, day).Blocks()), until, lines)
			kept.keep(resumed(t, all, kept, p))
		}
	})
}

func resumedLate(t settletest.T, f *commission.Facts, a *archive, p period.Period, day period.Day) *commission.LateRun {
	t.Helper()
	h, err := commission.Resume(f, a.past(f))
	if err != nil {
		t.Fatal(err)
	}
	late, err := commission.SettleLate(f, h, p, day, 2)
	if err != nil {
		t.Fatal(err)
	}
	if late.Day() != day || late.Period() != p {
		t.Fatalf("a late run of %s on %s says %s, %s", p, day, late.Period(), late.Day())
	}
	return late
}

// sameLines compares lines of the same partners, orders and bonuses under different numbers.
func sameLines(t settletest.T, f *commission.Facts, got []commission.Line, of *commission.Facts, want []commission.Line) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	for i, l := range want {
		l.Source, l.Beneficiary = samePartner(of, f, l.Source), samePartner(of, f, l.Beneficiary)
		l.Order, _ = f.FindOrder(of.Orders[l.Order].ID)
		if got[i] != l {
			t.Fatalf("line %d is %+v, want %+v", i, got[i], l)
		}
	}
}
