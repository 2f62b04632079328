package jobs

import (
	"context"
	"crypto/x509"
	"errors"
	neturl "net/url"
	"strconv"
	"time"

	"github.com/hibiken/asynq"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/host"
)

// The queues, by how urgent they are. Asynq gives each its share of the workers, so that none starves.
const (
	urgent = "urgent" // somebody waits for it
	normal = "normal"
	bulk   = "bulk" // takes long, and nobody waits
)

var queues = map[string]int{urgent: 6, normal: 3, bulk: 1}

// taskType is the type of all tasks: what a job is, the graph knows.
const taskType = "job"

// Queue hands jobs to Redis. It carries no truth: a job is handed over again until the graph says that it is done.
type Queue struct{ client *asynq.Client }

// NewQueue returns the queue in a Redis, such as redis://:password@host:6379/0, or rediss:// for TLS, whose certificates are of the
// system's authorities or these.
//
// Errors: Invalid when the address cannot be understood.
func NewQueue(redisURL string, authorities *x509.CertPool) (*Queue, error) {
	redis, err := redisOf(redisURL, authorities)
	if err != nil {
		return nil, err
	}
	return &Queue{asynq.NewClient(redis)}, nil
}

func redisOf(url string, authorities *x509.CertPool) (asynq.RedisConnOpt, error) {
	redis, err := asynq.ParseRedisURI(url)
	if err != nil { // the address is not in the error: it holds the password
		return nil, fault.Invalidf("queue", "REDIS_URL is not an address of Redis: write redis://:password@host:6379/0")
	}
	one, is := redis.(asynq.RedisClientOpt)
	if !is {
		return redis, nil
	}
	if u, err := neturl.Parse(url); err == nil && u.User != nil {
		one.Username = u.User.Username() // which asynq leaves out
	}
	if one.TLSConfig != nil {
		one.TLSConfig = host.TLS(one.TLSConfig.ServerName, authorities)
	}
	return one, nil
}

// Close ends its connections.
func (q *Queue) Close() error { return q.client.Close() }

// Ping says whether Redis answers.
//
// Errors: Unavailable.
func (q *Queue) Ping() error {
	if err := q.client.Ping(); err != nil {
		return &fault.Error{Kind: fault.Unavailable, Op: "queue", Msg: "Redis does not answer", Err: err}
	}
	return nil
}

// taskTerm bounds a task by nothing: a job ends when it is done, cancelled or taken over.
const taskTerm = 365 * 24 * time.Hour

// retriesMax keeps a task from being archived, where its id would block the next attempt. What is tried again, and how often,
// is decided in the graph; Asynq tries again only what nobody could record.
const retriesMax = 1 << 30

// Hand hands over an attempt of a job. One that is in the queue already stays as it is: the task's id tells.
//
// Errors: Unavailable when Redis does not answer.
func (q *Queue) Hand(ctx context.Context, job graph.DueJob) error {
	task := asynq.NewTask(taskType, []byte(job.ID))
	_, err := q.client.EnqueueContext(ctx, task, asynq.TaskID(job.ID+"."+strconv.Itoa(job.Attempt)), asynq.Queue(queueOf(job.Queue)),
		asynq.MaxRetry(retriesMax), asynq.Timeout(taskTerm))
	if err == nil || errors.Is(err, asynq.ErrTaskIDConflict) {
		return nil
	}
	return &fault.Error{Kind: fault.Unavailable, Op: "queue", Msg: "Redis does not take the job", Err: err}
}

// queueOf is a queue that workers look at.
func queueOf(name string) string {
	if queues[name] == 0 {
		return normal
	}
	return name
}
