package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/internal/bundletest"
)

func TestSettleReproducesTheVectors(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			data := written(t, v.Input)
			for _, workers := range []string{"1", "8"} {
				out := filepath.Join(t.TempDir(), "results")
				done(t, append(settleArgs(v, data, out), "--workers", workers)...)
				wantFiles(t, out, v.Expected)
				if _, err := os.Stat(out + ".partial"); err == nil {
					t.Error("a partial folder was left behind")
				}
			}
		})
	}
}

// A bundle of some thousand lines is cut into many blocks, which several workers write; a vector fits into one.
func TestSettleGivesTheSameBytesWithAnyNumberOfWorkers(t *testing.T) {
	data := filepath.Join(t.TempDir(), "bundle")
	done(t, "generate", "--partners", "9000", "--orders", "20000", "--periods", "2", "--seed", "7", "--out", data)
	settled := func(workers string) map[string]string {
		out := t.TempDir()
		done(t, "settle", "--data", data, "--from", "2026-01", "--through", "2026-02", "--out", out, "--workers", workers)
		return bundletest.ReadFiles(t, out)
	}
	one := settled("1")
	eight := t.TempDir()
	bundletest.WriteFiles(t, eight, settled("8"))
	wantFiles(t, eight, one)
}

func TestSettleReplacesEarlierResults(t *testing.T) {
	v := vector(t, "21-late-order")
	data, out := written(t, v.Input), t.TempDir()
	done(t, "settle", "--data", data, "--from", v.From, "--through", v.From, "--out", out)
	done(t, settleArgs(v, data, out)...)
	wantFiles(t, out, v.Expected)
}

func TestSettleRefusesAFolderWithSomethingElse(t *testing.T) {
	v := vector(t, "21-late-order")
	data, parent := written(t, v.Input), t.TempDir()
	out := filepath.Join(parent, "results")
	mine := map[string]string{"results/diary.txt": "my own", "results/lines.csv": "mine too"}
	bundletest.WriteFiles(t, parent, mine)
	if stderr := refused(t, exitInvalid, settleArgs(v, data, out)...); !strings.Contains(stderr, "diary.txt") {
		t.Errorf("stderr does not name the file: %s", stderr)
	}
	wantFiles(t, parent, mine)
}

func TestSettleFailsWhereItCannotWrite(t *testing.T) {
	v := vector(t, "21-late-order")
	data, parent := written(t, v.Input), t.TempDir()
	bundletest.WriteFiles(t, parent, map[string]string{"file": ""})
	stderr := refused(t, exitFailed, settleArgs(v, data, filepath.Join(parent, "file", "results"))...)
	if strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "upline: ") {
		t.Errorf("stderr is not one sentence: %s", stderr)
	}
}

// An amount that does not fit shows only while settling, when the folder of results has been begun.
func TestSettleLeavesNothingWhenSettlingFails(t *testing.T) {
	data := written(t, map[string]string{
		"partners.csv": "id,name,joined,sponsor\nA,A,2025-01-01,\n",
		"orders.csv": "id,partner,kind,placed_on,paid_on,points,cv\n" +
			"o1,A,own,2026-01-05,2026-01-05,1,900000000000000\no2,A,own,2026-01-05,2026-01-05,1,900000000000000\n",
		"plans/p.yaml": "plan: p\nvalid_from: 2025-01-01\ncurrency: EUR\nscale: 4\nranks: [{id: r}]\n" +
			"bonuses: [{id: own, type: retail, percent: 100}]\n",
	})
	parent := t.TempDir()
	stderr := refused(t, exitInvalid, "settle", "--data", data, "--from", "2026-01", "--through", "2026-01",
		"--out", filepath.Join(parent, "results"))
	if !strings.Contains(stderr, "too large") {
		t.Errorf("stderr does not say what is too large: %s", stderr)
	}
	wantNothingIn(t, parent)
}

func TestSettleLeavesNothingWhenInterrupted(t *testing.T) {
	v := vector(t, "21-late-order")
	data, parent := written(t, v.Input), t.TempDir()
	ctx, interrupt := context.WithCancelCause(t.Context())
	interrupt(errors.New("interrupt signal received"))
	c := uplineIn(ctx, "", settleArgs(v, data, filepath.Join(parent, "results"))...)
	if c.status != exitInterrupted || c.stdout != "" {
		t.Errorf("exit status %d, stdout %q", c.status, c.stdout)
	}
	wantNothingIn(t, parent)
}
