package documents_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"upline/internal/fault"
)

// What was fetched once is there without the store; damaged files are fetched again.
func TestFetchedFilesStay(t *testing.T) {
	config := store(t)
	config.Cache = filepath.Join(t.TempDir(), "cache")
	p := newProxy(t, &config)
	a, data := open(t, config), content(1000)
	path := filepath.Join(config.Cache, put(t, a, data).SHA256)
	fetched(t, a, data)
	p.left.Store(0) // the store is gone
	fetched(t, a, data)
	if err := os.WriteFile(path, content(1000), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := a.Fetch(t.Context(), "evidence", refOf(data))
	wantKind(t, err, fault.Unavailable, "does not answer")
	p.left.Store(-1)
	fetched(t, a, data)
	fetched(t, a, data)
}

// The cache holds as much as it may; what was used longest ago goes, and nothing else is left over.
func TestCacheStaysSmall(t *testing.T) {
	config := store(t)
	config.Cache, config.CacheMax = t.TempDir(), 2500
	a := open(t, config)
	var all [][]byte
	for range 4 {
		data := content(1000)
		put(t, a, data)
		fetched(t, a, data)
		all = append(all, data)
		if len(all) > 1 {
			fetched(t, a, all[0]) // used again and again
		}
	}
	huge := content(3000)
	put(t, a, huge)
	fetched(t, a, huge)
	entries, err := os.ReadDir(config.Cache)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, entry := range entries {
		names[entry.Name()] = true
	}
	if len(names) != 2 || !names[refOf(all[0]).SHA256] || !names[refOf(all[3]).SHA256] {
		t.Errorf("it holds %v", names)
	}
}

// Without a cache nothing is left over.
func TestClosedFilesAreGone(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	a, data := open(t, store(t)), content(1000)
	put(t, a, data)
	fetched(t, a, data)
	if entries, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(entries) > 0 {
		t.Errorf("%v is left over, %v", entries, err)
	}
}

// What nobody asks for any more goes by itself, also what another process has left; what is in use stays.
func TestCacheForgets(t *testing.T) {
	config := store(t)
	config.Cache, config.CacheTerm = t.TempDir(), time.Hour
	a := open(t, config)
	old, used := content(1000), content(1000)
	for _, data := range [][]byte{old, used} {
		put(t, a, data)
		fetched(t, a, data)
		before := time.Now().Add(-2 * time.Hour)
		if err := os.Chtimes(filepath.Join(config.Cache, refOf(data).SHA256), before, before); err != nil {
			t.Fatal(err)
		}
	}
	fetched(t, a, used)
	ctx, stop := context.WithCancel(t.Context())
	stop() // it looks once
	a.TidyAlways(ctx)
	entries, err := os.ReadDir(config.Cache)
	if err != nil || len(entries) != 1 || entries[0].Name() != refOf(used).SHA256 {
		t.Errorf("it holds %v, %v", entries, err)
	}
}
