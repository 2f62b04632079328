package jobs

import (
	"context"
	"time"

	"upline/graph"
)

// erasures takes up what was erased after the time that is restored: it stays erased. Whatever the journal holds after the target is
// looked through, back to the target or to the base that came after it.
func (r *restoring) erasures(ctx context.Context, target *journalObject) error {
	o, _, err := r.journal.latest(ctx, time.Time{})
	for err == nil && o.SHA256 != target.SHA256 {
		if o, err = r.erasuresIn(ctx, o); o == nil {
			break
		}
	}
	return err
}

// erasuresIn takes up the erasures of a journal object that are newer than those there are, and returns what it follows; nil: it is a base.
func (r *restoring) erasuresIn(ctx context.Context, o *journalObject) (before *journalObject, err error) {
	reader, err := r.journal.read(ctx, o)
	if err != nil {
		return nil, err
	}
	defer reader.close()
	err = reader.each(func(c graph.Copied) error {
		key := c.Kind + " " + c.Key
		if c.Erasure() && !r.taken[key] { // segments come the latest first
			r.taken[key], r.latest[key] = true, c
		}
		return context.Cause(ctx)
	})
	if err != nil || o.kind != segmentKind {
		return nil, err
	}
	return r.journal.followed(o, &reader.header)
}

// eraseEntries erases again what entries say of those who were erased, with an entry each. Where nothing is said any more, nothing is done.
func (r *restoring) eraseEntries(ctx context.Context, by graph.By) error {
	return r.Graph.EachErasure(ctx, func(e *graph.Erasure) error {
		for _, subject := range e.Subjects() {
			said, err := r.Graph.SaidOf(ctx, subject)
			if err == nil && said > 0 {
				_, err = r.Graph.Erase(ctx, subject, e.Ground+" (again, after a restore)", by.Recorded())
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
