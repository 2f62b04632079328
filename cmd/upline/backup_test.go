package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upline/internal/bundletest"
	"upline/internal/storetest"
)

// backedUp settles the company of three months, and backs it up; it returns what its runs state.
func backedUp(t *testing.T, args ...string) map[string]string {
	t.Helper()
	freshStores(t)
	done(t, "import", "--data", written(t, three))
	done(t, "run", "settle", "--from", "2026-01", "--through", "2026-03")
	if text := done(t, append([]string{"backup"}, args...)...); !strings.Contains(text, "Wrote everything") {
		t.Errorf("the first backup says %q", text)
	}
	return statedRuns(t)
}

func statedRuns(t *testing.T) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "runs")
	done(t, "run", "export", "--from", "2026-01", "--through", "2026-03", "--out", dir)
	return bundletest.ReadFiles(t, dir)
}

// wantRestored wants the same runs as before, and that each can be computed again.
func wantRestored(t *testing.T, want map[string]string) {
	t.Helper()
	for _, month := range []string{"2026-01", "2026-02", "2026-03"} {
		if text := done(t, "run", "verify", "--period", month); !strings.Contains(text, "byte by byte") {
			t.Errorf("verify %s: %s", month, text)
		}
	}
	dir := filepath.Join(t.TempDir(), "runs")
	done(t, "run", "export", "--from", "2026-01", "--through", "2026-03", "--out", dir)
	wantFiles(t, dir, want)
}

// A company is backed up, its database lost, and restored; one that is not empty is left alone, and it is said what to do.
func TestBackupAndRestore(t *testing.T) {
	want := backedUp(t)
	if text := done(t, "backup"); !strings.Contains(text, "Nothing has changed since number 2") {
		t.Errorf("a backup with nothing to write says %q", text)
	}
	done(t, "import", "--data", written(t, corrected()), "--correct")
	if text := done(t, "backup"); !strings.Contains(text, "Wrote what has changed") || !strings.Contains(text, "number 3") {
		t.Errorf("a backup of corrections says %q", text)
	}
	if text := refused(t, exitInvalid, "restore"); !strings.Contains(text, "is not empty") || !strings.Contains(text, "--on-top") {
		t.Errorf("a restore into a company says %q", text)
	}
	storetest.Empty(t)
	if text := done(t, "restore"); !strings.Contains(text, "number 3 of the journal") {
		t.Errorf("restore says %q", text)
	}
	wantRestored(t, want)
	if text := done(t, "restore", "--on-top"); !strings.Contains(text, "number 3 of the journal already") {
		t.Errorf("a restore of what is there says %q", text)
	}
	storetest.Run(t, "MATCH (p:Partner {id: 'd'}) DETACH DELETE p")
	if c := upline(t, "run", "verify", "--period", "2026-03"); c.status == exitDone {
		t.Errorf("without partner d, verify says %q", c.stdout)
	}
}

// Database and object store are lost; the copy in a folder brings both back, unless it is damaged.
func TestRestoreFromAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "copy")
	want := backedUp(t, "--to", dir)
	freshStores(t)
	if text := refused(t, exitInvalid, "restore"); !strings.Contains(text, "there is no backup") {
		t.Errorf("a restore without a journal says %q", text)
	}
	files, err := filepath.Glob(filepath.Join(dir, "journal", "*-base", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the copy holds the bases %v (%v), want one", files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte{}, whole...)
	damaged[len(damaged)/2] ^= 1
	rewrite(t, files[0], damaged)
	if c := upline(t, "restore", "--from", dir); c.status != exitFailed || !strings.Contains(c.stderr, files[0]) {
		t.Errorf("a damaged copy: exit status %d, %q", c.status, c.stderr)
	}
	rewrite(t, files[0], whole)
	done(t, "restore", "--from", dir)
	wantRestored(t, want)
}

func rewrite(t *testing.T, file string, text []byte) {
	t.Helper()
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A rehearsal needs the object store and another database, not the live one, which is not even there. It may be repeated, and
// runs that come out otherwise are named, with a status that says so: all three saw the order that was forged.
func TestRehearse(t *testing.T) {
	backedUp(t)
	if text := refused(t, exitInvalid, "rehearse"); !strings.Contains(text, "NEO4J_REHEARSAL_URI is not set") {
		t.Errorf("without another database: %q", text)
	}
	live := os.Getenv("NEO4J_URI")
	t.Setenv("NEO4J_REHEARSAL_URI", live)
	t.Setenv("NEO4J_REHEARSAL_PASSWORD", os.Getenv("NEO4J_PASSWORD"))
	if text := refused(t, exitInvalid, "rehearse"); !strings.Contains(text, "is the live database") {
		t.Errorf("into the live database: %q", text)
	}
	storetest.Run(t, "MATCH (o:Order {id: 'o3'}) SET o.points = o.points + 1, o.changed = datetime()")
	forged := strings.Contains(done(t, "backup", "--full"), "Wrote everything")
	storetest.Empty(t)
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:1")
	c := upline(t, "rehearse")
	if !forged || c.status != exitFailed || !strings.Contains(c.stdout, "OTHERWISE") || !strings.Contains(c.stderr, "3 runs of 3") {
		t.Errorf("with a forged order: exit status %d\n%s%s", c.status, c.stdout, c.stderr)
	}
}

// A rehearsal of a backup that is one succeeds, and again in the database that the first has filled.
func TestRehearseTwice(t *testing.T) {
	backedUp(t)
	t.Setenv("NEO4J_REHEARSAL_URI", os.Getenv("NEO4J_URI"))
	t.Setenv("NEO4J_REHEARSAL_PASSWORD", os.Getenv("NEO4J_PASSWORD"))
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:1")
	if c := upline(t, "rehearse"); c.status != exitInvalid || !strings.Contains(c.stderr, "is not empty") {
		t.Errorf("into somebody's company: exit status %d, %q", c.status, c.stderr)
	}
	t.Setenv("NEO4J_URI", os.Getenv("NEO4J_REHEARSAL_URI"))
	storetest.Empty(t)
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:1")
	for range 2 {
		if text := done(t, "rehearse"); strings.Count(text, "the same") != 3 {
			t.Errorf("rehearse says %q", text)
		}
	}
	t.Setenv("NEO4J_URI", os.Getenv("NEO4J_REHEARSAL_URI"))
	if text := refused(t, exitInvalid, "backup"); !strings.Contains(text, "rehearsal") {
		t.Errorf("a backup of a rehearsal says %q", text)
	}
	storetest.Run(t, "CREATE (:OnlyForTests)") // the rehearsal has emptied everything
}
