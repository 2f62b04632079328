package jobs

import (
	"context"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// periodArgs name a period, and the last day that counts in a reversal run.
type periodArgs struct {
	Period  period.Period `json:"period"`
	LastDay period.Day    `json:"last_day"`
}

// RunResult is the run that a job has worked on.
type RunResult struct {
	Run   string         `json:"run"`
	State graph.RunState `json:"state"`
	Lines int            `json:"lines"`
}

func resultOf(run *graph.Run) RunResult { return RunResult{run.ID, run.State, run.Lines} }

// Settle is the job that computes the settlement of a period.
func Settle(p period.Period) graph.NewJob {
	return newJob("settle", p.String(), periodArgs{p, p.End()})
}

func doSettle(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[periodArgs](j)
	if err != nil {
		return nil, err
	}
	return s.computeOnce(ctx, j, graph.Settlement, args)
}

// Reverse is the job that computes a reversal run of the open period, up to a day.
func Reverse(p period.Period, lastDay period.Day) graph.NewJob {
	return newJob("reverse", p.String(), periodArgs{p, lastDay})
}

func doReverse(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[periodArgs](j)
	if err != nil {
		return nil, err
	}
	return s.computeOnce(ctx, j, graph.Reversal, args)
}

// computeOnce computes a run, unless an earlier attempt of the job has done so and died before it could say so.
func (s *Settlement) computeOnce(ctx context.Context, j *graph.Job, kind graph.RunKind, args periodArgs) (any, error) {
	if j.Attempt > 1 {
		run, err := s.Find(ctx, kind, args.Period)
		switch {
		case err != nil && fault.KindOf(err) != fault.NotFound:
			return nil, err
		case err == nil && run.State != graph.Draft && run.ComputedBy == j.CreatedBy && !run.StartedAt.Before(j.CreatedAt) && run.LastDay == args.LastDay:
			return resultOf(run), nil
		}
	}
	var run *graph.Run
	var err error
	if kind == graph.Reversal {
		run, err = s.Reverse(ctx, args.Period, args.LastDay, j.By())
	} else {
		run, err = s.Compute(ctx, args.Period, j.By())
	}
	if err != nil {
		return nil, err
	}
	return resultOf(run), nil
}
