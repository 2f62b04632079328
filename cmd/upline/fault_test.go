package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"upline/internal/period"
	"upline/internal/settletest"
	"upline/internal/storetest"
)

// The environment of a process that a test starts: the test binary, running upline.
const (
	runsUpline = "UPLINE_TEST_RUN"  // any value: run upline with the arguments
	diesAt     = "UPLINE_TEST_DIES" // the step at which it ends itself as kill -9 does
	stopsAt    = "UPLINE_TEST_STOPS"
	realTerms  = "UPLINE_TEST_TERMS" // any value: leases and silences last as long as for operators
)

// testTerm is the term of leases in tests: nobody wants to wait ten seconds for a process that was killed.
const testTerm = time.Second

// testTransactions is the term of transactions in tests: a process that is stopped in the middle of one keeps its locks for so
// long.
const testTransactions = 5 * time.Second

// testSilence is after how long a worker of a test that gives no sign of life counts as dead.
const testSilence = 6 * time.Second

func TestMain(m *testing.M) {
	if os.Getenv(runsUpline) == "" {
		os.Exit(m.Run())
	}
	steps := int64(0)
	at := func(name string) int64 {
		n, err := strconv.ParseInt(os.Getenv(name), 10, 64)
		if err != nil {
			return -1
		}
		return n
	}
	dies, stops := at(diesAt), at(stopsAt)
	var mutex sync.Mutex // a process that dies does not take another step meanwhile
	main := Main{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, LeaseTerm: testTerm, TransactionTerm: testTransactions, JobSilence: testSilence, Step: func(name, when string) {
		mutex.Lock()
		defer mutex.Unlock()
		steps++
		switch steps {
		case dies:
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			time.Sleep(time.Hour)
		case stops:
			_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		}
	}}
	if os.Getenv(realTerms) != "" {
		main.LeaseTerm, main.TransactionTerm, main.JobSilence = 0, 0, 0
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	status := main.Run(ctx, os.Args[1:])
	stop()
	fmt.Fprintf(os.Stderr, "steps %d\n", steps)
	os.Exit(status)
}

// process is upline as a process of its own.
func process(t *testing.T, env string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), runsUpline+"=1", env)
	return cmd
}

// call in this process, with leases that end soon. Transactions have the usual term: it does not stop in the middle of one, and a database
// that has just started is slow.
func again(t *testing.T, step func(name, when string), args ...string) call {
	t.Helper()
	var stdout, stderr bytes.Buffer
	m := Main{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Step: step, LeaseTerm: testTerm}
	status := m.Run(t.Context(), args)
	return call{status, stdout.String(), stderr.String()}
}

func mustAgain(t *testing.T, args ...string) {
	t.Helper()
	if c := again(t, nil, args...); c.status != exitDone {
		t.Fatalf("upline %s: exit status %d, %s", strings.Join(args, " "), c.status, c.stderr)
	}
}

// months is a company of many months, so that each fault can hit a month of its own, and what settling them from files
// gives.
type months struct {
	t    *testing.T
	dir  string
	next period.Period
	from period.Period
}

const monthsCount = 40

func newMonths(t *testing.T) *months {
	t.Helper()
	freshStores(t)
	dir := filepath.Join(t.TempDir(), "bundle")
	done(t, "generate", "--partners", "40", "--orders", "400", "--periods", strconv.Itoa(monthsCount), "--seed", "3", "--out", dir)
	done(t, "import", "--data", dir) // with the usual terms: nothing fails yet, and four databases may be starting at once
	from := settletest.Period(t, "2026-01")
	m := &months{t: t, dir: dir, next: from, from: from}
	done(t, m.settle()...)
	m.next++
	return m
}

// settle is the call that settles the next month.
func (m *months) settle() []string {
	return []string{"run", "settle", "--from", m.next.String(), "--through", m.next.String()}
}

// settled wants the month to be settled by a repetition, and goes on to the next.
func (m *months) settled() {
	m.t.Helper()
	mustAgain(m.t, m.settle()...)
	m.next++
}

