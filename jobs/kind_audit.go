package jobs

import (
	"context"

	"upline/graph"
	"upline/graph/audit"
	"upline/internal/fault"
)

// AnchorAudit is the job that fixes where the audit's chains end.
func AnchorAudit() graph.NewJob { return newJob("anchor", "", struct{}{}) }

// VerifyAudit is the job that verifies the audit. It fails when anything is not as it was written.
func VerifyAudit() graph.NewJob { return newJob("audit", "", struct{}{}) }

func doAnchor(ctx context.Context, w *Worker, _ *graph.Job, s *Settlement) (any, error) {
	next, err := w.audit(s).Anchor(ctx)
	if err != nil {
		return nil, err
	}
	return next.Ref(), nil
}

func doAudit(ctx context.Context, w *Worker, _ *graph.Job, s *Settlement) (any, error) {
	first := ""
	summary, err := w.audit(s).Verify(ctx, nil, func(f audit.Finding) {
		if first == "" {
			first = f.String()
		}
	})
	if err != nil {
		return nil, err
	}
	if summary.Findings > 0 {
		return nil, fault.Internalf("audit", "%d findings, the first of which is: %s (see upline audit verify)", summary.Findings, first)
	}
	return summary, nil
}

func (w *Worker) audit(s *Settlement) *Audit {
	return &Audit{Graph: w.Graph, Archive: w.Archive, Progress: s.Progress}
}
