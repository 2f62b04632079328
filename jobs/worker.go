package jobs

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/hibiken/asynq"

	"upline/documents"
	"upline/graph"
	"upline/graph/registrations"
	"upline/internal/fault"
)

// Worker does jobs: as many workers as wanted, on as many machines. Each also hands over what is due, and looks after the
// schedules.
type Worker struct {
	Graph   *graph.Store
	Archive *documents.Archive
	Redis   string // its address
	// Authorities are those who are trusted besides the system's, where the address is one of TLS; nil: nobody.
	Authorities *x509.CertPool
	// Concurrency is how many jobs it does at the same time; Workers how many goroutines compute one.
	Concurrency, Workers int
	FourEyes             bool
	Mailer               *Mailer // nil: mails fail
	// Registrations write letters, and do what is due; nil: nobody joins online.
	Registrations *registrations.Store
	// Sessions are where users are logged in; nil: exports of persons do without.
	Sessions  UserSessions
	Desk      *Desk
	Folder    *Folder // that is watched; nil: none
	PublicURL string  // where browsers find the service, without a slash behind it: links of mails begin with it; empty: they fail
	// Alert and Notify are whom to write to when a job has failed for good, and when a run is posted; empty: nobody.
	Alert, Notify string
	Schedules     []Schedule
	Log           *slog.Logger
	// Observe, if given, is told how each attempt ended, and how long it took.
	Observe func(kind, state string, took time.Duration)

	name string // of this process
}

// shutdownTerm is how long jobs may take to stop when the worker ends; they are queued again.
const shutdownTerm = 10 * time.Second

// Run does jobs until the context ends. When a store is away, it goes on when the store is back.
//
// Errors: Invalid when the address of Redis cannot be understood; Unavailable when Redis does not answer at the start.
func (w *Worker) Run(ctx context.Context) error {
	redis, err := redisOf(w.Redis, w.Authorities)
	if err != nil {
		return err
	}
	queue, err := NewQueue(w.Redis, w.Authorities)
	if err != nil {
		return err
	}
	defer queue.Close()
	host, _ := os.Hostname()
	w.name = host + "/" + strconv.Itoa(os.Getpid())
	server := asynq.NewServer(redis, asynq.Config{
		Concurrency: max(1, w.Concurrency), Queues: queues, ShutdownTimeout: shutdownTerm,
		BaseContext:              func() context.Context { return context.WithoutCancel(ctx) },
		RetryDelayFunc:           func(int, error, *asynq.Task) time.Duration { return relayEvery },
		TaskCheckInterval:        200 * time.Millisecond,
		DelayedTaskCheckInterval: relayEvery,
		Logger:                   asynqLog{w.Log}, LogLevel: asynq.WarnLevel,
	})
	if err := server.Start(asynq.HandlerFunc(func(taskCtx context.Context, task *asynq.Task) error {
		return w.handle(taskCtx, ctx, string(task.Payload()))
	})); err != nil {
		return &fault.Error{Kind: fault.Unavailable, Op: "worker", Msg: "Redis does not answer", Err: err}
	}
	var loops sync.WaitGroup
	loops.Go(func() { (&relay{w.Graph, queue, w.Log, map[graph.DueJob]time.Time{}}).run(ctx) })
	loops.Go(func() {
		(&scheduler{w.Graph, w.Log, graph.By{Actor: "job:schedule", Within: graph.Everybody}}).run(ctx, w.Schedules)
	})
	if w.Folder != nil {
		loops.Go(func() { w.Folder.Run(ctx) })
	}
	<-ctx.Done()
	loops.Wait()
	server.Shutdown()
	return nil
}

// handle does a job, if there is something to do: tasks come at least once, and late. Its error is what could not be recorded.
func (w *Worker) handle(ctx, stop context.Context, id string) error {
	j, err := w.Graph.ClaimJob(ctx, id, w.name)
	if err != nil || j == nil {
		return err
	}
	begin := time.Now()
	result, err := w.attempt(ctx, stop, j)
	state, err := w.record(ctx, j, result, err)
	took := time.Since(begin)
	w.Log.Info("job", "job", j.ID, "kind", j.Kind, "attempt", j.Attempt, "state", state, "duration_ms", took.Milliseconds())
	if w.Observe != nil {
		w.Observe(j.Kind, state, took)
	}
	return err
}