// compare wants all months to be what settling the files gives: nothing twice, nothing missing, the same hashes.
func (m *months) compare() {
	m.t.Helper()
	from, last := m.from.String(), (m.next - 1).String()
	want, err := settletest.Dir(m.t, m.dir, from, last, 1)
	if err != nil {
		m.t.Fatal(err)
	}
	out := filepath.Join(m.t.TempDir(), "results")
	mustAgain(m.t, "run", "export", "--from", from, "--through", last, "--out", out)
	wantFiles(m.t, out, want)
	for p := m.from; p < m.next; p++ {
		mustAgain(m.t, "run", "verify", "--period", p.String())
	}
	m.compareStatements(want["statements.csv"])
	m.compareAudit()
}

// compareAudit wants the audit to be whole, and to have an entry for whatever was recorded, and none for what was not.
func (m *months) compareAudit() {
	m.t.Helper()
	mustAgain(m.t, "audit", "verify")
	alone := storetest.Count(m.t, `MATCH (n:Partner|Order|Run|Cancellation) WHERE n.recorded IS NOT NULL AND NOT EXISTS { MATCH (e:AuditEntry {recorded: n.recorded}) }
		RETURN 'things' AS key, count(n) AS count
		UNION MATCH ()-[r:HOLDS|SPONSORED_BY|PLACED_UNDER]->() WHERE NOT EXISTS { MATCH (e:AuditEntry {recorded: r.recorded}) } RETURN 'relationships' AS key, count(r) AS count
		UNION MATCH (e:AuditEntry) WHERE NOT EXISTS { MATCH (c:Change {recorded: e.recorded, stripe: e.stripe}) } RETURN 'entries' AS key, count(e) AS count`)
	for what, count := range alone {
		if count > 0 {
			m.t.Errorf("%d %s stand alone", count, what)
		}
	}
}

// compareStatements wants a statement in the graph for each row, and no other.
func (m *months) compareStatements(text string) {
	m.t.Helper()
	var runs []struct{ State, Period, Kind string }
	if err := json.Unmarshal([]byte(again(m.t, nil, "run", "show", "--json").stdout), &runs); err != nil {
		m.t.Fatal(err)
	}
	posted := map[string]int{}
	for _, r := range runs {
		if r.State == "posted" && r.Kind == "settlement" {
			posted[r.Period]++
		}
	}
	rows := map[string]int{}
	for line := range strings.Lines(text) {
		rows[line[:len("2026-01")]]++
	}
	delete(rows, "period,"[:7])
	for p := m.from; p < m.next; p++ {
		if posted[p.String()] != 1 {
			m.t.Errorf("%d runs of %s are posted", posted[p.String()], p)
		}
	}
	got := storetest.Count(m.t, `MATCH (s:Statement) RETURN s.period AS key, count(s) AS count`)
	for p, count := range rows {
		if got[p] != count {
			m.t.Errorf("%d statements of %s are in the graph, want %d", got[p], p, count)
		}
	}
}

// The process is killed before and after each write of computing and posting. After a repetition everything is as if nothing
// had happened.
func TestKilledAtEveryStep(t *testing.T) {
	m := newMonths(t)
	for step := 1; ; step++ {
		cmd := process(t, fmt.Sprintf("%s=%d", diesAt, step), m.settle()...)
		output, err := cmd.CombinedOutput()
		if err == nil { // it took fewer steps: all have had their turn
			if step < 20 {
				t.Fatalf("a settlement takes %d steps only: %s", step, output)
			}
			m.next++
			break
		}
		if cmd.ProcessState.ExitCode() != -1 {
			t.Fatalf("it did not die at step %d: %v\n%s", step, err, output)
		}
		m.settled()
	}
	m.compare()
}

// A process that was stopped for longer than its lease lasts, and goes on after another one has taken over, writes nothing.
func TestStoppedAndContinued(t *testing.T) {
	m := newMonths(t)
	for _, step := range []int{2, 7, 13, 17, 21, 23} {
		cmd := process(t, fmt.Sprintf("%s=%d", stopsAt, step), m.settle()...)
		var output bytes.Buffer
		cmd.Stdout, cmd.Stderr = &output, &output
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, func() bool { return stopped(cmd.Process.Pid) })
		m.settled()
		if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		err := cmd.Wait()
		if status := cmd.ProcessState.ExitCode(); status != exitInvalid && status != exitDone {
			t.Errorf("stopped at step %d: %v\n%s", step, err, output.String())
		}
	}
	m.compare()
}

