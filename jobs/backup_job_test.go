package jobs_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/storetest"
	"upline/jobs"
)

// Jobs and schedules come back as they were; what was queued is done afterwards, and what was done is not done again.
func TestJobsComeBack(t *testing.T) {
	k := newKept(t)
	k.company(2500)
	ctx := t.Context()
	queued, err := k.graph.AddJob(ctx, jobs.Sweep(), tester)
	k.must(err)
	cancelled, err := k.graph.AddJob(ctx, jobs.Sweep(), tester)
	k.must(err)
	k.write(false)
	cancelled, err = k.graph.CancelJob(ctx, cancelled.ID, tester) // which the clock does not tell
	k.must(err)
	schedule := graph.Schedule{Name: "night", Cron: "0 2 * * *", Kind: queued.Kind, Args: json.RawMessage("{}"), Next: time.Now().Add(time.Hour).UTC().Truncate(time.Second)}
	k.must(k.graph.PutSchedule(ctx, schedule, tester))
	if r := k.write(false); r.Copies["Job"] == 0 {
		t.Errorf("a job was cancelled, and a backup writes %v", r.Copies)
	}

	k.empty()
	k.restore(jobs.RestoreOptions{})
	for _, want := range []*graph.Job{queued, cancelled} {
		got, err := k.graph.Job(ctx, want.ID)
		k.must(err)
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("the job is\n%+v\nwant\n%+v", got, want)
		}
	}
	schedules, err := k.graph.Schedules(ctx)
	k.must(err)
	if fmt.Sprint(schedules) != fmt.Sprint([]graph.Schedule{schedule}) {
		t.Errorf("the schedules are %v, want %v", schedules, schedule)
	}
	k.work()
	if got := await(t, k.settlement(), queued); got.State != graph.Done {
		t.Errorf("the job that was queued is %s: %s", got.State, got.Error)
	}
	if got, err := k.graph.Job(ctx, cancelled.ID); err != nil || got.State != graph.Cancelled {
		t.Errorf("the job that was cancelled is %+v, %v", got, err)
	}
}

// work starts a worker, which is told to stop when the test ends.
func (k *kept) work(changes ...func(w *jobs.Worker)) {
	w := &jobs.Worker{
		Graph: k.graph, Archive: k.archive, Redis: storetest.Redis(k.T), Concurrency: 1, Workers: 1, Log: slog.New(slog.DiscardHandler),
	}
	for _, change := range changes {
		change(w)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	k.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			k.Error(err)
		}
	})
}

// The job that a schedule writes each minute adds nothing to the journal when nothing else has changed.
func TestBackupsAloneChangeNothing(t *testing.T) {
	k := newKept(t)
	k.company(2600)
	minute := graph.Schedule{Name: "journal", Cron: "* * * * *", Kind: jobs.BackUp(false).Kind, Args: json.RawMessage("{}"), Next: time.Now().UTC().Truncate(time.Second)}
	k.must(k.graph.PutSchedule(t.Context(), minute, tester)) // which the audit tells, and so is a change
	first := k.write(false)
	k.work()
	for i := range 3 {
		job := jobs.BackUp(false)
		job.ID = fmt.Sprint("journal@", i)
		next := minute.Next.Add(time.Minute)
		fired, err := k.graph.FireSchedule(t.Context(), minute, next, job, tester)
		k.must(err)
		minute.Next = next
		j := await(t, k.settlement(), &graph.Job{Kind: job.Kind, ID: job.ID})
		if r := result[jobs.BackupResult](t, j); !fired || j.State != graph.Done || r.No != first.No || r.Copies != nil {
			t.Errorf("backup %d is %s, and has come to number %d with %v, want %d and nothing", i, j.State, r.No, r.Copies, first.No)
		}
	}
}

// Two who restore into one database are kept apart: the second waits, and then finds it filled.
func TestRestoresAreKeptApart(t *testing.T) {
	k := newKept(t)
	k.company(2700)
	k.write(false)
	want := k.digest(time.Time{})
	k.empty()
	first := k.graph
	c := k.config
	inside, goOn := make(chan struct{}), make(chan struct{})
	c.Step = func(name, when string) {
		if name == "restore" && when == "before" { // it has found the database empty
			close(inside)
			<-goOn
		}
	}
	k.graph = storetest.Open(t, c)
	ended := make(chan error, 1)
	slow := k.backup()
	go func() {
		_, err := slow.Restore(context.Background(), jobs.RestoreOptions{By: tester})
		ended <- err
	}()
	<-inside
	k.graph = first
	_, err := k.backup().Restore(t.Context(), jobs.RestoreOptions{By: tester})
	k.refused(err, fault.Conflict, "upline restore is at work")
	close(goOn)
	k.must(<-ended)
	k.refusedRestore(fault.Conflict, "not empty")
	if k.digest(time.Time{}) != want {
		t.Error("the restored company is another one")
	}
}
