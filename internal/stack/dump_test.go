package stack_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDumpAndLoad dumps a database, loses it, and loads it again; what is no dump, or only half of one, replaces nothing, and
// a dump that fails leaves no file and a running Neo4j.
func TestDumpAndLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers")
	}
	if exec.Command("docker", "info").Run() == nil {
		t.Skip("here the stack is made of containers, whose life Docker leads")
	}
	s := newStack(t)
	dir := t.TempDir()
	dump, cut := filepath.Join(dir, "company.dump"), filepath.Join(dir, "cut.dump")
	s.run("up")
	s.write()
	first := s.pids()

	s.run("dump", dump)
	s.wantKept()
	if now := s.pids(); now["neo4j"] == first["neo4j"] || now["redis"] != first["redis"] || now["minio"] != first["minio"] {
		t.Errorf("a dump went from pids %v to %v: want a new Neo4j and nothing else", first, now)
	}
	whole := s.file(dump)
	if err := os.WriteFile(cut, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	s.wantSays("is not overwritten", "dump", dump)
	s.wantSays("replaces all", "load", dump)
	s.wantSays("is not a dump", "load", "dump_test.go", "--force")
	s.wantSays("the database is as it was", "load", cut, "--force")
	s.wantKept()

	s.cypher("MATCH (n:Kept) DELETE n")
	s.run("load", dump)
	s.wantKept()
	s.cypher("CREATE (:Kept)")
	s.run("load", dump, "--force")
	s.wantKept()
	if string(s.file(dump)) != string(whole) {
		t.Error("the dump has changed")
	}
	s.extra = append(s.extra, "NEO4J_HEAP_MAX=1k") // too little for the program that dumps
	s.wantSays("the dump failed", "dump", filepath.Join(dir, "other.dump"))
	s.wantFiles(dir, "company.dump", "cut.dump")
	s.extra = s.extra[:len(s.extra)-1]
	s.run("up")
	s.wantKept()
}

// TestYourServersAreNotDumped says what to do instead.
func TestYourServersAreNotDumped(t *testing.T) {
	s := &stack{t: t, dir: t.TempDir(), extra: []string{
		"NEO4J_URI=bolt://127.0.0.1:1", "REDIS_URL=redis://127.0.0.1:1", "S3_ENDPOINT=http://127.0.0.1:1",
	}}
	s.wantSays("neo4j-admin database dump neo4j", "dump", filepath.Join(t.TempDir(), "x"))
	s.wantSays("neo4j-admin database load neo4j", "load", "dump_test.go", "--force")
	s.wantSays("write ./stack dump FILE", "dump")
	s.wantSays("write ./stack dump FILE", "dump", "x", "--force")
}

func (s *stack) wantSays(says string, args ...string) {
	s.t.Helper()
	if out := s.wantRefused(args...); !strings.Contains(out, says) {
		s.t.Errorf("stack %v says %q, want %q in it", args, out, says)
	}
}

func (s *stack) file(name string) []byte {
	s.t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		s.t.Fatal(err)
	}
	return text
}

func (s *stack) wantFiles(dir string, want ...string) {
	s.t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		s.t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		s.t.Errorf("the folder holds %v, want %v", got, want)
	}
}
