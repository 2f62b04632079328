package jobs

import (
	"context"

	"upline/documents"
	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// Settlement settles the periods of a company, from the facts in the graph to posted runs whose evidence is archived.
type Settlement struct {
	Graph   *graph.Store
	Archive *documents.Archive
	// Workers is how many goroutines compute; the result does not depend on it.
	Workers int
	// FourEyes demands that somebody else approves a run than who computed it.
	FourEyes bool
	// Progress, if given, is told what is being done, and how far that is; of 0: nobody knows.
	Progress func(step string, done, of int)
	// Posted, if given, says which jobs follow when a run is posted; they are written with the posting, or not at all.
	Posted func(run *graph.Run) []graph.NewJob
}

func (s *Settlement) progress(step string, done, of int) {
	if s.Progress != nil {
		s.Progress(step, done, of)
	}
}

// Approve records that a run is right.
//
// Errors: those of graph.ApproveRun.
func (s *Settlement) Approve(ctx context.Context, id string, by graph.By) error {
	return s.Graph.ApproveRun(ctx, id, s.FourEyes, by)
}

// Discard records that a run counts nowhere; the lease of its period keeps it from being posted at the same time.
//
// Errors: those of graph.DiscardRun; Conflict while somebody is at work on the run.
func (s *Settlement) Discard(ctx context.Context, id string, by graph.By) error {
	run, err := s.Graph.Run(ctx, id, graph.Everybody)
	if err != nil {
		return err
	}
	ctx, lease, err := s.Graph.Lease(ctx, graph.RunLease(run.Period), by.Actor)
	if err != nil {
		return err
	}
	defer lease.Release()
	return s.Graph.DiscardRun(ctx, id, by)
}

// Find returns the run of a period that is not discarded: the settlement, or the latest reversal run.
//
// Errors: NotFound when there is none.
func (s *Settlement) Find(ctx context.Context, kind graph.RunKind, p period.Period) (*graph.Run, error) {
	runs, err := s.Graph.Runs(ctx, p, p)
	if err != nil {
		return nil, err
	}
	var found *graph.Run
	for _, r := range runs {
		if r.Kind == kind && r.State != graph.Discarded {
			found = r
		}
	}
	if found == nil {
		return nil, fault.NotFoundf("run", "there is no %s run of %s: compute it", kind, p)
	}
	return found, nil
}

// Settle computes, approves and posts the periods from … through in turn: a single operator's short cut. A run that is there
// already goes on from where it is; what is posted stays.
//
// Errors: Forbidden when four eyes are demanded; those of the steps.
func (s *Settlement) Settle(ctx context.Context, from, through period.Period, by graph.By, each func(run *graph.Run)) error {
	if s.FourEyes {
		return &fault.Error{Kind: fault.Forbidden, Op: "settle", Msg: "four eyes are demanded here: compute, have somebody else approve, and post"}
	}
	for p := from; p <= through; p++ {
		run, err := s.settleOne(ctx, p, by)
		if err != nil {
			return err
		}
		if each != nil {
			each(run)
		}
	}
	return nil
}

func (s *Settlement) settleOne(ctx context.Context, p period.Period, by graph.By) (*graph.Run, error) {
	run, err := s.Find(ctx, graph.Settlement, p)
	if fault.KindOf(err) == fault.NotFound && err != nil || err == nil && run.State == graph.Draft {
		run, err = s.Compute(ctx, p, by)
	}
	if err != nil {
		return nil, err
	}
	if run.State == graph.Computed {
		if err := s.Approve(ctx, run.ID, by); err != nil {
			return nil, err
		}
		run.State = graph.Approved
	}
	if run.State == graph.Approved {
		if err := s.Post(ctx, run.ID, by); err != nil {
			return nil, err
		}
	}
	return s.Graph.Run(ctx, run.ID, graph.Everybody)
}

// posted returns the settlements that are posted before a period, the earliest first.
func (s *Settlement) posted(ctx context.Context, before period.Period) (list []*graph.Run, err error) {
	runs, err := s.Graph.Runs(ctx, 0, before-1)
	for _, r := range runs {
		if r.Kind == graph.Settlement && r.State == graph.Posted {
			list = append(list, r)
		}
	}
	return list, err
}

// postedRun returns the posted settlement of a period.
//
// Errors: Conflict when it is not posted.
func (s *Settlement) postedRun(ctx context.Context, p period.Period) (*graph.Run, error) {
	runs, err := s.posted(ctx, p+1)
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		if run.Period == p {
			return run, nil
		}
	}
	return nil, fault.Conflictf("run", "the run of %s is not posted: settle it first", p)
}
