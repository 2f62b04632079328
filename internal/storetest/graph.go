// Package storetest gives tests the real stores, empty. Only tests import it.
//
// `make test` starts the stores and names them in the environment. There is one database, so the tests of several packages
// take turns: a process keeps it until it ends.
package storetest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sys/unix"

	"upline/graph"
	"upline/graph/chronicle"
)

// Config returns where the database of the tests is. The test ends where there is none, and is skipped by -short.
func Config(t testing.TB) graph.Config {
	t.Helper()
	if testing.Short() {
		t.Skip("needs Neo4j: run make test")
	}
	c := graph.Config{Config: chronicle.Config{
		URI: os.Getenv("NEO4J_URI"), User: os.Getenv("NEO4J_USER"), Password: os.Getenv("NEO4J_PASSWORD"),
		Patience: 30 * time.Second,
	}}
	if c.URI == "" {
		t.Fatal("NEO4J_URI is not set: run make test, or ./stack up and eval \"$(./stack env)\"")
	}
	return c
}

// Graph returns the database of the tests, migrated and empty.
func Graph(t testing.TB) *graph.Store {
	t.Helper()
	return Open(t, Empty(t))
}

// Empty empties the database of the tests, migrates it, and returns where it is.
func Empty(t testing.TB) graph.Config {
	t.Helper()
	c := Config(t)
	takeTurn(t, c)
	empty(t, c)
	store := Open(t, c)
	if _, err := store.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return c
}

// Open opens the database as it is.
func Open(t testing.TB, c graph.Config) *graph.Store {
	t.Helper()
	store, err := graph.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(context.Background()) })
	return store
}

var turn sync.Once

// takeTurn waits until no other process tests with the database.
func takeTurn(t testing.TB, c graph.Config) {
	t.Helper()
	turn.Do(func() {
		name := "upline-test-" + strings.NewReplacer("/", "-", ":", "-").Replace(c.URI) + ".lock"
		file, err := os.OpenFile(filepath.Join(os.TempDir(), name), os.O_CREATE|os.O_RDWR, 0o600)
		if err == nil {
			err = unix.Flock(int(file.Fd()), unix.LOCK_EX) // until the process ends
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("testing with %s alone (%s)", c.URI, file.Name())
		held = append(held, file)
	})
}

// held keeps the lock from being closed with the file.
var held []*os.File

// empty deletes everything that tests have made. A database that something else has filled is left alone: it may be somebody's
// company.
func empty(t testing.TB, c graph.Config) {
	t.Helper()
	ctx := context.Background()
	driver, err := neo4j.NewDriverWithContext(c.URI, neo4j.BasicAuth(c.User, c.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	run := func(query string) *neo4j.EagerResult {
		result, err := neo4j.ExecuteQuery(ctx, driver, query, nil, neo4j.EagerResultTransformer)
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	found := run("OPTIONAL MATCH (n) WITH count(n) AS nodes OPTIONAL MATCH (s:OnlyForTests) RETURN nodes, count(s) AS marks").Records[0]
	if found.Values[0].(int64) > 0 && found.Values[1].(int64) == 0 {
		t.Fatalf("the database at %s holds data that is not of tests, which would be deleted: give the tests another one, as make test does", c.URI)
	}
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer session.Close(ctx)
	result, err := session.Run(ctx, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS", nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	run("CREATE (:OnlyForTests)")
}

// Count runs a query that returns key and count.
func Count(t testing.TB, query string) map[string]int {
	t.Helper()
	ctx, c := context.Background(), Config(t)
	driver, err := neo4j.NewDriverWithContext(c.URI, neo4j.BasicAuth(c.User, c.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	result, err := neo4j.ExecuteQuery(ctx, driver, query, nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, record := range result.Records {
		counts[record.Values[0].(string)] = int(record.Values[1].(int64))
	}
	return counts
}

// AwaitGraph waits until the database answers.
func AwaitGraph(t testing.TB) {
	t.Helper()
	c := Config(t)
	for begin := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		store, err := graph.Open(context.Background(), c)
		if err == nil {
			_ = store.Close(context.Background())
			return
		}
		if time.Since(begin) > 3*time.Minute { // a killed database mends its files first, and the machine may be busy
			t.Fatalf("the database does not come back: %v", err)
		}
	}
}

// Run runs a query by itself.
func Run(t testing.TB, query string) {
	t.Helper()
	ctx, c := context.Background(), Config(t)
	driver, err := neo4j.NewDriverWithContext(c.URI, neo4j.BasicAuth(c.User, c.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	if _, err := neo4j.ExecuteQuery(ctx, driver, query, nil, neo4j.EagerResultTransformer); err != nil {
		t.Fatal(err)
	}
}
