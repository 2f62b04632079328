package jobs

import (
	"context"
	"sync"

	"golang.org/x/sync/singleflight"

	"upline/commission"
	"upline/commission/explain"
	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/fault"
)

// Explanations explains what settlements gave to whom. A run is computed again for it, from what was known then; the last few
// stay in memory, since who asks for one explanation asks for the next. It is safe for concurrent use.
type Explanations struct {
	Settlement *Settlement

	flight singleflight.Group
	mutex  sync.Mutex
	recent []*settledRun // the latest first
}

// settledRun is a run that was computed again. Its explainer answers one after the other.
type settledRun struct {
	id        string
	mutex     sync.Mutex
	explainer *explain.Explainer
}

func (r *settledRun) explain(query explain.Query) (*explain.Explanation, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.explainer.Explain(query)
}

// keepRuns is how many runs stay in memory: one of a million partners takes some gigabytes.
const keepRuns = 2

// Explain explains what a partner got in a settlement, or what an order gave to anybody, to who may see it.
//
// Errors: NotFound when there is no such run, partner or order, or none within; Conflict when the run is no settlement, or is not computed
// yet; Internal when the explanation disagrees with what was archived.
func (e *Explanations) Explain(ctx context.Context, run *graph.Run, query explain.Query, within graph.Sight) (*explain.Explanation, error) {
	store := e.Settlement.Graph
	if err := store.SeeOrder(ctx, within, query.Order, true); err != nil {
		return nil, err
	}
	partner, err := store.OneWithin(ctx, within, query.Partner, run.LastDay)
	if err != nil {
		return nil, err
	}
	query.Partner = partner
	switch {
	case run.Kind != graph.Settlement:
		return nil, fault.Conflictf("explain", "run %s is a reversal run: ask for the settlement of %s, which takes its lines up", run.ID, run.Period)
	case len(run.Evidence) == 0:
		return nil, fault.Conflictf("explain", "run %s is %s: it can be explained once it is computed", run.ID, run.State)
	}
	settled, err := e.settled(ctx, run)
	if err != nil {
		return nil, err
	}
	explanation, err := settled.explain(query)
	if err == nil && !within.Whole() {
		explanation.CutAbove()
	}
	return explanation, err
}

// settled returns a run computed again. Those who ask for the same at the same time wait for one; it is not given up
// when one of them leaves.
func (e *Explanations) settled(ctx context.Context, run *graph.Run) (*settledRun, error) {
	if found := e.find(run.ID); found != nil {
		return found, nil
	}
	ready := e.flight.DoChan(run.ID, func() (any, error) {
		settled, err := e.Settlement.settleAgain(context.WithoutCancel(ctx), run)
		if err != nil {
			return nil, err
		}
		r := &settledRun{id: run.ID, explainer: explain.New(settled)}
		e.keep(r)
		return r, nil
	})
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case result := <-ready:
		if result.Err != nil {
			return nil, result.Err
		}
		return result.Val.(*settledRun), nil
	}
}

func (e *Explanations) find(id string) *settledRun {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	for i, r := range e.recent {
		if r.id == id {
			copy(e.recent[1:i+1], e.recent[:i])
			e.recent[0] = r
			return r
		}
	}
	return nil
}

func (e *Explanations) keep(r *settledRun) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.recent = append([]*settledRun{r}, e.recent[:min(len(e.recent), keepRuns-1)]...)
}

// settleAgain computes a settlement again, from the facts that it knew.
func (s *Settlement) settleAgain(ctx context.Context, run *graph.Run) (*commission.Run, error) {
	snapshot, history, err := s.recall(ctx, run)
	if err != nil {
		return nil, err
	}
	if facts, _ := digest(snapshot); facts != run.Digest {
		return nil, fault.Internalf("explain", "the facts of run %s have SHA-256 %s, and had %s: verify the run", run.ID, facts, run.Digest)
	}
	return commission.Settle(snapshot.Facts, history, run.Period, s.workers())
}

// FindLines returns lines of a run that a filter wants, from a row of its evidence on (see evidence.FindLines), to who may see them.
//
// Errors: Conflict when the run is not computed yet; NotFound when a partner or an order is named that is not within; Invalid when
// nobody is named by who does not see everybody; those of documents.Fetch.
func (s *Settlement) FindLines(ctx context.Context, run *graph.Run, filter evidence.LineFilter, within graph.Sight, from int64, limit int) (lines []evidence.Line, next int64, err error) {
	if err := s.Graph.SeeOrder(ctx, within, filter.Order, false); err != nil {
		return nil, 0, err
	}
	if filter.Beneficiary, err = s.Graph.OneWithin(ctx, within, filter.Beneficiary, run.LastDay); err != nil {
		return nil, 0, err
	}
	if len(run.Evidence) == 0 {
		return nil, 0, fault.Conflictf("lines", "run %s is %s: it has lines once it is computed", run.ID, run.State)
	}
	file, err := fetch(ctx, s.Archive, run, evidence.Lines)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	return evidence.FindLines(file, file.Size(), filter, from, limit)
}
