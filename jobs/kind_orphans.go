package jobs

import (
	"context"
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
	return w.Desk.SweepOrphans(ctx, time.Now().Add(-orphanTerm), func(done, of int) { s.progress("looking at bytes that nobody has recorded", done, of) })
}

// Swept is what came of a sweep.
type Swept struct {
	Objects int `json:"objects"`
	Erased  int `json:"erased"`
	Locked  int `json:"locked"` // that no document has, and nobody may erase
}

// SweepOrphans erases bytes that no document has, and that were put before a time.
//
// Errors: Unavailable when a store does not answer.
func (d *Desk) SweepOrphans(ctx context.Context, before time.Time, progress func(done, of int)) (swept Swept, err error) {
	objects, err := d.Archive.List(ctx, strings.TrimSuffix(folderOfAll, "/"))
	if err != nil {
		return swept, err
	}
	known, err := d.folders(ctx) // after the list: what was recorded meanwhile is known
	if err != nil {
		return swept, err
	}
	swept.Objects = len(objects)
	for i, object := range objects {
		progress(i+1, len(objects))
		if known[object.Prefix] {
			continue
		}
		erased, err := d.eraseOrphan(ctx, object, before)
		switch {
		case err == nil && erased:
			swept.Erased++
		case fault.KindOf(err) == fault.Conflict && err != nil:
			swept.Locked++
		case err != nil:
			return swept, err
		}
	}
	return swept, nil
}

// eraseOrphan erases an object that nobody has recorded, once it is old enough.
func (d *Desk) eraseOrphan(ctx context.Context, object documents.Object, before time.Time) (erased bool, err error) {
	versions, err := d.Archive.Versions(ctx, object.Prefix, object.Ref)
	if err != nil {
		return false, err
	}
	for i := range versions {
		if !versions[i].Modified.Before(before) {
			return false, nil
		}
	}
	_, err = d.Archive.Erase(ctx, object.Prefix, object.Ref, false)
	return err == nil, err
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
