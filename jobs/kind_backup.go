package jobs

import (
	"context"

	"upline/graph"
)

// backupArgs say how much is written.
type backupArgs struct {
	Full bool `json:"full"`
}

// BackUp is the job that writes what has changed to the journal, or everything.
func BackUp(full bool) graph.NewJob { return newJob("backup", "", backupArgs{full}) }

func doBackUp(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[backupArgs](j)
	if err != nil {
		return nil, err
	}
	b := &Backup{Graph: w.Graph, Archive: w.Archive, Workers: w.Workers, Progress: s.Progress}
	return b.Write(ctx, args.Full)
}
