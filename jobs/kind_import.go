package jobs

import (
	"context"
	"os"

	"upline/graph"
)

// importArgs name the file to import.
type importArgs struct {
	File    File `json:"file"`
	Correct bool `json:"correct"`
}

// ImportBundle is the job that imports a bundle: a ZIP archive of its files.
func ImportBundle(file File, correct bool) graph.NewJob {
	return newJob("import", file.Name, importArgs{file, correct})
}

func doImport(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[importArgs](j)
	if err != nil {
		return nil, err
	}
	archive, err := s.Fetch(ctx, args.File)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	dir, err := os.MkdirTemp("", "upline-bundle-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := unzip(ctx, archive, archive.Size(), dir); err != nil {
		return nil, err
	}
	return s.Import(ctx, dir, args.Correct, j.By())
}
