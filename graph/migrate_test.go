package graph_test

import (
	"context"
	"sync"
	"testing"

	"upline/internal/storetest"
)

// Several migrate at once: each migration is applied once, and none fails.
func TestMigrateAtOnce(t *testing.T) {
	c := storetest.Empty(t)
	storetest.Run(t, "MATCH (m:Migration) DELETE m")
	var all sync.WaitGroup
	counts, errs := make([]int, 4), make([]error, 4)
	for i := range counts {
		store := storetest.Open(t, c)
		all.Go(func() {
			applied, err := store.Migrate(context.Background())
			counts[i], errs[i] = len(applied), err
		})
	}
	all.Wait()
	sum := 0
	for i := range counts {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		sum += counts[i]
	}
	store := storetest.Open(t, c)
	migrations, err := store.Migrations(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if sum != len(migrations) {
		t.Errorf("%d migrations were applied, want each of %d once", sum, len(migrations))
	}
	for _, m := range migrations {
		if m.Applied.IsZero() {
			t.Errorf("%s is not applied", m.Name)
		}
	}
	storetest.Run(t, "MATCH (m:Migration) WITH m ORDER BY m.name LIMIT 1 SET m.sha256 = 'another'")
	if _, err := store.Migrate(context.Background()); err == nil {
		t.Error("a migration that has changed since is not refused")
	}
}
