package jobs

import (
	"context"

	"upline/graph"
)

// Verify is the job that computes a run again, and compares.
func Verify(run string) graph.NewJob { return newJob("verify", run, runArgs{run}) }

// VerifyLast is the job that verifies the settlement posted last, if there is one.
func VerifyLast() graph.NewJob { return newJob("verify", "", runArgs{}) }

func doVerify(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[runArgs](j)
	if err != nil {
		return nil, err
	}
	if args.Run == "" {
		_, last := graph.AllPeriods()
		posted, err := s.posted(ctx, last)
		if err != nil || len(posted) == 0 {
			return nil, err
		}
		args.Run = posted[len(posted)-1].ID
	}
	run, err := s.Verify(ctx, args.Run)
	if err != nil {
		return nil, err
	}
	return resultOf(run), nil
}
