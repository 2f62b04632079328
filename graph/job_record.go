package graph

import (
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/graph/chronicle"
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
	Args, Result             json.RawMessage // Result: once it is done, or has failed and come to something all the same
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
func (j *Job) By() By { return By{Actor: j.CreatedBy, Reason: j.Reason, Within: Everybody} }

// jobOf reads the columns that queries return of a job.
func jobOf(record *neo4j.Record) *Job {
	c := chronicle.ColumnsOf(record)
	j := &Job{
		ID: c.Text("id"), Kind: c.Text("kind"), Queue: c.Text("queue"), Subject: c.Text("subject"), State: JobState(c.Text("state")),
		Args: json.RawMessage(c.Text("args")), Result: json.RawMessage(c.Text("result")), CreatedBy: c.Text("createdBy"), Reason: c.Text("reason"),
		CreatedAt: c.Time("createdAt"), DueAt: c.Time("dueAt"), StartedAt: c.Time("startedAt"), ProgressAt: c.Time("progressAt"),
		FinishedAt: c.Time("finishedAt"), Changed: c.Time("changed"), Worker: c.Text("worker"), Attempt: int(c.Number("attempt")),
		Failures: int(c.Number("failures")), Step: c.Text("step"), Done: int(c.Number("done")), Of: int(c.Number("of")),
		Error: c.Text("error"), ErrorKind: c.Text("errorKind"), token: c.Number("token"),
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
