package jobs

import (
	"context"
	"time"

	"upline/graph"
)

// jobsKept is how long a job is remembered that was done or cancelled.
const jobsKept = 30 * 24 * time.Hour

// Sweep is the job that forgets old jobs.
func Sweep() graph.NewJob { return newJob("sweep", "", struct{}{}) }

func doSweep(ctx context.Context, w *Worker, j *graph.Job, _ *Settlement) (any, error) {
	dropped, err := w.Graph.DropJobs(ctx, j.CreatedAt.Add(-jobsKept))
	return map[string]int{"dropped": dropped}, err
}
