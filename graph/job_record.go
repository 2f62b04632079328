package graph

import (
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// JobState says how far a job is.
type JobState string

// The states of a job.
const (
	Queued    JobState = "queued"    // waits until it is due, and a worker has time
	Running   JobState = "running"   // a worker is at it, or has died
	Done      JobState = "done"      //
	Failed    JobState = "failed"    // for good: a person has to see to it
	Cancelled JobState = "cancelled" // by a person
)

// NewJob is work to be done.
type NewJob struct {
	// ID tells it from all others. Who may ask twice for the same work gives the same id.
	ID      string
	Kind    string // which handler does it
	Queue   string // how urgent it is
	Subject string // what it works on, such as a run's id or a period; for people
	Args    any    // what the handler needs, as JSON: ids, and little else
	DueAt   time.Time
}

// Job is work that is queued, under way, or done. It is the outbox at the same time: it is written in the transaction of what
// it follows from, and handed to the queue until it is done.
type Job struct {
	ID, Kind, Queue, Subject string
	State                    JobState
	Args, Result             json.RawMessage // Result: once it is done; may be empty
	CreatedBy, Reason        string

	CreatedAt, DueAt, StartedAt, ProgressAt, FinishedAt, Changed time.Time // zero: not yet

	Worker   string
	Attempt  int // how often a worker has begun
	Failures int // of them, those that failed, since it was queued by a person
	Step     string
	Done, Of int // of 0: nobody knows

	Error, ErrorKind string // why the last attempt failed
	CancelAsked      bool

	token int64
}

// By is who asked for the job.
func (j *Job) By() By { return By{Actor: j.CreatedBy, Reason: j.Reason} }

// jobOf reads the columns that queries return of a job.
func jobOf(record *neo4j.Record) *Job {
	c := columnsOf(record)
	j := &Job{
		ID: c.text("id"), Kind: c.text("kind"), Queue: c.text("queue"), Subject: c.text("subject"), State: JobState(c.text("state")),
		Args: json.RawMessage(c.text("args")), Result: json.RawMessage(c.text("result")), CreatedBy: c.text("createdBy"), Reason: c.text("reason"),
		CreatedAt: c.time("createdAt"), DueAt: c.time("dueAt"), StartedAt: c.time("startedAt"), ProgressAt: c.time("progressAt"),
		FinishedAt: c.time("finishedAt"), Changed: c.time("changed"), Worker: c.text("worker"), Attempt: int(c.number("attempt")),
		Failures: int(c.number("failures")), Step: c.text("step"), Done: int(c.number("done")), Of: int(c.number("of")),
		Error: c.text("error"), ErrorKind: c.text("errorKind"), token: c.number("token"),
	}
	j.CancelAsked, _ = c["cancelAsked"].(bool)
	return j
}

// takeJob keeps the job of a record.
func takeJob(j **Job) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		*j = jobOf(record)
		return nil
	}
}
