package proof

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/period"
	"upline/internal/results"
	"upline/internal/settletest"
)

// written returns the result files of runs of one and the same facts.
func written(t settletest.T, f *commission.Facts, settle func(each func(run *commission.Run) error) error) map[string]string {
	t.Helper()
	files := map[string]string{}
	settletest.InFolder(t, nil, func(dir string) {
		out := filepath.Join(dir, "out")
		w, err := results.Create(out, f, 1)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Abort()
		if err := settle(func(run *commission.Run) error { return w.Add(run, nil) }); err != nil {
			t.Fatal(err)
		}
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		for _, name := range settletest.Names {
			text, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			files[name] = string(text)
		}
	})
	return files
}

// of returns the header of a result file, and the rows of a period.
func of(p period.Period, file string) string {
	rows := strings.SplitAfter(file, "\n")
	text := rows[0]
	for _, row := range rows[1:] {
		if strings.HasPrefix(row, p.String()+",") {
			text += row
		}
	}
	return text
}

// resumed settles a period as a process does that knows nothing but facts and an archive.
func resumed(t settletest.T, f *commission.Facts, a *archive, p period.Period) *commission.Run {
	t.Helper()
	h, err := commission.Resume(f, a.past(f))
	if err != nil {
		t.Fatal(err)
	}
	run, err := commission.Settle(f, h, p, 2)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// eachResumed settles each period from what is known on its last day and from what the runs before have left, and compares
// with what one process makes of all periods.
func eachResumed(t settletest.T, f *commission.Facts, first, last period.Period, grow func() growth) {
	t.Helper()
	want := written(t, f, func(each func(run *commission.Run) error) error {
		return commission.SettleEach(f, first, last, 1, each)
	})
	kept := newArchive(first)
	for p := first; p <= last; p++ {
		now := grown(f, p.End(), grow())
		run := resumed(t, now, kept, p)
		got := written(t, now, func(each func(run *commission.Run) error) error { return each(run) })
		for _, name := range settletest.Names {
			if want := of(p, want[name]); got[name] != want {
				t.Fatalf("%s of %s, resumed: %s", name, p, firstDifference(got[name], want))
			}
		}
		kept.keep(run)
	}
}

// A process for each period, which reads what posted runs have left behind, gives what one process for all periods gives,
// although numbers differ from run to run.
func TestResumedRunsAreTheSame(t *testing.T) {
	check(t, 200, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		f := settletest.Facts(t, b.Files(), b.From, b.Through)
		eachResumed(t, f, settletest.Period(t, b.From), settletest.Period(t, b.Through), func() growth { return drawGrowth(t) })
	})
}

func TestResumedVectorsAreTheSame(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			f := settletest.Facts(t, v.Input, v.From, v.Through)
			eachResumed(t, f, settletest.Period(t, v.From), settletest.Period(t, v.Through), everyPrefix)
		})
	}
}
