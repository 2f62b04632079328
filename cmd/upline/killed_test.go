package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"upline/internal/bundletest"
)

// A bundle large enough that writing its results takes a while.
const (
	killedPartners = "10000"
	killedOrders   = "30000"
)

// binary builds the program as it is shipped.
func binary(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the program and ends it many times")
	}
	name := filepath.Join(t.TempDir(), "upline")
	if output, err := exec.Command("go", "build", "-o", name, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	return name
}

// A settle that is killed at any moment leaves what was there before, or all of the new results; and the next one
// works as if nothing had happened.
func TestKilledWhileSettling(t *testing.T) {
	upline, parent := binary(t), t.TempDir()
	data, out := filepath.Join(parent, "bundle"), filepath.Join(parent, "results")
	done(t, "generate", "--partners", killedPartners, "--orders", killedOrders, "--periods", "3", "--seed", "5", "--out", data)
	settle := func(through string) *exec.Cmd {
		return exec.Command(upline, "settle", "--data", data, "--from", "2026-01", "--through", through, "--out", out)
	}
	clean := func(through string) (files map[string]string, took time.Duration) {
		begin := time.Now()
		if output, err := settle(through).CombinedOutput(); err != nil {
			t.Fatalf("settle: %v\n%s", err, output)
		}
		took = time.Since(begin)
		return bundletest.ReadFiles(t, out), took
	}
	want, took := clean("2026-03")
	if err := os.RemoveAll(out); err != nil {
		t.Fatal(err)
	}
	const kills = 8
	inTheMiddle := 0
	kill := func(i int, signal os.Signal) {
		cmd := settle("2026-03")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took * time.Duration(i+1) / (kills + 1))
		if err := cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed, or it was done
	}

	for i := range kills {
		kill(i, syscall.SIGKILL)
		if _, err := os.Stat(out + ".partial"); err == nil {
			inTheMiddle++
		}
		if _, err := os.Stat(out); err == nil {
			wantFiles(t, out, want)
			if err := os.RemoveAll(out); err != nil {
				t.Fatal(err)
			}
		}
	}
	if inTheMiddle == 0 {
		t.Error("none of the kills came in the middle of writing: the test proves nothing")
	}

	earlier, _ := clean("2026-01")
	for i := range kills {
		kill(i, syscall.SIGKILL)
		if got := bundletest.ReadFiles(t, out); len(got["ranks.csv"]) == len(earlier["ranks.csv"]) {
			wantFiles(t, out, earlier)
		} else {
			wantFiles(t, out, want)
		}
	}
	clean("2026-03")
	wantFiles(t, out, want)
	wantOnly(t, parent, "bundle", "results")
}

// A settle that is interrupted ends by itself, says so, and cleans up.
func TestInterruptedWhileSettling(t *testing.T) {
	upline, parent := binary(t), t.TempDir()
	data, out := filepath.Join(parent, "bundle"), filepath.Join(parent, "results")
	done(t, "generate", "--partners", killedPartners, "--orders", killedOrders, "--periods", "3", "--seed", "5", "--out", data)
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd := exec.Command(upline, "settle", "--data", data, "--from", "2026-01", "--through", "2026-03", "--out", out)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, func() bool { _, err := os.Stat(filepath.Join(out+".partial", "lines.csv")); return err == nil })
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if status := cmd.ProcessState.ExitCode(); status != exitInterrupted {
			t.Errorf("%s: exit status %d, stderr %q", signal, status, stderr.String())
		}
		if got := stderr.String(); got != "upline: interrupted: nothing was written\n" {
			t.Errorf("%s: stderr %q", signal, got)
		}
		wantOnly(t, parent, "bundle")
	}
}

// waitFor waits until something has happened, which it must within some seconds.
func waitFor(t *testing.T, happened func() bool) {
	t.Helper()
	for range 5000 {
		if happened() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("waited in vain")
}

// wantOnly wants just these entries in a folder.
func wantOnly(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("%s holds %q, not just %q", dir, got, names)
	}
}
