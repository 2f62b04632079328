package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"upline/graph"
	"upline/internal/fault"
)

// RestoreOptions say what to restore, and how.
type RestoreOptions struct {
	KnownAt   time.Time // the latest state up to then; zero: the latest
	OnTop     bool      // brings a database up to date that holds an older state, such as a dump that was loaded
	From      string    // a folder that Backup.CopyTo has written, whose files come back into the object store; empty: the object store
	Rehearsal bool      // marks the database as one that a later rehearsal may empty
	By        graph.By
}

// RestoreResult is what was restored.
type RestoreResult struct {
	No      int64          `json:"no"`       // of the segment up to which it was restored
	KnownAt time.Time      `json:"known_at"` // everything recorded up to then is there
	Copies  map[string]int `json:"copies"`   // how many copies were written, by kind; nil: everything was there
	Seconds float64        `json:"seconds"`
	Missing []string       `json:"missing"` // files of the evidence that runs name and the object store has not, each with its run; contents of documents; and of the journal, what may have been erased then
}

// Restore brings the company back into an empty database, which has its schema. All that is needed of the journal is fetched and its
// hashes are compared before anything is written.
//
// Errors: NotFound when there is no backup, or a part of it is not there; Internal when a part is damaged; Conflict when the database
// is not empty, when somebody else restores into it, or when an earlier restore into it did not finish: then it must be emptied.
func (b *Backup) Restore(ctx context.Context, options RestoreOptions) (*RestoreResult, error) {
	ctx, lease, err := b.Graph.Lease(ctx, restoreLease, "upline restore")
	if err != nil {
		return nil, err
	}
	defer lease.Release()
	return b.restore(ctx, options)
}

// restoreLease is the lease under which a database is restored into.
const restoreLease = "restoring this database"

// restore restores under the lease.
func (b *Backup) restore(ctx context.Context, options RestoreOptions) (*RestoreResult, error) {
	began := time.Now()
	if options.From != "" {
		if err := b.bringBack(ctx, folder(options.From)); err != nil {
			return nil, err
		}
	}
	place, err := b.Graph.JournalPlace(ctx)
	if err != nil {
		return nil, err
	}
	j, err := openJournal(ctx, bucket{b.Archive})
	if err != nil {
		return nil, err
	}
	r := &restoring{Backup: b, journal: j, latest: map[string]graph.Copied{}, taken: map[string]bool{}, result: RestoreResult{Copies: map[string]int{}}}
	target, header, err := j.latest(ctx, options.KnownAt)
	switch {
	case err != nil:
		return nil, err
	case target == nil:
		return nil, fault.NotFoundf("restore", "there is no backup up to that time: upline backup writes one")
	case options.OnTop && place.No == 0:
		return nil, fault.Conflictf("restore", "this database has no place in the journal: restore into an empty one")
	case options.OnTop && target.SHA256 == place.SHA256:
		return &RestoreResult{No: target.no, KnownAt: header.To}, nil
	}
	stop := ""
	if options.OnTop {
		stop = place.SHA256
	}
	if err := r.collect(ctx, target, stop); err != nil {
		return nil, err
	}
	if err := r.erasures(ctx, target); err != nil {
		return nil, err
	}
	if err := r.look(ctx); err != nil {
		return nil, err
	}
	r.result.No, r.result.KnownAt = target.no, header.To
	if err := r.write(ctx, options, graph.JournalPlace{No: target.no, SHA256: target.SHA256, Watermark: header.To}); err != nil {
		return nil, err
	}
	if err := r.documents(ctx, options); err != nil {
		return nil, err
	}
	r.result.Seconds = time.Since(began).Seconds()
	return &r.result, nil
}

// documents brings back the bytes of documents, once it is known which are there. A rehearsal leaves the object store as it is.
func (r *restoring) documents(ctx context.Context, options RestoreOptions) error {
	if options.Rehearsal {
		return nil
	}
	if options.From != "" {
		if err := r.bringBackDocuments(ctx, folder(options.From), &r.result); err != nil {
			return err
		}
	}
	if err := r.holdAgain(ctx, &r.result); err != nil {
		return err
	}
	slices.Sort(r.result.Missing)
	r.result.Missing = slices.Compact(r.result.Missing)
	return nil
}

// restoring is a restore on its way.
type restoring struct {
	*Backup
	journal *journal
	latest  map[string]graph.Copied // of segments, by kind and key
	taken   map[string]bool         // erasures of later segments
	gone    []graph.Copied          // documents that were deleted or restricted later
	base    *journalObject          // nil: none is needed
	result  RestoreResult
}

