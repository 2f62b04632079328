package jobs

import (
	"context"
	"encoding/json"

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

// AuditVerified is what a verification of the audit came to, whether it found anything or not.
type AuditVerified struct {
	audit.Summary
	Found []audit.Finding `json:"found"` // the first of them
}

// foundMost is how many findings are kept with a job. Whoever needs more runs upline audit verify.
const foundMost = 100

func doAudit(ctx context.Context, w *Worker, _ *graph.Job, s *Settlement) (any, error) {
	verified := AuditVerified{Found: []audit.Finding{}}
	summary, err := w.audit(s).Verify(ctx, nil, func(f audit.Finding) {
		if len(verified.Found) < foundMost {
			verified.Found = append(verified.Found, f)
		}
	})
	if err != nil {
		return nil, err
	}
	verified.Summary = summary
	if summary.Findings > 0 {
		return verified, fault.Internalf("audit", "%d findings, the first of which is: %s (see upline audit verify)", summary.Findings, verified.Found[0])
	}
	return verified, nil
}

// AuditVerification reads what a job that verifies the audit came to; nil: nothing yet.
//
// Errors: NotFound when it is another job.
func AuditVerification(j *graph.Job) (verified *AuditVerified, err error) {
	if j.Kind != VerifyAudit().Kind {
		return nil, fault.NotFoundf("audit", "job %s verifies no audit", j.ID)
	}
	if len(j.Result) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(j.Result, &verified); err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "audit", Msg: "the result of job " + j.ID + " cannot be read", Err: err}
	}
	return verified, nil
}

func (w *Worker) audit(s *Settlement) *Audit {
	return &Audit{Graph: w.Graph, Archive: w.Archive, Progress: s.Progress}
}
