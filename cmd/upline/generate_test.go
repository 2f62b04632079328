package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"upline/internal/bundletest"
)

// generateArgs are the arguments that generate a small company.
func generateArgs(out string) []string {
	return []string{"generate", "--partners", "300", "--orders", "500", "--periods", "2", "--seed", "3", "--out", out}
}

// What a generated bundle is told to be settled with must settle it.
func TestGenerateTellsHowToGoOn(t *testing.T) {
	for _, flags := range [][]string{
		nil, {"--shape", "chain", "--plan", "bench"}, {"--shape", "star", "--plan", "two", "--first", "2024-11"},
	} {
		t.Chdir(t.TempDir())
		stdout := done(t, append(generateArgs("company"), flags...)...)
		_, command, ok := strings.Cut(stdout, "upline ")
		if !ok {
			t.Fatalf("stdout names no command: %s", stdout)
		}
		done(t, strings.Fields(command)...)
		if lines := bundletest.ReadFiles(t, "RESULTS")["lines.csv"]; strings.Count(lines, "\n") < 100 {
			t.Errorf("%q: the results hold few lines:\n%s", flags, lines)
		}
		if checked := done(t, "check", "--data", "company"); !strings.HasPrefix(checked, "300 partners, 500 orders, ") {
			t.Errorf("check says %s", checked)
		}
	}
}

func TestGenerateGivesTheSameBytes(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "one"), t.TempDir() // a new folder, and an empty one
	done(t, generateArgs(one)...)
	done(t, generateArgs(two)...)
	wantFiles(t, two, bundletest.ReadFiles(t, one))
}

func TestGenerateLeavesAFolderWithSomethingInItAlone(t *testing.T) {
	mine := map[string]string{"diary.txt": "my own"}
	out := written(t, mine)
	if stderr := refused(t, exitInvalid, generateArgs(out)...); !strings.Contains(stderr, "diary.txt") {
		t.Errorf("stderr does not name the file: %s", stderr)
	}
	wantFiles(t, out, mine)
}

func TestGenerateLeavesNoPartOfABundle(t *testing.T) {
	parent := t.TempDir()
	ctx, interrupt := context.WithCancelCause(t.Context())
	interrupt(errors.New("interrupt signal received"))
	if c := uplineIn(ctx, "", generateArgs(filepath.Join(parent, "company"))...); c.status != exitInterrupted || c.stdout != "" {
		t.Errorf("exit status %d, stdout %q", c.status, c.stdout)
	}
	wantNothingIn(t, parent)
}