// collect reads segments, the latest first, back to the base; or to the one with the hash stop, if that comes first.
func (r *restoring) collect(ctx context.Context, o *journalObject, stop string) error {
	for o.kind == segmentKind {
		reader, err := r.journal.read(ctx, o)
		if err != nil {
			return err
		}
		err = reader.each(func(c graph.Copied) error {
			key := c.Kind + " " + c.Key
			if _, later := r.latest[key]; !later {
				r.latest[key] = c
			}
			return context.Cause(ctx)
		})
		reader.close()
		if err != nil {
			return err
		}
		if o, err = r.journal.followed(o, &reader.header); err != nil {
			return err
		}
		if o.SHA256 == stop {
			return nil
		}
	}
	r.progress("fetching the base")(0, 0)
	_, err := r.journal.header(ctx, o) // brings it, and so compares its hash
	r.base = o
	return err
}

// write writes everything into the database.
func (r *restoring) write(ctx context.Context, options RestoreOptions, place graph.JournalPlace) error {
	var few []graph.Copied
	for _, c := range r.latest {
		if c.Few() {
			few = append(few, c)
		}
	}
	to, err := r.Graph.BeginRestore(ctx, graph.RestoreOptions{OnTop: options.OnTop, Rehearsal: options.Rehearsal, By: options.By})
	if err != nil {
		return err
	}
	if err := to.Nodes(ctx, few); err != nil {
		return err
	}
	if err := r.batches(ctx, "restoring", to.Nodes, r.result.Copies); err != nil {
		return err
	}
	if err := r.batches(ctx, "restoring relationships", to.Links, nil); err != nil {
		return err
	}
	r.progress("erasing again what was erased")(0, 0)
	if err := to.Forget(ctx, r.gone); err != nil {
		return err
	}
	r.progress("checking")(0, 0)
	if err := to.Finish(ctx, few, place); err != nil {
		return err
	}
	return r.eraseEntries(ctx, options.By)
}

// A batch of a restore is one transaction; so many are written at the same time.
const (
	restoreBatch    = 5000
	restoreSessions = 3
)

// batches hands the latest copy of each of the many to write, in batches.
func (r *restoring) batches(ctx context.Context, step string, write func(ctx context.Context, copies []graph.Copied) error, counts map[string]int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(restoreSessions)
	var batch []graph.Copied
	done := 0
	flush := func() {
		copies := batch
		batch = nil
		group.Go(func() error { return write(ctx, copies) })
		done += len(copies)
		r.progress(step)(done, 0)
	}
	add := func(c graph.Copied) error {
		if counts != nil {
			counts[c.Kind]++
		}
		if batch = append(batch, c); len(batch) == restoreBatch {
			flush()
		}
		return context.Cause(ctx)
	}
	err := r.eachOfMany(ctx, add)
	if err == nil && len(batch) > 0 {
		flush()
	}
	if failed := group.Wait(); failed != nil {
		return failed
	}
	return err
}

// eachOfMany hands the latest copy of each of the many to visit: first what the base holds, and no segment after it.
func (r *restoring) eachOfMany(ctx context.Context, visit func(c graph.Copied) error) error {
	if r.base != nil {
		reader, err := r.journal.read(ctx, r.base)
		if err != nil {
			return err
		}
		defer reader.close()
		err = reader.each(func(c graph.Copied) error {
			if _, later := r.latest[c.Kind+" "+c.Key]; later {
				return nil
			}
			return visit(c)
		})
		if err != nil {
			return err
		}
	}
	for _, c := range r.latest {
		if !c.Few() {
			if err := visit(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// look finds out which evidence is missing. That keeps nobody from having the company back.
func (r *restoring) look(ctx context.Context) error {
	files, err := r.Archive.List(ctx, evidencePrefix)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, file := range files {
		there[file.SHA256] = true
	}
	for _, c := range r.latest {
		named, err := evidenceOf(c)
		if err != nil {
			return err
		}
		for _, e := range named {
			if !there[e.SHA256] {
				r.result.Missing = append(r.result.Missing, fmt.Sprintf("run %s: %s, SHA-256 %s", c.Key, e.Name, e.SHA256))
			}
		}
	}
	slices.Sort(r.result.Missing)
	return nil
}

// evidenceOf returns the files that a copy of a run names.
func evidenceOf(c graph.Copied) (files []graph.Evidence, err error) {
	if c.Kind != "Run" {
		return nil, nil
	}
	var run struct {
		Evidence, Hashes []string
		Sizes            []int64
		State            string
	}
	if err := json.Unmarshal(c.Properties, &run); err != nil {
		return nil, fault.Internalf("restore", "the journal's run %s cannot be understood: %v", c.Key, err)
	}
	if run.State == string(graph.Discarded) {
		return nil, nil
	}
	for i, name := range run.Evidence {
		files = append(files, graph.Evidence{Name: name, SHA256: run.Hashes[i], Size: run.Sizes[i]})
	}
	return files, nil
}
