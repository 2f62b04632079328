package api

import (
	"context"

	"upline/graph"
	"upline/graph/access"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/jobs"
)

// ListRuns answers GET /runs.
func (r *Resources) ListRuns(ctx context.Context, q ListRunsRequestObject) (ListRunsResponseObject, error) {
	p := q.Params
	filter := graph.RunFilter{Kind: graph.RunKind(value(p.Kind)), State: graph.RunState(value(p.State)), From: value(p.From), Through: value(p.Through)}
	list := func(ctx context.Context, s graph.Slice) ([]*graph.Run, string, error) {
		return r.Graph.RunList(ctx, filter, s)
	}
	shown := SightOf(ctx).Fields()
	return answerList(ctx, r, "runs", slice(nil, p.Limit, p.After), shownColumns("Run", runColumns, shown), list,
		func(rows []*graph.Run, next string) ListRunsResponseObject {
			return ListRuns200JSONResponse{Items: mapped(rows, func(run **graph.Run) Run { return runOf(*run, shown) }), Next: optional(next)}
		})
}

// runOf is a run with those of its fields that are shown.
func runOf(run *graph.Run, shown access.Fields) Run {
	out := Run{
		ID: run.ID, Kind: string(run.Kind), Period: run.Period, State: string(run.State), LastDay: &run.LastDay, KnownAt: run.At.KnownAt.UTC(),
		StartedAt: run.StartedAt, ComputedAt: moment(run.ComputedAt), ApprovedAt: moment(run.ApprovedAt), PostedAt: moment(run.PostedAt),
		DiscardedAt: moment(run.DiscardedAt), ComputedBy: run.ComputedBy, ApprovedBy: optional(run.ApprovedBy),
		PostedBy: optional(run.PostedBy), DiscardedBy: optional(run.DiscardedBy), AbsorbedBy: optional(run.AbsorbedBy),
	}
	if shown.Shows("Run", "reason") {
		out.Reason = optional(run.Reason)
	}
	if len(run.Evidence) == 0 {
		return out // it is not computed
	}
	payout := money.Amount(run.Payout).Format(run.Scale)
	out.Orders, out.LateOrders, out.Cancellations, out.Lines = &run.Orders, &run.Late, &run.Cancellations, &run.Lines
	out.Statements, out.Careers, out.Currency = &run.Statements, &run.Careers, &run.Currency
	if shown.Shows("Run", "payout") {
		out.Payout = &payout
	}
	out.FactsSha256, out.PlansSha256 = &run.Digest, &run.Plans
	evidence := mapped(run.Evidence, func(e *graph.Evidence) RunEvidence { return RunEvidence{Name: e.Name, Sha256: e.SHA256, Size: e.Size} })
	out.Evidence = &evidence
	return out
}

var runColumns = []Column[*graph.Run]{
	{"id", KindText, func(run **graph.Run) any { return (*run).ID }},
	{"kind", KindText, func(run **graph.Run) any { return string((*run).Kind) }},
	{"period", KindText, func(run **graph.Run) any { return (*run).Period.String() }},
	{"state", KindText, func(run **graph.Run) any { return string((*run).State) }},
	{"last_day", KindDay, func(run **graph.Run) any { return (*run).LastDay.String() }},
	{"known_at", KindTime, func(run **graph.Run) any { return (*run).At.KnownAt }},
	{"orders", KindInteger, func(run **graph.Run) any { return (*run).Orders }},
	{"late_orders", KindInteger, func(run **graph.Run) any { return (*run).Late }},
	{"cancellations", KindInteger, func(run **graph.Run) any { return (*run).Cancellations }},
	{"lines", KindInteger, func(run **graph.Run) any { return (*run).Lines }},
	{"statements", KindInteger, func(run **graph.Run) any { return (*run).Statements }},
	{"payout", KindDecimal, func(run **graph.Run) any { return money.Amount((*run).Payout).Format((*run).Scale) }},
	{"currency", KindText, func(run **graph.Run) any { return (*run).Currency }},
	{"computed_by", KindText, func(run **graph.Run) any { return (*run).ComputedBy }},
	{"approved_by", KindText, func(run **graph.Run) any { return (*run).ApprovedBy }},
	{"posted_by", KindText, func(run **graph.Run) any { return (*run).PostedBy }},
	{"posted_at", KindTime, func(run **graph.Run) any { return (*run).PostedAt }},
}

// GetRun answers GET /runs/{run}.
func (r *Resources) GetRun(ctx context.Context, q GetRunRequestObject) (GetRunResponseObject, error) {
	answer, err := r.run(ctx, q.Run)
	if err != nil {
		return nil, err
	}
	if unchanged(q.Params.IfNoneMatch, answer.Headers.ETag) {
		return GetRun304Response{Headers: NotModifiedAnswerResponseHeaders(answer.Headers)}, nil
	}
	return GetRun200JSONResponse{answer}, nil
}

// run answers with a run.
func (r *Resources) run(ctx context.Context, id string) (answer RunAnswerJSONResponse, err error) {
	run, err := r.Graph.Run(ctx, id, SightOf(ctx))
	if err != nil {
		return answer, err
	}
	return RunAnswerJSONResponse{Body: runOf(run, SightOf(ctx).Fields()), Headers: RunAnswerResponseHeaders{ETag: etag(run.Version)}}, nil
}

// ApproveRun answers POST /runs/{run}/approve.
func (r *Resources) ApproveRun(ctx context.Context, q ApproveRunRequestObject) (ApproveRunResponseObject, error) {
	by, err := by(ctx, nil, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := r.Settlement.Approve(ctx, q.Run, by); err != nil {
		return nil, err
	}
	answer, err := r.run(ctx, q.Run)
	return ApproveRun200JSONResponse{answer}, err
}

// DiscardRun answers POST /runs/{run}/discard.
func (r *Resources) DiscardRun(ctx context.Context, q DiscardRunRequestObject) (DiscardRunResponseObject, error) {
	by, err := by(ctx, &q.Body.Reason, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := r.Settlement.Discard(ctx, q.Run, by); err != nil {
		return nil, err
	}
	answer, err := r.run(ctx, q.Run)
	return DiscardRun200JSONResponse{answer}, err
}

// ComputeRun answers POST /runs.
func (r *Resources) ComputeRun(ctx context.Context, q ComputeRunRequestObject) (ComputeRunResponseObject, error) {
	job := jobs.Settle(q.Body.Period)
	if value(q.Body.Kind) == string(graph.Reversal) {
		if q.Body.LastDay == nil {
			return nil, fault.Invalidf("run", "last_day is missing: a reversal run counts payments and cancellations up to a day of %s", q.Body.Period)
		}
		job = jobs.Reverse(q.Body.Period, *q.Body.LastDay)
	}
	answer, err := r.enqueue(ctx, job)
	return ComputeRun202JSONResponse{answer}, err
}

// PostRun answers POST /runs/{run}/post.
func (r *Resources) PostRun(ctx context.Context, q PostRunRequestObject) (PostRunResponseObject, error) {
	if _, err := r.Graph.Run(ctx, q.Run, SightOf(ctx)); err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.Post(q.Run))
	return PostRun202JSONResponse{answer}, err
}

// VerifyRun answers POST /runs/{run}/verify.
func (r *Resources) VerifyRun(ctx context.Context, q VerifyRunRequestObject) (VerifyRunResponseObject, error) {
	if _, err := r.Graph.Run(ctx, q.Run, SightOf(ctx)); err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.Verify(q.Run))
	return VerifyRun202JSONResponse{answer}, err
}
