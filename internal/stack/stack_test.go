// Package stack_test tests ./stack with real servers, and compose.yaml. The package itself is bash.
package stack_test

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/redis/go-redis/v9"
)

var stores = []string{"neo4j", "redis", "minio"}

// TestStackLives takes a second stack, beside the one that `make test` has started, through its life: two `up` at once,
// a crash, a pid that has become another program's, `--fresh` and `down`. One test, since each start of Neo4j takes seconds.
func TestStackLives(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers")
	}
	if exec.Command("docker", "info").Run() == nil {
		t.Skip("here the stack is made of containers, whose life Docker leads")
	}
	s := newStack(t)

	s.together("up", "up") // the second waits, then finds all there
	first := s.pids()
	s.run("status")
	if addresses := s.env(); addresses["NEO4J_URI"] == os.Getenv("NEO4J_URI") {
		t.Fatal("the second stack is the first")
	}
	s.wantSecrets()
	s.wantRedisSettings()
	s.write()
	s.wantKept()

	s.run("kill", "redis")
	s.wantRefused("status")
	s.run("up")
	s.wantKept()
	if now := s.pids(); now["neo4j"] != first["neo4j"] || now["minio"] != first["minio"] || now["redis"] == first["redis"] {
		t.Errorf("after Redis was killed, up went from pids %v to %v: want a new Redis and nothing else", first, now)
	}

	stranger := s.stranger()
	s.run("kill", "minio")
	s.pretend("minio", stranger)
	s.run("up", "--fresh")
	s.wantEmpty()
	s.run("kill", "minio")
	s.pretend("minio", stranger)

	now := s.pids()
	s.run("down")
	for _, store := range []string{"neo4j", "redis"} {
		if alive(now[store]) {
			t.Errorf("down left %s running, pid %d", store, now[store])
		}
	}
	if !alive(stranger) {
		t.Error("down ended a process that the stack never started")
	}
}

// TestStackHasASecondObjectStore: versitygw is started by itself, without the three others; it is killed, keeps what it holds,
// and `down` ends it.
func TestStackHasASecondObjectStore(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers")
	}
	s := newStack(t)
	s.run("start", "versitygw")
	env := s.env()
	client, err := minio.New(strings.TrimPrefix(env["VERSITYGW_ENDPOINT"], "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(env["S3_ACCESS_KEY"], env["S3_SECRET_KEY"], ""),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.MakeBucket(t.Context(), "kept", minio.MakeBucketOptions{ObjectLocking: true}); err != nil {
		t.Fatal(err)
	}
	status := s.wantRefused("status") // the others are down
	if up := strings.Count(status, " up "); up != 1 || strings.Count(status, "\n") != 4 {
		t.Errorf("status says\n%s", status)
	}
	s.run("kill", "versitygw")
	if there, err := client.BucketExists(t.Context(), "kept"); err == nil {
		t.Errorf("it was killed, and says %v", there)
	}
	s.run("start", "versitygw")
	if there, err := client.BucketExists(t.Context(), "kept"); err != nil || !there {
		t.Errorf("the bucket is there: %v, %v", there, err)
	}
	s.run("down")
	if there, err := client.BucketExists(t.Context(), "kept"); err == nil {
		t.Errorf("after down it says %v", there)
	}
}

// TestStackLeavesYourServersAlone: with all three variables set there is nothing to start, and nothing may be emptied.
func TestStackLeavesYourServersAlone(t *testing.T) {
	s := &stack{t: t, dir: t.TempDir(), extra: []string{
		"NEO4J_URI=bolt://127.0.0.1:1", "REDIS_URL=redis://127.0.0.1:1", "S3_ENDPOINT=http://127.0.0.1:1",
	}}
	if out := s.wantRefused("up", "--fresh"); !strings.Contains(out, "your own servers") {
		t.Errorf("up --fresh says %q", out)
	}
	if out := s.wantRefused("up"); !strings.Contains(out, "does not answer") {
		t.Errorf("up says %q", out)
	}
	if got := s.env()["REDIS_URL"]; got != "redis://127.0.0.1:1" {
		t.Errorf("env gives REDIS_URL as %q", got)
	}
	if left, _ := os.ReadDir(s.dir); len(left) != 0 {
		t.Errorf("something was started after all: %v", left)
	}
}

