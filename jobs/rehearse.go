package jobs

import (
	"context"

	"upline/graph"
)

// RehearseResult is how a rehearsal went.
type RehearseResult struct {
	RestoreResult
	Runs []RehearsedRun `json:"runs"` // all that are posted
}

// RehearsedRun is a posted run that was computed again from the restored company.
type RehearsedRun struct {
	ID     string `json:"id"`
	Digest string `json:"digest"` // SHA-256 of the facts, hexadecimal
	Files  int    `json:"files"`  // of the evidence
	Error  string `json:"error"`  // empty: facts, plan versions and every file are the same, byte by byte
}

// Failed counts the runs that came out otherwise.
func (r *RehearseResult) Failed() (failed int) {
	for i := range r.Runs {
		if r.Runs[i].Error != "" {
			failed++
		}
	}
	return failed
}

// Rehearse restores the latest backup into Graph, which must be empty or filled by an earlier rehearsal and is emptied then, and
// computes every posted run again there. The live database is not even looked at.
//
// Errors: those of Restore; a run that comes out otherwise is no error, but in the result.
func (b *Backup) Rehearse(ctx context.Context, by graph.By) (*RehearseResult, error) {
	ctx, lease, err := b.Graph.Lease(ctx, restoreLease, "upline rehearse")
	if err != nil {
		return nil, err
	}
	defer lease.Release()
	place, err := b.Graph.JournalPlace(ctx)
	if err != nil {
		return nil, err
	}
	if place.Rehearsal {
		b.progress("emptying the database of the last rehearsal")(0, 0)
		if err := b.Graph.Empty(ctx); err != nil {
			return nil, err
		}
		if _, err := b.Graph.Migrate(ctx); err != nil {
			return nil, err
		}
	}
	restored, err := b.restore(ctx, RestoreOptions{Rehearsal: true, By: by})
	if err != nil {
		return nil, err
	}
	result := &RehearseResult{RestoreResult: *restored}
	first, last := graph.AllPeriods()
	runs, err := b.Graph.Runs(ctx, first, last)
	if err != nil {
		return nil, err
	}
	settlement := &Settlement{Graph: b.Graph, Archive: b.Archive, Workers: b.Workers, Progress: b.Progress}
	for _, run := range runs {
		if run.State != graph.Posted {
			continue
		}
		rehearsed := RehearsedRun{ID: run.ID, Digest: run.Digest, Files: len(run.Evidence)}
		if _, err := settlement.Verify(ctx, run.ID); err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			rehearsed.Error = err.Error()
		}
		result.Runs = append(result.Runs, rehearsed)
	}
	return result, nil
}
