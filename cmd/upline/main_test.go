package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/internal/bundletest"
)

// call is what a call of upline left.
type call struct {
	status         int
	stdout, stderr string
}

// upline calls the whole program in-process.
func upline(t testing.TB, args ...string) call {
	t.Helper()
	return uplineIn(t.Context(), "", args...)
}

func uplineIn(ctx context.Context, stdin string, args ...string) call {
	var stdout, stderr bytes.Buffer
	m := Main{Stdin: strings.NewReader(stdin), Stdout: &stdout, Stderr: &stderr}
	status := m.Run(ctx, args)
	return call{status, stdout.String(), stderr.String()}
}

// done calls upline, which must succeed without a word on stderr, and returns its stdout.
func done(t testing.TB, args ...string) string {
	t.Helper()
	c := upline(t, args...)
	if c.status != exitDone || c.stderr != "" {
		t.Fatalf("upline %s: exit status %d, stderr:\n%s", strings.Join(args, " "), c.status, c.stderr)
	}
	return c.stdout
}

// refused calls upline, which must end with a status, say so on stderr, and leave stdout alone. It returns stderr.
func refused(t testing.TB, status int, args ...string) string {
	t.Helper()
	c := upline(t, args...)
	if c.status != status || c.stdout != "" || c.stderr == "" {
		t.Fatalf("upline %s: exit status %d instead of %d, stdout %q, stderr %q",
			strings.Join(args, " "), c.status, status, c.stdout, c.stderr)
	}
	return c.stderr
}

// written puts files into a new folder, a bundle mostly, and returns its name.
func written(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	bundletest.WriteFiles(t, dir, files)
	return dir
}

// vector returns the vector of a name.
func vector(t testing.TB, name string) bundletest.Vector {
	t.Helper()
	for _, v := range bundletest.Vectors(t) {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("there is no vector %s", name)
	return bundletest.Vector{}
}

// settleArgs are the arguments that settle a vector whose input is in the folder data.
func settleArgs(v bundletest.Vector, data, out string) []string {
	return []string{"settle", "--data", data, "--from", v.From, "--through", v.Through, "--out", out}
}

// wantFiles compares the files below dir with what they must be.
func wantFiles(t testing.TB, dir string, want map[string]string) {
	t.Helper()
	got := bundletest.ReadFiles(t, dir)
	for name, content := range want {
		if got[name] != content {
			t.Errorf("%s differs from what it must be:\n%s", name, firstDifference(got[name], content))
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s must not be there", name)
		}
	}
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(got, want string) string {
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	i := 0
	for i < len(gotLines) && i < len(wantLines) && gotLines[i] == wantLines[i] {
		i++
	}
	line := func(lines []string) string {
		if i < len(lines) {
			return lines[i]
		}
		return "(the end)"
	}
	return "got  " + line(gotLines) + "\nwant " + line(wantLines)
}

// wantNothingIn wants an empty folder.
func wantNothingIn(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		t.Errorf("%s was left behind", filepath.Join(dir, entry.Name()))
	}
}