// stack is a ./stack with a state folder of its own.
type stack struct {
	t     *testing.T
	dir   string
	extra []string // environment
}

// newStack has a small Neo4j, and is down and gone when the test ends, however it ends.
func newStack(t *testing.T) *stack {
	s := &stack{t: t, dir: t.TempDir(), extra: []string{
		"UPLINE_STACK_WAY=local", "NEO4J_HEAP_INITIAL=256m", "NEO4J_HEAP_MAX=512m", "NEO4J_PAGECACHE=64m", "NEO4J_TRANSACTION_MAX=256m",
	}}
	t.Cleanup(func() {
		if out, err := s.command("down").CombinedOutput(); err != nil {
			t.Errorf("down: %v\n%s", err, out)
		}
	})
	return s
}

// command is ./stack without the variables of the stack that this test itself runs beside.
func (s *stack) command(args ...string) *exec.Cmd {
	cmd := exec.Command("../../stack", args...)
	for _, variable := range os.Environ() {
		switch name, _, _ := strings.Cut(variable, "="); name {
		case "NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD", "REDIS_URL", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY":
		default:
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, "UPLINE_STACK_DIR="+s.dir)
	cmd.Env = append(cmd.Env, s.extra...)
	return cmd
}

func (s *stack) run(args ...string) string {
	s.t.Helper()
	var out, errs bytes.Buffer
	cmd := s.command(args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		s.t.Fatalf("stack %v: %v\n%s%s", args, err, &out, &errs)
	}
	return out.String()
}

func (s *stack) wantRefused(args ...string) string {
	s.t.Helper()
	out, err := s.command(args...).CombinedOutput()
	if err == nil {
		s.t.Fatalf("stack %v succeeds, want an exit status that says no\n%s", args, out)
	}
	return string(out)
}

func (s *stack) together(commands ...string) {
	s.t.Helper()
	var wait sync.WaitGroup
	for _, command := range commands {
		wait.Go(func() {
			if out, err := s.command(command).CombinedOutput(); err != nil {
				s.t.Errorf("stack %s, not alone: %v\n%s", command, err, out)
			}
		})
	}
	wait.Wait()
	if s.t.Failed() {
		s.t.FailNow()
	}
}

// env reads the export lines.
func (s *stack) env() map[string]string {
	s.t.Helper()
	values := map[string]string{}
	lines := bufio.NewScanner(strings.NewReader(s.run("env")))
	for lines.Scan() {
		name, value, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		if !ok {
			s.t.Fatalf("env prints %q, want export NAME=VALUE", lines.Text())
		}
		values[name] = value
	}
	return values
}

// wantSecrets: the passwords are long, each another, and nobody else's to read.
func (s *stack) wantSecrets() {
	s.t.Helper()
	info, err := os.Stat(filepath.Join(s.dir, ".env"))
	if err != nil {
		s.t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		s.t.Errorf("the settings have mode %v, want 0600", info.Mode())
	}
	env := s.env()
	redisURL, err := redis.ParseURL(env["REDIS_URL"])
	if err != nil {
		s.t.Fatal(err)
	}
	secrets := []string{env["NEO4J_PASSWORD"], env["S3_SECRET_KEY"], redisURL.Password}
	slices.Sort(secrets)
	if distinct := len(slices.Compact(slices.Clone(secrets))); distinct != len(secrets) || slices.ContainsFunc(secrets, tooShort) {
		s.t.Errorf("secrets of %d letters, %d distinct: want three of 48 letters", len(secrets[0]), distinct)
	}
}

func tooShort(secret string) bool { return len(secret) < 48 }

// wantRedisSettings: every write is on disk before it is answered, and nothing is thrown out for lack of memory.
func (s *stack) wantRedisSettings() {
	s.t.Helper()
	for name, want := range map[string]string{"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction"} {
		if got, err := s.redis().ConfigGet(context.Background(), name).Result(); err != nil || got[name] != want {
			s.t.Errorf("Redis has %s %q (%v), want %q", name, got[name], err, want)
		}
	}
}

// pids are those of the pid files, whose first word is the number.
func (s *stack) pids() map[string]int {
	s.t.Helper()
	pids := map[string]int{}
	for _, store := range stores {
		stamp, err := os.ReadFile(filepath.Join(s.dir, store, "pid"))
		if err != nil {
			s.t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(stamp), " ")
		if pids[store], err = strconv.Atoi(first); err != nil {
			s.t.Fatal(err)
		}
	}
	return pids
}

// pretend has the store's pid file name another process, as if the number had been given out again.
func (s *stack) pretend(store string, pid int) {
	s.t.Helper()
	file := filepath.Join(s.dir, store, "pid")
	stamp, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stamp), " ")
	if err := os.WriteFile(file, []byte(strconv.Itoa(pid)+" "+rest), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// stranger starts a process that is none of the stack's business.
func (s *stack) stranger() int {
	s.t.Helper()
	sleep := exec.Command("sleep", "300")
	if err := sleep.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = sleep.Process.Kill()
		_ = sleep.Wait()
	})
	return sleep.Process.Pid
}

