package jobs

import (
	"context"

	"upline/graph"
	"upline/internal/period"
)

// projectArgs name the lines to be put into the graph.
type projectArgs struct {
	Period period.Period `json:"period"`
	Under  string        `json:"under"` // what this partner and everyone below earned; empty: all
	Drop   bool          `json:"drop"`  // take them out instead
}

// Project is the job that puts the lines of a posted period into the graph for analysts, or takes them out.
func Project(p period.Period, under string, drop bool) graph.NewJob {
	return newJob("project", p.String(), projectArgs{p, under, drop})
}

func doProject(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[projectArgs](j)
	if err != nil {
		return nil, err
	}
	project := func() (int, error) { return s.ProjectLines(ctx, args.Period, args.Under, j.By()) }
	if args.Drop {
		project = func() (int, error) { return s.DropLines(ctx, args.Period, j.By()) }
	}
	lines, err := project()
	return map[string]int{"lines": lines}, err
}
