package jobs

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"upline/documents"
	"upline/documents/evidence"
	"upline/documents/retention"
	"upline/graph"
	"upline/internal/fault"
)

// keepEvidence keeps the files of a run, which are in a folder.
type keepEvidence func(ctx context.Context, dir string, files []graph.Evidence) error

// evidencePrefix is where the object store keeps what runs have left behind.
const evidencePrefix = "evidence"

// archive puts the files of a run into the object store, under their hashes. Files that are there already stay.
func (s *Settlement) archive(ctx context.Context, dir string, files []graph.Evidence) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(2)
	for _, file := range files {
		group.Go(func() error {
			f, err := os.Open(filepath.Join(dir, evidence.Name(file.Name).File()))
			if err != nil {
				return err
			}
			defer f.Close()
			ref, err := s.Archive.Put(ctx, evidencePrefix, f, file.Size, keptAsBooks(time.Now()))
			if err == nil && ref.SHA256 != file.SHA256 {
				err = fault.Internalf("archive", "%s changed while it was archived: its SHA-256 is %s, and was %s", file.Name, ref.SHA256, file.SHA256)
			}
			return err
		})
	}
	s.progress("archiving", 0, 0)
	return group.Wait()
}

// keptAsBooks is how long the evidence of a run is kept from being deleted.
func keptAsBooks(now time.Time) documents.Retention {
	return documents.RetentionOf(retention.ByLaw().Term(retention.Evidence, now))
}

// readEvidence hands the rows of a file to each.
func readEvidence[T any](ctx context.Context, archive *documents.Archive, run *graph.Run, name evidence.Name,
	read func(r io.ReaderAt, size int64, each func(rows []T) error) error, each func(row *T) error,
) error {
	file, err := fetch(ctx, archive, run, name)
	if err != nil {
		return err
	}
	defer file.Close()
	return read(file, file.Size(), func(rows []T) error {
		for i := range rows {
			if err := each(&rows[i]); err != nil {
				return err
			}
		}
		return context.Cause(ctx)
	})
}

// readLinesOf hands the lines of some orders to each, in the order of plan-language §9.
func readLinesOf(ctx context.Context, archive *documents.Archive, run *graph.Run, orders map[string]bool, each func(row *evidence.Line) error) error {
	file, err := fetch(ctx, archive, run, evidence.Lines)
	if err != nil {
		return err
	}
	defer file.Close()
	return evidence.ReadLinesOf(file, file.Size(), orders, func(rows []evidence.Line) error {
		for i := range rows {
			if err := each(&rows[i]); err != nil {
				return err
			}
		}
		return context.Cause(ctx)
	})
}

// fetch opens a file of a run's evidence.
func fetch(ctx context.Context, archive *documents.Archive, run *graph.Run, name evidence.Name) (*documents.File, error) {
	e, ok := run.Find(string(name))
	if !ok {
		return nil, fault.Internalf("archive", "run %s has no %s", run.ID, name)
	}
	return archive.Fetch(ctx, evidencePrefix, documents.Ref{SHA256: e.SHA256, Size: e.Size})
}
