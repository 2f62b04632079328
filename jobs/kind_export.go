package jobs

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"upline/graph"
	"upline/internal/period"
)

// exportArgs say what is exported: the company as a bundle, or posted runs as result files.
type exportArgs struct {
	Runs          bool          `json:"runs"`
	From, Through period.Period `json:",omitempty"`
	AsOf          *period.Day   `json:"as_of,omitempty"` // nil: all days
	KnownAt       time.Time     `json:"known_at"`        // zero: now
}

// ExportBundle is the job that exports the company as a bundle: as known at a time, zero for now, up to a day, nil for all.
func ExportBundle(asOf *period.Day, knownAt time.Time) graph.NewJob {
	return newJob("export", "bundle", exportArgs{AsOf: asOf, KnownAt: knownAt})
}

// ExportRuns is the job that exports posted runs as result files.
func ExportRuns(from, through period.Period) graph.NewJob {
	return newJob("export", from.String()+" to "+through.String(), exportArgs{Runs: true, From: from, Through: through})
}

func doExport(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[exportArgs](j)
	if err != nil {
		return nil, err
	}
	return s.packed(ctx, j.ID, func(dir string) error { return s.exportTo(ctx, dir, args) })
}

func (s *Settlement) exportTo(ctx context.Context, dir string, args exportArgs) error {
	if args.Runs {
		return s.ExportRuns(ctx, dir, args.From, args.Through)
	}
	asOf := period.Forever
	if args.AsOf != nil {
		asOf = *args.AsOf
	}
	_, err := s.Export(ctx, dir, asOf, args.KnownAt)
	return err
}

// packed makes the file of a job: a ZIP of the folder that write makes, which is gone then.
func (s *Settlement) packed(ctx context.Context, job string, write func(dir string) error) (any, error) {
	parent, err := os.MkdirTemp("", "upline-export-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(parent)
	dir := filepath.Join(parent, "export")
	if err := write(dir); err != nil {
		return nil, err
	}
	s.progress("packing", 0, 0)
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(zipFolder(ctx, writer, dir)) }()
	file, err := s.Keep(ctx, job+".zip", "application/zip", reader)
	if err != nil {
		reader.CloseWithError(err)
		return nil, err
	}
	return FileResult{file}, nil
}
