package jobs

import (
	"context"
	"fmt"

	"upline/graph"
	"upline/internal/fault"
)

// erasures takes up what was erased after the time that is restored: it stays erased. All that the journal holds after the target is
// looked through, the latest first; what of it cannot be read keeps nobody from having the company back, and is told.
func (r *restoring) erasures(ctx context.Context, target *journalObject) error {
	for i := len(r.journal.objects) - 1; i >= 0 && r.journal.objects[i].no > target.no; i-- {
		o := &r.journal.objects[i]
		err := r.erasuresIn(ctx, o)
		switch kind := fault.KindOf(err); {
		case err == nil:
		case ctx.Err() == nil && (kind == fault.NotFound || kind == fault.Internal):
			r.result.Missing = append(r.result.Missing, fmt.Sprintf("%s: what was erased then is not known, and may be back", o.name()))
		default:
			return err
		}
	}
	return nil
}

// erasuresIn takes up the erasures of a journal object, if there are none that are newer.
func (r *restoring) erasuresIn(ctx context.Context, o *journalObject) error {
	reader, err := r.journal.read(ctx, o)
	if err != nil {
		return err
	}
	defer reader.close()
	return reader.each(func(c graph.Copied) error {
		key := c.Kind + " " + c.Key
		switch {
		case r.taken[key]:
		case c.Erasure():
			r.taken[key], r.latest[key] = true, c
		case c.Gone():
			r.taken[key], r.gone = true, append(r.gone, c)
		}
		return context.Cause(ctx)
	})
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