// What can end an attempt from outside.
var (
	errAsked = errors.New("somebody has cancelled the job")
	errStop  = errors.New("the worker stops")
	errLost  = errors.New("somebody else has taken the job over")
)

// attempt runs the handler of a job, as long as the job is the worker's, wanted, and the worker goes on.
func (w *Worker) attempt(ctx, stop context.Context, j *graph.Job) (result any, err error) {
	defer func() {
		if defect := recover(); defect != nil {
			w.Log.Error("a job panicked", "job", j.ID, "kind", j.Kind, "panic", defect, "stack", string(debug.Stack()))
			err = fault.Internalf(j.Kind, "a defect of ours: %v", defect)
		}
	}()
	k, known := kinds[j.Kind]
	if !known {
		return nil, fault.Invalidf("job", "there is no kind of job %q here: this worker is of another release", j.Kind)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(stop, func() { cancel(errStop) })()
	p := &progress{store: w.Graph, job: j, cancel: cancel}
	defer p.follow(ctx)()
	result, err = k.do(ctx, w, j, &Settlement{
		Graph: w.Graph, Archive: w.Archive, Workers: w.Workers, FourEyes: w.FourEyes, Progress: p.tell, Posted: w.posted,
	})
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	return result, err
}

// recordTerm is how long the end of an attempt may take to be recorded, while the graph is away. Then the job is done again.
const recordTerm = 5 * time.Minute

// record records how an attempt has ended, and says how.
func (w *Worker) record(ctx context.Context, j *graph.Job, result any, why error) (state string, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTerm)
	defer cancel()
	for {
		state, err = w.recordOnce(ctx, j, result, why)
		if fault.KindOf(err) != fault.Unavailable || err == nil || ctx.Err() != nil {
			break
		}
		pause(ctx, relayEvery)
	}
	if fault.KindOf(err) == fault.Conflict && err != nil {
		return "lost", nil // whoever has taken over records
	}
	return state, err
}

func (w *Worker) recordOnce(ctx context.Context, j *graph.Job, result any, why error) (state string, err error) {
	now := time.Now()
	switch {
	case why == nil:
		return "done", w.Graph.FinishJob(ctx, j, result)
	case errors.Is(why, errLost):
		return "lost", nil
	case errors.Is(why, errAsked):
		return "cancelled", w.Graph.StopJob(ctx, j)
	case errors.Is(why, errStop):
		return "stopped", w.Graph.RequeueJob(ctx, j, now, nil)
	case permanent(j, why):
		w.Log.Error("a job has failed", "job", j.ID, "kind", j.Kind, "error", why)
		return "failed", w.Graph.FailJob(ctx, j, why, result, w.alert(j, why)...)
	default:
		w.Log.Warn("a job is tried again", "job", j.ID, "kind", j.Kind, "error", why)
		return "again", w.Graph.RequeueJob(ctx, j, now.Add(delay(j.Failures)), why)
	}
}

// asynqLog writes what Asynq has to say.
type asynqLog struct{ *slog.Logger }

func (l asynqLog) Debug(args ...any) { l.say(slog.LevelDebug, args) }
func (l asynqLog) Info(args ...any)  { l.say(slog.LevelInfo, args) }
func (l asynqLog) Warn(args ...any)  { l.say(slog.LevelWarn, args) }
func (l asynqLog) Error(args ...any) { l.say(slog.LevelError, args) }
func (l asynqLog) Fatal(args ...any) { l.say(slog.LevelError, args) } // it is for others to end the process

func (l asynqLog) say(level slog.Level, args []any) {
	l.Log(context.Background(), level, "queue", "message", sprint(args))
}
