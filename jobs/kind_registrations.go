package jobs

import (
	"context"

	"upline/graph"
	"upline/internal/fault"
)

// SweepRegistrations is the job that does what is due with registrations: it forgets who did not confirm, places who waited, and ends
// contracts on their day.
func SweepRegistrations() graph.NewJob { return newJob("registrations", "", struct{}{}) }

func doSweepRegistrations(ctx context.Context, w *Worker, _ *graph.Job, _ *Settlement) (any, error) {
	if w.Registrations == nil {
		return nil, fault.Invalidf("registrations", "this worker knows of no registrations: set what upline work --help says of them")
	}
	return w.Registrations.Sweep(ctx)
}
