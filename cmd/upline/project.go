package main

import (
	"context"
	"fmt"

	"upline/internal/period"
	"upline/jobs"
)

// projectCommand groups what is put into the graph for analysts.
type projectCommand struct {
	Lines projectLinesCommand `cmd:"" help:"Put a posted run's lines into the graph, or take them out." example:"upline project lines --period 2026-03 --under P0000001"`
}

// projectLinesCommand projects the lines of a run.
type projectLinesCommand struct {
	Period period.Period `required:"" placeholder:"YYYY-MM" help:"The period whose posted run is projected."`
	Under  string        `placeholder:"PARTNER" help:"Only what this partner and everyone below earned."`
	Drop   bool          `help:"Take the lines of the period out again."`
	workersFlag
	actorFlag
}

// Help is what project lines --help says besides the flags.
func (projectLinesCommand) Help() string {
	return `Analysts ask the graph who earned what for which order: (:Order)-[:EARNED {bonus, level, amount …}]->(:Partner). The lines of
a run stand in the archive, since they are many; this puts those of one period into the graph, and --drop takes them out.
A repetition replaces what is there. Lines that belong to no order come from the run: (:Run)-[:EARNED]->(:Partner).`
}

// Run projects, and counts.
func (c *projectLinesCommand) Run(ctx context.Context, m *Main) error {
	return m.withSettlement(ctx, c.workersFlag, func(s *jobs.Settlement) error {
		if c.Drop {
			dropped, err := s.DropLines(ctx, c.Period, c.by(""))
			if err != nil {
				return err
			}
			return m.print(fmt.Sprintf("Took %s of %s out of the graph\n", counting(dropped, "line"), c.Period))
		}
		projected, err := s.ProjectLines(ctx, c.Period, c.Under, c.by(""))
		if err != nil {
			return err
		}
		return m.print(fmt.Sprintf("Put %s of %s into the graph\n", counting(projected, "line"), c.Period))
	})
}
