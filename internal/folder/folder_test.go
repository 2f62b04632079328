package folder

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upline/internal/fault"
)

var content = Content{Op: "test", Noun: "leaf", Files: []string{"one", "two"}}

// write writes a folder of one file.
func write(t *testing.T, dir, text string) {
	t.Helper()
	f := created(t, dir)
	file, err := f.File("one")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
}

func created(t *testing.T, dir string) *Folder {
	t.Helper()
	f, err := Create(dir, content)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Abort)
	return f
}

func wantEntries(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s holds %q, not %q", dir, got, want)
	}
}

func wantText(t *testing.T, dir, want string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "one"))
	if err != nil || string(text) != want {
		t.Errorf("got %q, %v, not %q", text, err, want)
	}
}

func TestNothingIsThereBeforeCommit(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "new", "out")
	f := created(t, dir)
	if _, err := f.File("one"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantEntries(t, dir, "one")
	wantEntries(t, filepath.Dir(dir), "out")
	f.Abort()
	wantEntries(t, dir, "one")
}

func TestCommitReplacesAll(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	write(t, dir, "old")
	if err := os.WriteFile(filepath.Join(dir, "two"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "new")
	wantEntries(t, dir, "one")
	wantText(t, dir, "new")
	wantEntries(t, filepath.Dir(dir), "out")
}

func TestCommitReplacesAnEmptyFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "new")
	wantText(t, dir, "new")
}

func TestAbortLeavesWhatWasThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	write(t, dir, "old")
	f := created(t, dir)
	if _, err := f.File("one"); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	f.Abort()
	wantText(t, dir, "old")
	wantEntries(t, filepath.Dir(dir), "out")
}

func TestOtherFilesAreNotReplaced(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("dear"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Create(dir, content)
	const want = " holds letter.txt, which is no leaf: choose a folder that is new, empty or holds earlier leafs"
	if fault.KindOf(err) != fault.Conflict || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
	wantEntries(t, dir, "letter.txt")
}

func TestTwoWritersDoNotMeet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	f := created(t, dir)
	_, err := Create(dir, content)
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "another command") {
		t.Errorf("got %v", err)
	}
	f.Abort()
	write(t, dir, "after")
	wantText(t, dir, "after")
}

func TestWhatACrashLeftIsCleared(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	if err := os.MkdirAll(filepath.Join(dir+".partial", "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "new")
	wantEntries(t, dir, "one")
	wantEntries(t, filepath.Dir(dir), "out")
}

var nested = Content{Op: "test", Noun: "leaf", Files: []string{"one", "twigs/*.leaf"}}

// writeNested writes a folder with a folder within.
func writeNested(t *testing.T, dir, name string) error {
	t.Helper()
	f, err := Create(dir, nested)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.File(name); err != nil {
		t.Fatal(err)
	}
	return f.Commit()
}

func TestFoldersWithinAreReplacedToo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	for _, name := range []string{"twigs/a.leaf", "twigs/b.leaf"} {
		if err := writeNested(t, dir, name); err != nil {
			t.Fatal(err)
		}
	}
	wantEntries(t, dir, "twigs")
	wantEntries(t, filepath.Join(dir, "twigs"), "b.leaf")
}

// Neither a folder nor a file is replaced that such content does not hold, wherever it lies.
func TestOtherFilesWithinAreNotReplaced(t *testing.T) {
	for _, other := range []string{"twigs/letter.txt", "twigs/a.leaf/letter.txt", "one/letter.txt", "letters/a.leaf"} {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, other)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, other), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := writeNested(t, dir, "one"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: got %v", other, err)
		}
	}
}
