package results_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/documents/evidence"
	"upline/internal/bundletest"
	"upline/internal/results"
	"upline/internal/settletest"
)

// fromEvidence settles a bundle into evidence, and returns the result files that are written from it, by name.
func fromEvidence(t settletest.T, files map[string]string, from, through string) map[string]string {
	t.Helper()
	got := map[string]string{}
	settletest.InFolder(t, nil, func(dir string) {
		facts, out := settletest.Facts(t, files, from, through), filepath.Join(dir, "out")
		w, err := results.CreateFromEvidence(out)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Abort()
		first, last := settletest.Period(t, from), settletest.Period(t, through)
		err = commission.SettleEach(facts, first, last, 2, func(run *commission.Run) error {
			if _, err := evidence.WriteRun(dir, run, 2, nil); err != nil {
				return err
			}
			return w.AddEvidence(func(name evidence.Name) (io.ReaderAt, int64, error) {
				file, err := os.ReadFile(filepath.Join(dir, name.File()))
				return bytes.NewReader(file), int64(len(file)), err
			})
		})
		if err == nil {
			err = w.Commit()
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range settletest.Names {
			text, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			got[name] = string(text)
		}
	})
	return got
}

func same(t settletest.T, got, want map[string]string) {
	t.Helper()
	for _, name := range settletest.Names {
		if got[name] != want[name] {
			t.Fatalf("%s is\n%swant\n%s", name, got[name], want[name])
		}
	}
}

// A run and its evidence give the same results, byte for byte.
func TestVectorsThroughEvidence(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			same(t, fromEvidence(t, v.Input, v.From, v.Through), v.Expected)
		})
	}
}

func TestRandomBundlesThroughEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		want := settletest.Files(t, b.Files(), b.From, b.Through, 2)
		same(t, fromEvidence(t, b.Files(), b.From, b.Through), want)
	})
}
