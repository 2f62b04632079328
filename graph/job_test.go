package graph_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/storetest"
)

// jobStore is a store whose jobs may be taken over after a moment of silence.
func jobStore(t *testing.T, silence time.Duration) *graph.Store {
	t.Helper()
	c := storetest.Empty(t)
	c.JobSilence = silence
	return storetest.Open(t, c)
}

var clerk = graph.By{Within: graph.Everybody, Actor: "clerk"}

func addJob(t *testing.T, s *graph.Store, id string) *graph.Job {
	t.Helper()
	j, err := s.AddJob(t.Context(), graph.NewJob{ID: id, Kind: "settle", Queue: "normal", Subject: "2026-01", Args: map[string]string{"period": "2026-01"}}, clerk)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func claim(t *testing.T, s *graph.Store, id, worker string) *graph.Job {
	t.Helper()
	j, err := s.ClaimJob(t.Context(), id, worker)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// A job is added once however often it is asked for, claimed by one, and ended by who has claimed it.
func TestJobGoesItsWay(t *testing.T) {
	s := jobStore(t, time.Hour)
	if j := addJob(t, s, "j"); j.State != graph.Queued || j.CreatedBy != "clerk" || string(j.Args) != `{"period":"2026-01"}` {
		t.Errorf("added %+v", j)
	}
	addJob(t, s, "j")
	if _, err := s.AddJob(t.Context(), graph.NewJob{ID: "j", Kind: "export", Queue: "normal"}, clerk); fault.KindOf(err) != fault.Conflict {
		t.Errorf("another job under the same id: %v", err)
	}
	if due, err := s.JobsDue(t.Context()); err != nil || len(due) != 1 || due[0] != (graph.DueJob{ID: "j", Queue: "normal", Attempt: 1}) {
		t.Errorf("due: %+v, %v", due, err)
	}
	j := claim(t, s, "j", "w1")
	if again := claim(t, s, "j", "w2"); again != nil {
		t.Errorf("claimed twice: %+v", again)
	}
	if cancel, err := s.ProgressJob(t.Context(), j, "reading", 3, 10); err != nil || cancel {
		t.Errorf("progress: %v, %v", cancel, err)
	}
	if _, err := s.CancelJob(t.Context(), "j", clerk); err != nil {
		t.Error(err)
	}
	if cancel, err := s.ProgressJob(t.Context(), j, "reading", 4, 10); err != nil || !cancel {
		t.Errorf("progress after somebody wanted it stopped: %v, %v", cancel, err)
	}
	if err := s.FinishJob(t.Context(), j, map[string]int{"lines": 5}); err != nil {
		t.Error(err)
	}
	if err := s.FinishJob(t.Context(), j, map[string]int{"lines": 5}); err != nil {
		t.Errorf("finished again, as after a lost answer: %v", err)
	}
	if got, err := s.Job(t.Context(), "j"); err != nil || got.State != graph.Done || string(got.Result) != `{"lines":5}` || got.FinishedAt.IsZero() {
		t.Errorf("done: %+v, %v", got, err)
	}
	if _, err := s.RetryJob(t.Context(), "j", clerk); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a job that is done was tried again: %v", err)
	}
}

// Who was silent for too long has lost the job, and can record nothing more of it.
func TestSilentWorkersLoseTheirJobs(t *testing.T) {
	s := jobStore(t, time.Millisecond)
	addJob(t, s, "j")
	first := claim(t, s, "j", "w1")
	time.Sleep(10 * time.Millisecond)
	if due, err := s.JobsDue(t.Context()); err != nil || len(due) != 1 || due[0].Attempt != 2 {
		t.Errorf("due: %+v, %v", due, err)
	}
	second := claim(t, s, "j", "w2")
	if second == nil || second.Attempt != 2 {
		t.Fatalf("nobody could take over: %+v", second)
	}
	later := time.Now().Add(time.Hour)
	for name, record := range map[string]func() error{
		"progress": func() error { _, err := s.ProgressJob(t.Context(), first, "late", 1, 1); return err },
		"finish":   func() error { return s.FinishJob(t.Context(), first, nil) },
		"fail":     func() error { return s.FailJob(t.Context(), first, errors.New("late"), nil) },
		"requeue":  func() error { return s.RequeueJob(t.Context(), first, later, nil) },
		"stop":     func() error { return s.StopJob(t.Context(), first) },
	} {
		if err := record(); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s by who has lost the job: %v", name, err)
		}
	}
	if err := s.RequeueJob(t.Context(), second, later, fault.Internalf("", "no luck")); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, s, "j", "w3"); got != nil {
		t.Errorf("claimed before it is due: %+v", got)
	}
	if got, err := s.Job(t.Context(), "j"); err != nil || got.State != graph.Queued || got.Failures != 1 || got.Error == "" {
		t.Errorf("queued again: %+v, %v", got, err)
	}
}

