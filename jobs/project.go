package jobs

import (
	"context"

	"upline/commission"
	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/period"
)

// ProjectLines puts the lines of a posted period into the graph for analysts: all of them, or just what a partner and
// everyone below earned, as the tree stood on the last day. It says how many they are.
//
// Errors: NotFound when there is no such run or partner; Conflict when the run is not posted, or another projection of it is
// under way.
func (s *Settlement) ProjectLines(ctx context.Context, p period.Period, under string, by graph.By) (lines int, err error) {
	run, err := s.postedRun(ctx, p)
	if err != nil {
		return 0, err
	}
	ctx, lease, err := s.Graph.Lease(ctx, graph.ProjectionLease(run), by.Actor)
	if err != nil {
		return 0, err
	}
	defer lease.Release()
	var wanted map[string]bool
	if under != "" {
		if wanted, err = s.branch(ctx, under, graph.View{AsOf: run.LastDay, KnownAt: run.At.KnownAt}); err != nil {
			return 0, err
		}
	}
	projection, err := s.Graph.ProjectLines(ctx, run, by)
	if err != nil {
		return 0, err
	}
	read := 0
	err = readEvidence(ctx, s.Archive, run, evidence.Lines, evidence.ReadLines, func(row *evidence.Line) error {
		if read++; wanted == nil || wanted[row.Beneficiary] {
			projection.Add(lineOf(row))
			s.progress("projecting "+p.String(), read, run.Lines)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return projection.Finish()
}

// DropLines takes the lines of a period out of the graph, and says how many they were.
//
// Errors: those of ProjectLines.
func (s *Settlement) DropLines(ctx context.Context, p period.Period, by graph.By) (lines int, err error) {
	run, err := s.postedRun(ctx, p)
	if err != nil {
		return 0, err
	}
	ctx, lease, err := s.Graph.Lease(ctx, graph.ProjectionLease(run), by.Actor)
	if err != nil {
		return 0, err
	}
	defer lease.Release()
	return s.Graph.DropLines(ctx, run, by)
}

// branch is a partner and everyone below.
func (s *Settlement) branch(ctx context.Context, partner string, at graph.View) (map[string]bool, error) {
	forest, err := s.Graph.ForestAt(ctx, at, "")
	if err != nil {
		return nil, err
	}
	ids, err := forest.Branch(partner)
	if err != nil {
		return nil, err
	}
	members := map[string]bool{}
	for _, id := range ids {
		members[id] = true
	}
	return members, nil
}

func lineOf(row *evidence.Line) graph.Line {
	line := graph.Line{
		Kind: row.Kind.String(), Bonus: row.Bonus, Order: row.Order, Source: row.Source, Beneficiary: row.Beneficiary,
		Amount: int64(row.Amount), Condition: row.Condition.String(),
	}
	if row.Level != commission.NoLevel {
		line.Level = row.Level
	}
	if row.HasBase {
		line.Base, line.Percent = row.Base.String(), row.Percent.String()
	}
	return line
}
