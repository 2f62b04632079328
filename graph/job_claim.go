package graph

import (
	"context"
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/fault"
)

// A worker claims a job, and gets a token with it. Everything that the worker records of the job names the token; when the
// worker is silent for JobSilence, another one may claim the job, and the token of the first holds no more.

// DueJob is a job for the queue: the task that does it is told by id and attempt.
type DueJob struct {
	ID, Queue string
	Attempt   int // the next one
}

// JobsDue returns jobs that are due, and those whose workers have died, up to 500 of each.
func (s *Store) JobsDue(ctx context.Context) (due []DueJob, err error) {
	now := s.Time()
	params := map[string]any{"now": now, "silent": now.Add(-s.jobSilence), "limit": jobsAtOnce}
	err = s.Read(ctx, cypher.JobsDue, params, func() { due = nil }, func(record *neo4j.Record) error {
		v := record.Values
		due = append(due, DueJob{v[0].(string), v[1].(string), int(v[2].(int64)) + 1})
		return nil
	})
	return due, err
}

// ClaimJob takes a job for a worker; nil when there is nothing to do: it is not due, it has ended, or somebody else is at it.
func (s *Store) ClaimJob(ctx context.Context, id, worker string) (*Job, error) {
	var j *Job
	err := s.plainly(ctx, func(c *change) error { // by itself, it could not be repeated: the job would be taken, by this worker
		j = nil
		return c.Run(cypher.JobClaim, map[string]any{
			"id": id, "worker": worker, "now": c.Recorded, "silent": c.Recorded.Add(-s.jobSilence),
		}, takeJob(&j))
	})
	return j, err
}

// ProgressJob says how far a claimed job is, and that its worker lives. cancel tells that somebody has asked it to stop.
//
// Errors: Conflict when somebody else has taken the job over.
func (s *Store) ProgressJob(ctx context.Context, j *Job, step string, done, of int) (cancel bool, err error) {
	held := false
	err = s.Single(ctx, cypher.JobProgress, map[string]any{
		"id": j.ID, "token": j.token, "now": s.Time(), "step": step, "done": done, "of": of,
	}, func(record *neo4j.Record) error {
		held, cancel = true, record.Values[0].(bool)
		return nil
	})
	if err == nil && !held {
		err = takenOver(j)
	}
	return cancel, err
}

func takenOver(j *Job) error {
	return fault.Conflictf("job", "somebody else has taken over job %s: %s was silent for too long", j.ID, j.Worker)
}

// FinishJob records that a claimed job is done, and what it came to; may be nil.
//
// Errors: Conflict when somebody else has taken the job over.
func (s *Store) FinishJob(ctx context.Context, j *Job, result any) error {
	text, err := resultText(j, result)
	if err != nil {
		return err
	}
	return s.endJob(ctx, j, Done, map[string]any{"result": text})
}

// resultText is what a job came to, as JSON; empty: nothing.
func resultText(j *Job, result any) (string, error) {
	if result == nil {
		return "", nil
	}
	text, err := json.Marshal(result)
	if err != nil {
		return "", fault.Internalf("job", "the result of job %s cannot be written: %v", j.ID, err)
	}
	return string(text), nil
}

// FailJob records why a claimed job has failed, for good, and what it came to all the same; may be nil. Others may follow in the same
// transaction, such as a mail to somebody who sees to it.
//
// Errors: Conflict when somebody else has taken the job over.
func (s *Store) FailJob(ctx context.Context, j *Job, why error, result any, then ...NewJob) error {
	values := map[string]any{"error": why.Error(), "errorKind": fault.KindOf(why).String(), "failures": j.Failures + 1}
	if result != nil {
		text, err := resultText(j, result)
		if err != nil {
			return err
		}
		values["result"] = text
	}
	return s.plainly(ctx, func(c *change) error {
		for _, next := range then {
			if err := c.addJob(next, By{Actor: "job:" + j.ID}); err != nil {
				return err
			}
		}
		return c.endJob(j, Failed, values)
	})
}

// RequeueJob lets a claimed job be tried again at a time. why may be nil: then the worker stops, and it was no failure.
//
// Errors: Conflict when somebody else has taken the job over.
func (s *Store) RequeueJob(ctx context.Context, j *Job, at time.Time, why error) error {
	values := map[string]any{"dueAt": at}
	if why != nil {
		values["error"], values["errorKind"], values["failures"] = why.Error(), fault.KindOf(why).String(), j.Failures+1
	}
	return s.endJob(ctx, j, Queued, values)
}

// StopJob records that a claimed job has stopped, since somebody asked for it.
//
// Errors: Conflict when somebody else has taken the job over.
func (s *Store) StopJob(ctx context.Context, j *Job) error {
	return s.endJob(ctx, j, Cancelled, nil)
}

func (s *Store) endJob(ctx context.Context, j *Job, state JobState, values map[string]any) error {
	return s.plainly(ctx, func(c *change) error { return c.endJob(j, state, values) })
}

func (c *change) endJob(j *Job, state JobState, values map[string]any) error {
	held := false
	err := c.Run(cypher.JobFinish, j.ending(state, c.Recorded, values), func(*neo4j.Record) error {
		held = true
		return nil
	})
	if err == nil && !held {
		err = takenOver(j)
	}
	return err
}

// ending are the parameters that end an attempt.
func (j *Job) ending(state JobState, now time.Time, values map[string]any) map[string]any {
	params := map[string]any{
		"id": j.ID, "token": j.token, "now": now, "state": string(state), "dueAt": j.DueAt, "failures": j.Failures,
		"result": nil, "error": nil, "errorKind": nil,
	}
	for name, value := range values {
		params[name] = value
	}
	return params
}
