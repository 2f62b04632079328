package jobs

import (
	"context"
	"io"

	"upline/documents"
	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/results"
)

// ExportRuns writes the four result files of posted periods, from their evidence.
//
// Errors: Conflict when one of them is not posted; those of results.
func (s *Settlement) ExportRuns(ctx context.Context, dir string, from, through period.Period) error {
	posted, err := s.posted(ctx, through+1)
	if err != nil {
		return err
	}
	byPeriod := map[period.Period]*graph.Run{}
	for _, run := range posted {
		byPeriod[run.Period] = run
	}
	for p := from; p <= through; p++ {
		if byPeriod[p] == nil {
			return fault.Conflictf("export", "the run of %s is not posted: settle it first, or name other periods", p)
		}
	}
	w, err := results.CreateFromEvidence(dir)
	if err != nil {
		return err
	}
	defer w.Abort()
	for p := from; p <= through; p++ {
		s.progress("writing "+p.String(), int(p-from), int(through-from)+1)
		if err := s.exportRun(ctx, w, byPeriod[p]); err != nil {
			return err
		}
	}
	return w.Commit()
}

// exportRun adds a run to results, which open the files of its evidence one after the other.
func (s *Settlement) exportRun(ctx context.Context, w *results.Writer, run *graph.Run) error {
	var open *documents.File
	closeOpen := func() {
		if open != nil {
			open.Close()
		}
	}
	defer func() { closeOpen() }()
	return w.AddEvidence(func(name evidence.Name) (io.ReaderAt, int64, error) {
		closeOpen()
		var err error
		if open, err = fetch(ctx, s.Archive, run, name); err != nil {
			return nil, 0, err
		}
		return open, open.Size(), nil
	})
}
