package reading

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"upline/internal/fault"
)

// script makes a program that is run as pdftotext.
func script(t *testing.T, text string) *Reader {
	t.Helper()
	if testing.Short() {
		t.Skip("starts programs")
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "pdftotext"), []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	return New(Config{Folder: t.TempDir(), Limits: Limits{Program: 20 * time.Second, Output: 1 << 20, Memory: 64 << 20}})
}

func (r *Reader) try(ctx context.Context, args ...string) (string, error) {
	var out bytes.Buffer
	err := r.folder(func(folder string) error {
		return r.run(ctx, program{name: "pdftotext", args: args, output: &out, folder: folder})
	})
	return out.String(), err
}

func TestProgramsGetTheirArgumentsAsTheyAre(t *testing.T) {
	r := script(t, `for a; do echo "<$a>"; done; echo "$HOME" | grep -c upline-reading-; env | cut -d= -f1 | grep -E '^(PATH|SECRET)' | sort`)
	t.Setenv("SECRET", "x")
	got, err := r.try(t.Context(), "a b", "$(id)", "; ls", "-x")
	if want := "<a b>\n<$(id)>\n<; ls>\n<-x>\n1\nPATH\n"; err != nil || got != want {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}

func TestProgramsThatTakeTooMuch(t *testing.T) {
	for what, text := range map[string]string{
		"output": "yes",
		"memory": `x=$(head -c 200000000 /dev/zero | tr '\0' x); echo ok`,
		"disk":   "head -c 2000000 /dev/zero > big && echo ok",
	} {
		t.Run(what, func(t *testing.T) {
			got, err := script(t, text).try(t.Context())
			if fault.KindOf(err) != fault.Invalid || strings.Contains(got, "ok") {
				t.Errorf("%.100q %v", got, err)
			}
		})
	}
}

func TestProgramsThatTakeTooLongAreKilledWithTheirChildren(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	r := script(t, `sleep 300 & echo $! > "`+pid+`"; sleep 300`)
	r.config.Limits.Program = time.Second
	if _, err := r.try(t.Context()); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "longer than 1s") {
		t.Errorf("%v", err)
	}
	gone(t, pid)
}

func TestChildrenThatAreLeftAreKilled(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	r := script(t, `sleep 300 >/dev/null 2>&1 & echo $! > "`+pid+`"`)
	if _, err := r.try(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone(t, pid)
}

// gone waits until the process is gone whose number is in a file.
func gone(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for tries := 0; alive(strings.TrimSpace(string(raw))); tries++ {
		if tries == 100 {
			t.Fatal("a child is left")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// alive says whether a process runs that is not just waited for.
func alive(pid string) bool {
	raw, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	return err == nil && !strings.Contains(string(raw), ") Z ")
}

func TestAProgramEndsWithTheContext(t *testing.T) {
	r := script(t, "echo begun; sleep 300")
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	timer := time.AfterFunc(300*time.Millisecond, func() { cancel(enough) })
	defer timer.Stop()
	if _, err := r.try(ctx); !errors.Is(err, enough) {
		t.Errorf("%v", err)
	}
}

func TestWhatAProgramSaysIsInTheError(t *testing.T) {
	r := script(t, "echo 'Syntax Error: no' >&2; exit 3")
	_, err := r.try(t.Context())
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != 3 || !strings.Contains(err.Error(), "Syntax Error: no") || fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
}

// Where the system lets us, a program has a network of its own, in which there is nothing but itself.
func TestProgramsHaveNoNetwork(t *testing.T) {
	r := script(t, "cat /proc/net/dev | grep -c :")
	if !r.apart {
		t.Log("this system lets nobody take the network away")
		return
	}
	if got, err := r.try(t.Context()); err != nil || strings.TrimSpace(got) != "1" {
		t.Errorf("%q %v", got, err)
	}
}