// stopped says whether a process is stopped by a signal.
func stopped(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, after, ok := strings.Cut(string(text), ") ")
	return err == nil && ok && strings.HasPrefix(after, "T")
}

// The database is killed in the middle of posting, and comes back: the command waits for it, or a repetition ends it.
func TestDatabaseKilledWhilePosting(t *testing.T) {
	m := newMonths(t)
	for _, at := range []string{"post statements", "post run"} {
		var once sync.Once
		c := again(t, func(name, when string) {
			if name == at && when == "before" {
				once.Do(func() { go restart(t, "neo4j", 300*time.Millisecond) })
				time.Sleep(250 * time.Millisecond) // let the kill meet the transaction
			}
		}, m.settle()...)
		if c.status != exitDone && c.status != exitFailed {
			t.Errorf("killed at %s: exit status %d, %s", at, c.status, c.stderr)
		}
		storetest.AwaitGraph(t)
		m.settled()
	}
	m.compare()
}

// restart kills a store of the stack after a while, and starts it again.
func restart(t *testing.T, store string, after time.Duration) {
	time.Sleep(after)
	for _, what := range []string{"kill", "start"} {
		cmd := exec.Command("../../stack", what, store)
		// The stack's own servers, not servers that the environment names.
		for _, v := range os.Environ() {
			if !strings.HasPrefix(v, "NEO4J_URI=") && !strings.HasPrefix(v, "REDIS_URL=") && !strings.HasPrefix(v, "S3_ENDPOINT=") {
				cmd.Env = append(cmd.Env, v)
			}
		}
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("./stack %s %s: %v\n%s", what, store, err, output)
		}
	}
}

// The reply to each commit in turn is cut off: nobody knows then whether it was committed, and nothing is done twice.
func TestReplyToCommitIsCutOff(t *testing.T) {
	m := newMonths(t)
	proxy := newProxy(t, os.Getenv("NEO4J_URI"))
	t.Setenv("NEO4J_URI", "bolt://"+proxy.address)
	const commits = 14
	for n := int64(1); n <= commits; n++ {
		proxy.cutAt.Store(proxy.commits.Load() + n)
		if c := again(t, nil, m.settle()...); c.status != exitDone && c.status != exitFailed {
			t.Errorf("commit %d: exit status %d, %s", n, c.status, c.stderr)
		}
		m.settled()
	}
	if cuts := proxy.cuts.Load(); cuts < commits-2 {
		t.Errorf("only %d of %d replies were cut off", cuts, commits)
	}
	m.compare()
}

// The object store is away while a run is computed: the command says so, and a repetition succeeds when it is back.
func TestObjectStoreAway(t *testing.T) {
	m := newMonths(t)
	proxy := newProxy(t, os.Getenv("S3_ENDPOINT"))
	t.Setenv("S3_ENDPOINT", "http://"+proxy.address)
	for _, at := range []string{"begin run", "archive evidence", "finish run", "take run"} {
		proxy.away.Store(false)
		c := again(t, func(name, when string) {
			if name == at {
				proxy.goAway()
			}
		}, m.settle()...)
		if c.status != exitFailed || !strings.Contains(c.stderr, "object store") {
			if at != "finish run" || c.status != exitDone { // what is posted may be in the cache of this process by then
				t.Errorf("away at %s: exit status %d, %s", at, c.status, c.stderr)
			}
		}
		proxy.away.Store(false)
		m.settled()
	}
	m.compare()
}

// Two runs of one period at once: one of them is refused.
func TestTwoRunsOfOnePeriod(t *testing.T) {
	m := newMonths(t)
	for range 3 {
		var both sync.WaitGroup
		calls := make([]call, 2)
		for i := range calls {
			both.Go(func() { calls[i] = again(t, nil, "run", "compute", "--period", m.next.String()) })
		}
		both.Wait()
		if (calls[0].status == exitDone) == (calls[1].status == exitDone) {
			t.Fatalf("both ended alike: %+v", calls)
		}
		for _, c := range calls {
			if c.status != exitDone && (c.status != exitInvalid || !strings.Contains(c.stderr, m.next.String())) {
				t.Errorf("refused with exit status %d, %s", c.status, c.stderr)
			}
		}
		m.settled()
	}
	m.compare()
}
