package graph

import (
	"context"
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// AddJob records work to be done. An id that is there already, with the same kind and arguments, is that job.
//
// Errors: Conflict when the id belongs to another job.
func (s *Store) AddJob(ctx context.Context, job NewJob, by By) (*Job, error) {
	_, err := s.change(ctx, "add job", by, noLocks, func(c *change) error {
		c.About(jobKind, job.ID, "", nil, map[string]string{"kind": job.Kind, "subject": job.Subject})
		return c.addJob(job, by)
	})
	if err != nil {
		return nil, err
	}
	return s.Job(ctx, job.ID)
}

// WriteJob writes a job in the transaction of a change: both are there, or neither.
//
// Errors: Conflict when the id belongs to another job.
func (s *Store) WriteJob(c *chronicle.Change, job NewJob, by chronicle.By) error {
	return (&change{c, s}).addJob(job, By{Actor: by.Actor, Reason: by.Reason})
}

// addJob writes a job in the transaction of a change: both are there, or neither.
func (c *change) addJob(job NewJob, by By) error {
	args, err := json.Marshal(job.Args)
	if err != nil {
		return fault.Internalf("job", "the arguments of job %s cannot be written: %v", job.ID, err)
	}
	if err := checkID("job", job.ID); err != nil {
		return err
	}
	var other *Job
	if err := c.Run(cypher.JobFind, map[string]any{"id": job.ID}, takeJob(&other)); err != nil {
		return err
	}
	if other != nil {
		if other.Kind == job.Kind && string(other.Args) == string(args) {
			return nil
		}
		return fault.Conflictf("job", "there is another job %s: choose another id", job.ID)
	}
	due := job.DueAt
	if due.IsZero() {
		due = c.Recorded
	}
	return c.Run(cypher.JobCreate, map[string]any{
		"id": job.ID, "kind": job.Kind, "queue": job.Queue, "subject": job.Subject, "args": string(args), "actor": by.Actor,
		"reason": by.Reason, "now": c.Recorded, "dueAt": due,
	}, nil)
}

// Job returns a job.
//
// Errors: NotFound.
func (s *Store) Job(ctx context.Context, id string) (*Job, error) {
	var j *Job
	err := s.Read(ctx, cypher.JobFind, map[string]any{"id": id}, nil, takeJob(&j))
	if err == nil && j == nil {
		err = noJob(id)
	}
	return j, err
}

func noJob(id string) error { return fault.NotFoundf("job", "there is no job %s", id) }

// JobFilter says which jobs are wanted; what is empty wants all.
type JobFilter struct {
	Kind    string
	State   JobState
	Subject string
}

// JobsBefore returns jobs, the latest first: those after another one in that order, or from the latest on.
//
// Errors: NotFound when there is no such other one.
func (s *Store) JobsBefore(ctx context.Context, filter JobFilter, after string, limit int) (jobs []*Job, err error) {
	before := chronicle.FarTime
	if after != "" {
		last, err := s.Job(ctx, after)
		if err != nil {
			return nil, err
		}
		before = last.CreatedAt
	}
	params := map[string]any{
		"kind": filter.Kind, "state": string(filter.State), "subject": filter.Subject, "before": before, "beforeID": after, "limit": limit,
	}
	err = s.Read(ctx, cypher.JobsList, params, func() { jobs = nil }, appendJob(&jobs))
	return jobs, err
}

func appendJob(jobs *[]*Job) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		*jobs = append(*jobs, jobOf(record))
		return nil
	}
}

// jobsAtOnce is how many jobs are looked at in one go.
const jobsAtOnce = 500

// JobsChanged returns jobs that have changed since a time, the earliest change first, up to 500.
func (s *Store) JobsChanged(ctx context.Context, since time.Time) (jobs []*Job, err error) {
	params := map[string]any{"since": since, "limit": jobsAtOnce}
	err = s.Read(ctx, cypher.JobsChanged, params, func() { jobs = nil }, appendJob(&jobs))
	return jobs, err
}

// CancelJob takes a job back that waits, and asks one that runs to stop; its worker does so in some seconds.
//
// Errors: NotFound; Conflict when it has ended.
func (s *Store) CancelJob(ctx context.Context, id string, by By) (*Job, error) {
	return s.turnJob(ctx, "cancel job", cypher.JobCancel, id, "a job that has ended cannot be cancelled", by)
}

// RetryJob queues a job again that has failed or was cancelled.
//
// Errors: NotFound; Conflict when it has not.
func (s *Store) RetryJob(ctx context.Context, id string, by By) (*Job, error) {
	return s.turnJob(ctx, "retry job", cypher.JobRetry, id, "only a job that has failed, or was cancelled, is tried again", by)
}

// turnJob is let in while an import in bulk is under way, too: that may be the job that somebody cancels.
func (s *Store) turnJob(ctx context.Context, operation, query, id, otherwise string, by By) (*Job, error) {
	_, err := s.change(chronicle.InBulk(ctx), operation, by, noLocks, func(c *change) error {
		var was, is *Job
		if err := c.Run(cypher.JobFind, map[string]any{"id": id}, takeJob(&was)); err != nil {
			return err
		}
		if was == nil {
			return noJob(id)
		}
		if err := c.Run(query, map[string]any{"id": id, "now": c.Recorded}, takeJob(&is)); err != nil {
			return err
		}
		if is == nil {
			return fault.Conflictf("job", "job %s is %s: %s", id, was.State, otherwise)
		}
		c.About(jobKind, id, "", was.turned(), is.turned())
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.Job(ctx, id)
}

// turned is what an audit entry says of a job that somebody has turned.
func (j *Job) turned() any {
	return struct {
		State       JobState
		CancelAsked bool
		Error       string
	}{j.State, j.CancelAsked, j.Error}
}

// DropJobs forgets jobs that were done or cancelled before a time, and says how many.
func (s *Store) DropJobs(ctx context.Context, before time.Time) (count int, err error) {
	for dropped := jobsAtOnce; dropped == jobsAtOnce; count += dropped {
		params := map[string]any{"before": before, "limit": jobsAtOnce}
		err := s.Single(ctx, cypher.JobsDrop, params, func(record *neo4j.Record) error {
			dropped = int(record.Values[0].(int64))
			return nil
		})
		if err != nil {
			return count, err
		}
	}
	return count, nil
}
