package jobs

import (
	"context"

	"upline/graph"
	"upline/internal/fault"
)

type proceduresArgs struct {
	Language string `json:"language"`
}

// KeepProcedures is the job that writes the documentation of procedures in a language (de or en), and archives it if it has changed.
func KeepProcedures(language string) graph.NewJob {
	return newJob("procedures", language, proceduresArgs{language})
}

func doKeepProcedures(ctx context.Context, w *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[proceduresArgs](j)
	if err != nil {
		return nil, err
	}
	if w.Procedures == nil {
		return nil, fault.Internalf("procedures", "this worker does not know what is set up around it")
	}
	return w.Procedures.Keep(ctx, s, w.Desk, args.Language, j.By())
}
