package jobs

import (
	"context"
	"log/slog"
	"time"

	"upline/graph"
)

// relay hands jobs to the queue that are due in the graph, and not done: new ones, those whose worker has died, and all of
// them again when Redis has lost them. It is a loop of every worker, and not a task, since it must outlive Redis; several at
// once do no harm.
type relay struct {
	graph *graph.Store
	queue *Queue
	log   *slog.Logger
	sent  map[graph.DueJob]time.Time // when each was handed over last
}

const (
	// relayEvery is how long a job waits until it is in the queue, at most.
	relayEvery = time.Second
	// relayAgain is after how long a job is handed over again that nobody has begun: Redis may have lost it.
	relayAgain = 15 * time.Second
)

// run hands over until the context ends. When a store is away, it tries again.
func (r *relay) run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := r.round(ctx); err != nil && ctx.Err() == nil {
			r.log.Warn("jobs are not handed to the queue", "error", err)
		}
		pause(ctx, relayEvery)
	}
}

func (r *relay) round(ctx context.Context) error {
	due, err := r.graph.JobsDue(ctx)
	if err != nil {
		return err
	}
	now := time.Now()
	for job, at := range r.sent {
		if now.Sub(at) > relayAgain {
			delete(r.sent, job)
		}
	}
	for _, job := range due {
		if _, sent := r.sent[job]; sent {
			continue
		}
		if err := r.queue.Hand(ctx, job); err != nil {
			return err
		}
		r.sent[job] = now
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
