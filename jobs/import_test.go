package jobs_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"upline/graph"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/storetest"
	"upline/jobs"
)

// constraints counts the constraints and indexes of the database.
func constraints(t *testing.T) int {
	t.Helper()
	return storetest.Count(t, "SHOW INDEXES YIELD name RETURN 'indexes' AS key, count(name) AS count")["indexes"]
}

// A large import builds indexes at its end. Nobody else records anything meanwhile, and when it breaks off in the middle, a
// repetition ends it.
func TestBulkImport(t *testing.T) {
	c := storetest.Empty(t)
	all := constraints(t)
	other := storetest.Open(t, c)
	ctx, breakOff := context.WithCancel(t.Context())
	var refused error
	var once sync.Once
	c.BulkFrom = 1
	c.Step = func(name, when string) {
		if name == "import orders" && when == "before" {
			once.Do(func() {
				refused = other.Register(t.Context(), graph.Registration{ID: "other", Joined: 20000}, tester)
				breakOff()
			})
		}
	}
	store := storetest.Open(t, c)
	s := &jobs.Settlement{Graph: store, Workers: 1}
	dir := filepath.Join(t.TempDir(), "bundle")
	b := bundletest.Vectors(t)[8]
	bundletest.WriteFiles(t, dir, b.Input)
	if _, err := s.Import(ctx, dir, false, tester); err == nil {
		t.Fatal("it did not break off")
	}
	if fault.KindOf(refused) != fault.Conflict || !strings.Contains(refused.Error(), "large import") {
		t.Errorf("somebody registers meanwhile: %v", refused)
	}
	if _, err := other.BeginRun(t.Context(), graph.Settlement, 24313, 740000, tester); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a run begins meanwhile: %v", err)
	}
	if now := constraints(t); now >= all {
		t.Errorf("%d of %d indexes are there in the middle of a bulk import", now, all)
	}
	if _, err := s.Import(t.Context(), dir, false, tester); err != nil {
		t.Fatal(err)
	}
	if now := constraints(t); now != all {
		t.Errorf("%d of %d indexes are there after a bulk import", now, all)
	}
	if n, err := s.Import(t.Context(), dir, false, tester); err != nil || n != (graph.Imported{}) {
		t.Errorf("a second import: %+v, %v", n, err)
	}
}
