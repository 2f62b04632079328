package main

import (
	"syscall"
	"testing"
	"time"

	"upline/graph"
	"upline/jobs"
)

// A worker that is told to stop gives its job back at once.
func TestWorkerStops(t *testing.T) {
	c := newCrew(t, 1, "")
	id := c.add(jobs.Settle(c.next))
	c.running(id)
	end(c.workers[0], syscall.SIGTERM)
	if status := c.workers[0].ProcessState.ExitCode(); status != exitDone {
		t.Errorf("the worker ends with status %d", status)
	}
	job, err := c.store.Job(t.Context(), id)
	if err != nil || job.State == graph.Running {
		t.Errorf("the job is %+v, %v", job, err)
	}
	c.workers[0] = c.hire()
	c.await(id, 30*time.Second)
	c.runOf(graph.Settlement, c.next)
}

// A worker is killed in the middle of computing, and then another one in the middle of posting: others finish both, with the terms
// that operators have.
func TestWorkerIsKilled(t *testing.T) {
	c := newCrew(t, 2, realTerms+"=1")
	for _, job := range []func() graph.NewJob{
		func() graph.NewJob { return jobs.Settle(c.next) },
		func() graph.NewJob {
			run := c.runOf(graph.Settlement, c.next)
			c.must(c.store.ApproveRun(t.Context(), run.ID, false, graph.By{Within: graph.Everybody, Actor: "test"}))
			return jobs.Post(run.ID)
		},
	} {
		id := c.add(job())
		c.running(id)
		for i := range c.workers { // whoever is at it
			c.exchange(i)
		}
		begin := time.Now()
		done := c.await(id, 150*time.Second)
		t.Logf("%s was done %.0f s after its worker was killed, by attempt %d", id, time.Since(begin).Seconds(), done.Attempt)
	}
	c.next++
	c.settledRight()
}

// A worker stands still in the middle of a job, for 100 s and with the terms that operators have, and goes on when another one
// has done the job and the months after it: nothing is done twice.
func TestWorkerStandsStill(t *testing.T) {
	c := newCrew(t, 1, realTerms+"=1")
	id := c.add(jobs.Settle(c.next))
	c.running(id)
	begin := time.Now()
	_ = c.workers[0].Process.Signal(syscall.SIGSTOP)
	c.workers = append(c.workers, c.hire())
	if job := c.await(id, 150*time.Second); job.Attempt < 2 {
		t.Errorf("the job was done by attempt %d: the test proves nothing", job.Attempt)
	}
	run := c.runOf(graph.Settlement, c.next)
	c.must(c.store.ApproveRun(t.Context(), run.ID, false, graph.By{Within: graph.Everybody, Actor: "test"}))
	c.await(c.add(jobs.Post(run.ID)), time.Minute)
	c.next++
	c.month(true, time.Minute)
	time.Sleep(time.Until(begin.Add(100 * time.Second)))
	_ = c.workers[0].Process.Signal(syscall.SIGCONT)
	c.month(false, time.Minute)
	c.settledRight()
}

// Redis is emptied while jobs wait and run: all are done within a minute of the last time.
func TestRedisIsEmptied(t *testing.T) {
	c := newCrew(t, 2, "")
	var ids []string
	for i := range 50 {
		ids = append(ids, c.add(jobs.ExportRuns(c.from, c.from)))
		if i%10 == 9 {
			c.flush()
		}
	}
	begin := time.Now()
	for _, id := range ids {
		c.await(id, time.Until(begin.Add(time.Minute)))
	}
	c.settledRight()
}

// Stores are killed and started again while a month is settled, one after the other; Redis loses nothing that it has
// acknowledged, and what it has not is handed over again. Workers outlive it all.
func TestStoresComeBack(t *testing.T) {
	c := newCrew(t, 2, "")
	for _, store := range []string{"redis", "minio", "neo4j"} {
		id := c.add(jobs.Settle(c.next))
		c.running(id)
		restart(t, store, 0)
		c.await(id, 2*time.Minute)
		run := c.runOf(graph.Settlement, c.next)
		c.patiently(func() error {
			return c.store.ApproveRun(t.Context(), run.ID, false, graph.By{Within: graph.Everybody, Actor: "test"})
		})
		c.await(c.add(jobs.Post(run.ID)), 2*time.Minute)
		c.next++
	}
	for _, w := range c.workers {
		if err := w.Process.Signal(syscall.Signal(0)); err != nil {
			t.Errorf("a worker has ended: %v", err)
		}
	}
	c.settledRight()
}

// Every task is delivered five times more, before, while and after it is done: it is done once.
func TestTasksAreDeliveredFiveTimes(t *testing.T) {
	c := newCrew(t, 3, "")
	stop := make(chan struct{})
	delivered := make(chan struct{})
	go func() {
		defer close(delivered)
		for {
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
				c.deliver()
			}
		}
	}()
	c.month(true, time.Minute)
	c.month(false, time.Minute)
	close(stop)
	<-delivered
	for _, id := range c.added {
		if job := c.await(id, time.Minute); job.Attempt != 1 {
			t.Errorf("job %s was begun %d times", id, job.Attempt)
		}
	}
	c.settledRight()
}
