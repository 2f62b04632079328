package access

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"upline/internal/fault"
)

// A gate lets a few through at once and a few more wait; everyone else is sent away at once, for a queue that grows under
// attack helps nobody in it.
type gate struct {
	running  *semaphore.Weighted
	admitted *semaphore.Weighted // running or waiting

	inside, most, passed atomic.Int64 // now, at the same time so far, and in all
}

func newGate(atOnce, waiting int64) *gate {
	return &gate{running: semaphore.NewWeighted(atOnce), admitted: semaphore.NewWeighted(atOnce + waiting)}
}

// pass does the work when its turn comes.
//
// Errors: Unavailable when too many wait, or when the context ends before its turn.
func (g *gate) pass(ctx context.Context, op string, work func()) error {
	if !g.admitted.TryAcquire(1) {
		return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: "too many passwords are being checked just now: try again in a few seconds"}
	}
	defer g.admitted.Release(1)
	if err := g.running.Acquire(ctx, 1); err != nil {
		return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: "the request ended before its password was checked: try again", Err: err}
	}
	defer g.running.Release(1)
	now := g.inside.Add(1)
	defer g.inside.Add(-1)
	for most := g.most.Load(); now > most && !g.most.CompareAndSwap(most, now); most = g.most.Load() {
	}
	g.passed.Add(1)
	work()
	return nil
}
