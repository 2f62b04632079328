package jobs

import (
	"context"
	"encoding/hex"
	"os"

	"upline/commission"
	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/period"
)

// Compute settles a period from what is known now, and archives what it comes to: lines, standings, statements, binary rows
// and carries. Nobody sees any of it before the run is posted.
//
// Errors: Conflict when it is not the period's turn, or a run of it is under way; Invalid when it cannot be settled;
// Unavailable when a store does not answer: then the call is repeated.
func (s *Settlement) Compute(ctx context.Context, p period.Period, by graph.By) (*graph.Run, error) {
	return s.begin(ctx, graph.Settlement, p, p.End(), by)
}

// begin computes a run of a period, up to a day, while nobody else is at work on that period.
func (s *Settlement) begin(ctx context.Context, kind graph.RunKind, p period.Period, lastDay period.Day, by graph.By) (*graph.Run, error) {
	ctx, lease, err := s.Graph.Lease(ctx, graph.RunLease(p), by.Actor)
	if err != nil {
		return nil, err
	}
	defer lease.Release()
	run, err := s.Graph.BeginRun(ctx, kind, p, lastDay, by)
	if err != nil {
		return nil, err
	}
	result, err := s.computeKind(ctx, run, s.archive)
	if err != nil {
		return nil, err
	}
	if err := s.Graph.FinishRun(ctx, run, *result, by); err != nil {
		return nil, err
	}
	return s.Graph.Run(ctx, run.ID, graph.Everybody)
}

// computeKind computes a run of either kind.
func (s *Settlement) computeKind(ctx context.Context, run *graph.Run, keep keepEvidence) (*graph.Result, error) {
	if run.Kind == graph.Reversal {
		return s.computeReversal(ctx, run, keep)
	}
	return s.compute(ctx, run, keep)
}

// compute settles a run's period from what it knew, and hands the files of the evidence to keep, if it is given.
func (s *Settlement) compute(ctx context.Context, run *graph.Run, keep keepEvidence) (*graph.Result, error) {
	snapshot, history, err := s.recall(ctx, run)
	if err != nil {
		return nil, err
	}
	s.progress("settling "+run.Period.String(), 0, 0)
	settled, err := commission.Settle(snapshot.Facts, history, run.Period, s.workers())
	if err != nil {
		return nil, err
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "upline-run-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	files, err := evidence.WriteRun(dir, settled, s.workers(), func(done, of int) { s.progress("writing "+run.Period.String(), done, of) })
	if err != nil {
		return nil, err
	}
	result := s.result(snapshot, settled, files)
	return result, keep(ctx, dir, result.Evidence)
}

// recall returns the facts that a run knew, and what the runs before it have left behind.
func (s *Settlement) recall(ctx context.Context, run *graph.Run) (*graph.Snapshot, *commission.History, error) {
	s.progress("reading the facts of "+run.Period.String(), 0, 0)
	snapshot, err := s.Graph.Snapshot(ctx, run.At)
	if err != nil {
		return nil, nil, err
	}
	s.progress("reading what earlier runs recorded", 0, 0)
	past, err := s.past(ctx, snapshot, run.Period)
	if err != nil {
		return nil, nil, err
	}
	history, err := commission.Resume(snapshot.Facts, past)
	return snapshot, history, err
}

func (s *Settlement) workers() int { return max(1, s.Workers) }

// result sums a settled run up.
func (s *Settlement) result(snapshot *graph.Snapshot, run *commission.Run, files []evidence.Written) *graph.Result {
	plan, sales := run.Plan(), run.Sales()
	result := &graph.Result{
		Orders: sales.Orders, Late: sales.Late, Cancellations: sales.Cancellations, Currency: plan.Currency, Scale: plan.Money.Scale,
	}
	result.Digest, result.Plans = digest(snapshot)
	for _, f := range files {
		result.Evidence = append(result.Evidence, graph.Evidence{Name: string(f.Name), SHA256: f.SHA256, Size: f.Size})
	}
	for _, total := range run.Totals() {
		result.Lines += total.Lines
	}
	for p := range commission.PartnerNo(len(run.Facts().Partners)) {
		if statement, ok := run.Statement(p); ok {
			result.Statements++
			result.Payout += int64(statement.Payout)
		}
	}
	return result
}

// digest identifies what was settled: facts and plan versions.
func digest(snapshot *graph.Snapshot) (facts string, plans []string) {
	sums := make([][32]byte, len(snapshot.Plans))
	for i, plan := range snapshot.Plans {
		plans = append(plans, plan.SHA256)
		_, _ = hex.Decode(sums[i][:], []byte(plan.SHA256)) // the graph's, which are well formed
	}
	sum := snapshot.Facts.Digest(sums)
	return hex.EncodeToString(sum[:]), plans
}