// A job that has failed for good takes what follows with it, all or nothing, and can be tried again by a person.
func TestFailedJobs(t *testing.T) {
	s := jobStore(t, time.Hour)
	addJob(t, s, "j")
	addJob(t, s, "taken")
	j := claim(t, s, "j", "w")
	if err := s.FailJob(t.Context(), j, fault.Invalidf("", "no"), nil, graph.NewJob{ID: "taken", Kind: "mail", Queue: "urgent"}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a mail under an id that is taken: %v", err)
	}
	if got, _ := s.Job(t.Context(), "j"); got.State != graph.Running {
		t.Errorf("half of it was recorded: %+v", got)
	}
	if err := s.FailJob(t.Context(), j, fault.Invalidf("", "no"), nil, graph.NewJob{ID: "mail", Kind: "mail", Queue: "urgent"}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Job(t.Context(), "mail"); err != nil || got.State != graph.Queued {
		t.Errorf("the mail: %+v, %v", got, err)
	}
	if got, err := s.RetryJob(t.Context(), "j", clerk); err != nil || got.State != graph.Queued || got.Failures != 0 {
		t.Errorf("tried again: %+v, %v", got, err)
	}
	if got, err := s.CancelJob(t.Context(), "j", clerk); err != nil || got.State != graph.Cancelled {
		t.Errorf("cancelled: %+v, %v", got, err)
	}
	if n, err := s.DropJobs(t.Context(), time.Now().Add(time.Hour)); err != nil || n != 1 {
		t.Errorf("dropped %d, %v: want the one that was cancelled", n, err)
	}
}

// Pages of jobs give each once, the latest first, under a filter too.
func TestJobsComeInPages(t *testing.T) {
	s := jobStore(t, time.Hour)
	for i := range 25 {
		addJob(t, s, fmt.Sprintf("j%02d", i))
	}
	claim(t, s, "j07", "w")
	var ids []string
	for after := ""; ; {
		page, err := s.JobsBefore(t.Context(), graph.JobFilter{Kind: "settle", State: graph.Queued}, after, 4)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, j := range page {
			ids = append(ids, j.ID)
		}
		after = page[len(page)-1].ID
	}
	if len(ids) != 24 || slices.Contains(ids, "j07") || ids[0] != "j24" || ids[23] != "j00" {
		t.Errorf("pages: %v", ids)
	}
	changed, err := s.JobsChanged(t.Context(), time.Now().Add(-time.Hour))
	if err != nil || len(changed) != 25 || changed[24].ID != "j07" {
		t.Errorf("%d changed, %v", len(changed), err)
	}
}

// Of many who look after a schedule, one fires; a paused one moves on and does nothing.
func TestSchedulesFireOnce(t *testing.T) {
	s := jobStore(t, time.Hour)
	at := time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)
	if err := s.PutSchedule(t.Context(), graph.Schedule{Name: "nightly", Cron: "0 2 * * *", Kind: "backup", Args: []byte("{}"), Next: at}, clerk); err != nil {
		t.Fatal(err)
	}
	list, err := s.Schedules(t.Context())
	if err != nil || len(list) != 1 || !list[0].Next.Equal(at) {
		t.Fatalf("schedules: %+v, %v", list, err)
	}
	var fired atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			did, err := s.FireSchedule(t.Context(), list[0], at.AddDate(0, 0, 1), graph.NewJob{ID: "nightly-1", Kind: "backup", Queue: "bulk"}, clerk)
			if err != nil {
				t.Error(err)
			}
			if did {
				fired.Add(1)
			}
		})
	}
	all.Wait()
	if _, err := s.Job(t.Context(), "nightly-1"); err != nil || fired.Load() != 1 {
		t.Errorf("fired %d times, %v", fired.Load(), err)
	}
}

// Whoever cancels a job, tries one again or gives a schedule another rule is in the audit, also while an import in bulk is under way; who
// could not, and a schedule that stays as it is, are not.
func TestTurnsOfJobsAreInTheAudit(t *testing.T) {
	s := jobStore(t, time.Hour)
	ctx := t.Context()
	addJob(t, s, "j")
	storetest.Run(t, `CREATE (:Import {liveKey: 'import', bulk: true})`)
	if j, err := s.CancelJob(ctx, "j", clerk); err != nil || j.State != graph.Cancelled {
		t.Fatalf("%+v, %v", j, err)
	}
	if _, err := s.CancelJob(ctx, "j", clerk); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a cancelled job was cancelled: %v", err)
	}
	if _, err := s.RetryJob(ctx, "nothing", clerk); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a job that is not there was tried again: %v", err)
	}
	if _, err := s.RetryJob(ctx, "j", clerk); err != nil {
		t.Fatal(err)
	}
	schedule := graph.Schedule{Name: "nightly", Cron: "0 2 * * *", Kind: "backup", Args: []byte("{}"), Next: time.Now()}
	for _, rule := range []string{"0 2 * * *", "0 2 * * *", "0 3 * * *"} {
		if schedule.Cron = rule; s.PutSchedule(ctx, schedule, clerk) != nil {
			t.Fatal(rule)
		}
	}
	storetest.Run(t, `MATCH (i:Import) DELETE i`)
	for kind, want := range map[string][]string{
		"Job":      {`retry job: "cancelled" → "queued"`, `cancel job: "queued" → "cancelled"`},
		"Schedule": {`put schedule: "0 2 * * *" → "0 3 * * *"`, `put schedule:  → "0 2 * * *"`},
	} {
		key, field := map[string]string{"Job": "j", "Schedule": "nightly"}[kind], map[string]string{"Job": "state", "Schedule": "cron"}[kind]
		entries, err := s.EntriesAbout(ctx, kind, key, 9)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			if body := e.Details[0].Body; e.Operation != "add job" {
				got = append(got, e.Operation+": "+body.Before[field]+" → "+body.After[field])
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}
