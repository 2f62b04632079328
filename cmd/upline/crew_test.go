package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
	"upline/jobs"
)

// crew is some workers, each a process of its own, and the company that they work for.
type crew struct {
	*months
	store *graph.Store
	redis *redis.Client
	mails *storetest.MailServer
	env   string // of each worker

	mutex   sync.Mutex // while workers are exchanged
	workers []*exec.Cmd
	added   []string // ids of all jobs
}

func newCrew(t *testing.T, size int, env string) *crew {
	t.Helper()
	storetest.Redis(t)
	options, err := redis.ParseURL(os.Getenv("REDIS_URL"))
	if err != nil {
		t.Fatal(err)
	}
	mails := storetest.Mail(t)
	t.Setenv("SMTP_URL", mails.URL)
	t.Setenv("MAIL_FROM", "upline@example.com")
	t.Setenv("UPLINE_NOTIFY_TO", "desk@example.com")
	t.Setenv("UPLINE_BACKUP_CRON", "0 0 1 1 *") // backups have tests of their own
	c := &crew{months: newMonths(t), store: storetest.Open(t, storetest.Config(t)), redis: redis.NewClient(options), mails: mails, env: env}
	t.Cleanup(func() { _ = c.redis.Close() })
	for range size {
		c.workers = append(c.workers, c.hire())
	}
	t.Cleanup(func() {
		for _, w := range c.workers {
			end(w, syscall.SIGKILL)
		}
	})
	return c
}

// hire starts a worker.
func (c *crew) hire() *exec.Cmd {
	c.t.Helper()
	cmd := process(c.t, c.env, "work", "--concurrency", "2")
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	return cmd
}

func end(cmd *exec.Cmd, signal syscall.Signal) {
	_ = cmd.Process.Signal(signal)
	_ = cmd.Process.Signal(syscall.SIGCONT)
	_ = cmd.Wait()
}

// exchange ends a worker as kill -9 does, and hires another.
func (c *crew) exchange(i int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	end(c.workers[i], syscall.SIGKILL)
	c.workers[i] = c.hire()
}

// rest stops a worker for a while.
func (c *crew) rest(i int, length time.Duration) {
	c.mutex.Lock()
	w := c.workers[i]
	c.mutex.Unlock()
	_ = w.Process.Signal(syscall.SIGSTOP)
	time.Sleep(length)
	_ = w.Process.Signal(syscall.SIGCONT)
}

// flush empties Redis. One that is away is asked again.
func (c *crew) flush() {
	for range 100 {
		if c.redis.FlushAll(context.Background()).Err() == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	c.t.Error("Redis could not be emptied")
}

// deliver brings every job that is not done five times more, under other ids.
func (c *crew) deliver() {
	client := asynq.NewClientFromRedisClient(c.redis)
	latest, err := c.store.JobsBefore(context.Background(), graph.JobFilter{}, "", 10)
	if err != nil {
		return // Neo4j is away just now
	}
	for _, job := range latest {
		for range 5 {
			_, _ = client.Enqueue(asynq.NewTask("job", []byte(job.ID)), asynq.Queue(job.Queue)) // Redis may be away
		}
	}
}

func (c *crew) add(job graph.NewJob) string {
	c.t.Helper()
	job.ID = fmt.Sprintf("%s-%d", job.Kind, len(c.added))
	c.patiently(func() error {
		_, err := c.store.AddJob(c.t.Context(), job, graph.By{Within: graph.Everybody, Actor: "test"})
		return err
	})
	c.added = append(c.added, job.ID)
	return job.ID
}

func (c *crew) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// patiently repeats what a database that is away makes fail.
func (c *crew) patiently(do func() error) {
	c.t.Helper()
	for begin := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		err := do()
		if err == nil {
			return
		}
		if fault.KindOf(err) != fault.Unavailable || time.Since(begin) > 3*time.Minute {
			c.t.Fatal(err)
		}
	}
}