// alive is not said of zombies: who adopts an orphan may be slow to bury it.
func alive(pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && !bytes.Contains(stat, []byte(") Z "))
}

// The three clients, one item in each store.

func (s *stack) write() {
	s.t.Helper()
	ctx := context.Background()
	s.cypher("CREATE (:Kept)")
	if err := s.redis().Set(ctx, "kept", "yes", 0).Err(); err != nil {
		s.t.Fatal(err)
	}
	if err := s.minio().MakeBucket(ctx, "kept", minio.MakeBucketOptions{ObjectLocking: true}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stack) wantKept()  { s.t.Helper(); s.wantItems(1) }
func (s *stack) wantEmpty() { s.t.Helper(); s.wantItems(0) }

func (s *stack) wantItems(want int64) {
	s.t.Helper()
	ctx := context.Background()
	if nodes := s.cypher("MATCH (n:Kept) RETURN count(n)"); nodes != want {
		s.t.Errorf("Neo4j holds %d nodes, want %d", nodes, want)
	}
	if keys, err := s.redis().Exists(ctx, "kept").Result(); err != nil || keys != want {
		s.t.Errorf("Redis holds %d keys (%v), want %d", keys, err, want)
	}
	if buckets, err := s.minio().ListBuckets(ctx); err != nil || int64(len(buckets)) != want {
		s.t.Errorf("MinIO holds %d buckets (%v), want %d", len(buckets), err, want)
	}
}

// cypher runs a query and returns the number that it returns, if it does.
func (s *stack) cypher(query string) int64 {
	s.t.Helper()
	ctx, env := context.Background(), s.env()
	driver, err := neo4j.NewDriverWithContext(env["NEO4J_URI"], neo4j.BasicAuth(env["NEO4J_USER"], env["NEO4J_PASSWORD"], ""))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = driver.Close(ctx) }()
	result, err := neo4j.ExecuteQuery(ctx, driver, query, nil, neo4j.EagerResultTransformer)
	if err != nil {
		s.t.Fatal(err)
	}
	if len(result.Records) == 0 {
		return 0
	}
	return result.Records[0].Values[0].(int64)
}

func (s *stack) redis() *redis.Client {
	s.t.Helper()
	options, err := redis.ParseURL(s.env()["REDIS_URL"])
	if err != nil {
		s.t.Fatal(err)
	}
	client := redis.NewClient(options)
	s.t.Cleanup(func() { _ = client.Close() })
	return client
}

func (s *stack) minio() *minio.Client {
	s.t.Helper()
	env := s.env()
	client, err := minio.New(strings.TrimPrefix(env["S3_ENDPOINT"], "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(env["S3_ACCESS_KEY"], env["S3_SECRET_KEY"], ""),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return client
}
