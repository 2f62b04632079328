package jobs

import (
	"context"
	"time"

	"upline/graph"
)

// uploadTerm is after how long nobody uploads any more what was begun.
const uploadTerm = 24 * time.Hour

// AbortUploads is the job that drops what uploads have left behind that never ended: parts in the object store, and files of this machine.
func AbortUploads() graph.NewJob { return newJob("abort_uploads", "", struct{}{}) }

func doAbortUploads(ctx context.Context, w *Worker, _ *graph.Job, _ *Settlement) (any, error) {
	before := time.Now().Add(-uploadTerm)
	aborted, err := w.Archive.AbortUploads(ctx, before)
	if err != nil {
		return nil, err
	}
	removed, err := w.Archive.TidySpool(before)
	return map[string]int{"aborted": aborted, "removed": removed}, err
}