// await waits until a job is done.
func (c *crew) await(id string, within time.Duration) (job *graph.Job) {
	c.t.Helper()
	for deadline := time.Now().Add(within); ; time.Sleep(50 * time.Millisecond) {
		c.patiently(func() (err error) {
			job, err = c.store.Job(c.t.Context(), id)
			return err
		})
		switch job.State {
		case graph.Done:
			return job
		case graph.Failed, graph.Cancelled:
			c.t.Fatalf("job %s is %s: %s", id, job.State, job.Error)
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("job %s is %s after %s: attempt %d, step %q, error %q", id, job.State, within, job.Attempt, job.Step, job.Error)
		}
	}
}

// running waits until a worker is at a job.
func (c *crew) running(id string) {
	c.t.Helper()
	waitFor(c.t, func() bool {
		job, err := c.store.Job(c.t.Context(), id)
		return err == nil && job.State != graph.Queued
	})
}

// run has a run of the next month computed, approved and posted by jobs.
func (c *crew) run(kind graph.RunKind, compute graph.NewJob, within time.Duration) {
	c.t.Helper()
	c.await(c.add(compute), within)
	run := c.runOf(kind, c.next)
	c.patiently(func() error {
		err := c.store.ApproveRun(c.t.Context(), run.ID, false, graph.By{Within: graph.Everybody, Actor: "test"})
		if fault.KindOf(err) == fault.Conflict && c.runOf(kind, c.next).State != graph.Computed {
			return nil // it was approved before the connection broke
		}
		return err
	})
	c.await(c.add(jobs.Post(run.ID)), within)
}

// month has the next month settled, perhaps after a reversal run; checks and exports go on beside the month after it.
func (c *crew) month(reversal bool, within time.Duration) {
	c.t.Helper()
	if reversal {
		c.run(graph.Reversal, jobs.Reverse(c.next, c.next.Start()+14), within)
	}
	c.run(graph.Settlement, jobs.Settle(c.next), within)
	c.add(jobs.Verify(c.runOf(graph.Settlement, c.next).ID))
	c.add(jobs.ExportRuns(c.from, c.next))
	c.next++
}

// runOf wants one run of a month that is not discarded.
func (c *crew) runOf(kind graph.RunKind, p period.Period) (found *graph.Run) {
	c.t.Helper()
	var runs []*graph.Run
	c.patiently(func() (err error) {
		runs, err = c.store.Runs(c.t.Context(), p, p)
		return err
	})
	for _, run := range runs {
		if run.State == graph.Discarded || run.Kind != kind {
			continue
		}
		if found != nil {
			c.t.Fatalf("%s has the runs %s and %s", p, found.ID, run.ID)
		}
		found = run
	}
	if found == nil {
		c.t.Fatalf("%s has no %s run", p, kind)
	}
	return found
}

// settledRight wants every job that was added to be done and each to be there once, the months to be what settling the files gives, and
// a mail about every posting.
func (c *crew) settledRight() {
	c.t.Helper()
	for _, id := range c.added {
		c.await(id, 3*time.Minute)
	}
	if got := storetest.Count(c.t, `MATCH (j:Job) WHERE j.createdBy = 'test' AND j.kind <> 'mail' RETURN 'jobs' AS key, count(j) AS count`)["jobs"]; got != len(c.added) {
		c.t.Errorf("there are %d jobs, and %d were added", got, len(c.added))
	}
	c.compare()
	posted := 0
	for _, id := range c.added {
		if strings.HasPrefix(id, "post-") {
			posted++
		}
	}
	waitFor(c.t, func() bool { return len(c.mailsByID()) >= posted })
	if got := len(c.mailsByID()); got != posted {
		c.t.Errorf("there are mails about %d postings, want %d", got, posted)
	}
}

// mailsByID counts mails by their ids: one that is sent twice has the same.
func (c *crew) mailsByID() map[string]int {
	ids := map[string]int{}
	for _, mail := range c.mails.Mails() {
		ids[mail.Header.Get("Message-Id")]++
	}
	return ids
}
