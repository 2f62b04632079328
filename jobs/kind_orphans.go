package jobs

import (
	"context"
	"errors"
	"strings"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/internal/fault"
)

// SweepOrphans is the job that takes away bytes of documents that were brought in and never recorded, since a store or a process went away
// in between. They are not locked. What is young may belong to a request that is under way, or is tried again under its key.
func SweepOrphans() graph.NewJob { return newJob("orphans", "", struct{}{}) }

// orphanTerm is how old bytes must be that nobody has recorded: keys of idempotency are forgotten by then.
const orphanTerm = graph.KeysKept + 24*time.Hour

// idsAtOnce is how many ids of documents are read at once.
const idsAtOnce = 5_000

// doOrphans erases what no document has.
func doOrphans(ctx context.Context, w *Worker, _ *graph.Job, s *Settlement) (any, error) {
	objects, err := w.Archive.List(ctx, strings.TrimSuffix(folderOfAll, "/"))
	if err != nil {
		return nil, err
	}
	known, err := w.Desk.folders(ctx) // after the list: what was recorded meanwhile is known
	if err != nil {
		return nil, err
	}
	erased, locked := 0, 0
	for i, object := range objects {
		if known[object.Prefix] {
			continue
		}
		done, err := w.eraseOrphan(ctx, object)
		switch kind := fault.KindOf(err); {
		case err == nil && done:
			erased++
		case err == nil:
		case kind == fault.Conflict:
			locked++
		default:
			return nil, err
		}
		s.progress("looking at bytes that nobody has recorded", i+1, len(objects))
	}
	return map[string]int{"objects": len(objects), "erased": erased, "locked": locked}, nil
}

// eraseOrphan erases an object that nobody has recorded, once it is old enough.
func (w *Worker) eraseOrphan(ctx context.Context, object documents.Object) (erased bool, err error) {
	versions, err := w.Archive.Versions(ctx, object.Prefix, object.Ref)
	if err != nil {
		return false, err
	}
	for i := range versions {
		if time.Since(versions[i].Modified) < orphanTerm {
			return false, nil
		}
	}
	_, err = w.Archive.Erase(ctx, object.Prefix, object.Ref, false)
	return err == nil, errors.Join(err, context.Cause(ctx))
}

// folders are where the bytes of all documents lie, those that were deleted included.
func (d *Desk) folders(ctx context.Context) (map[string]bool, error) {
	folders := map[string]bool{}
	for after := int64(0); ; {
		ids, last, err := d.Documents.IDs(ctx, after, idsAtOnce)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			folders[FolderOf(id)] = true
		}
		if len(ids) < idsAtOnce {
			return folders, nil
		}
		after = last
	}
}
