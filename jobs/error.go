package jobs

import (
	"time"

	"upline/graph"
	"upline/internal/fault"
)

// What is tried again, and when.
const (
	// failuresMax is how often a job is tried again while a store does not answer: for about a day.
	failuresMax = 300
	// conflictsMax is how often a job is tried again that collides with somebody who is at work on the same thing.
	conflictsMax = 6
	delayMax     = 5 * time.Minute
)

// permanent says whether it is of no use to try a job again.
func permanent(j *graph.Job, err error) bool {
	switch fault.KindOf(err) {
	case fault.Unavailable:
		return j.Failures >= failuresMax
	case fault.Conflict:
		return j.Failures+1 >= conflictsMax
	default:
		return true
	}
}

// delay is how long a job waits after it has failed so often: twice as long each time, up to delayMax.
func delay(failures int) time.Duration {
	return min(delayMax, time.Second<<min(failures, 10))
}
