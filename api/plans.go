package api

import (
	"context"
	"errors"

	"upline/graph"
	"upline/internal/fault"
	"upline/jobs"
)

// ListPlans answers GET /plans.
func (r *Resources) ListPlans(ctx context.Context, q ListPlansRequestObject) (ListPlansResponseObject, error) {
	knownAt := r.view(ctx, nil, q.Params.KnownAt).KnownAt
	list := func(ctx context.Context, _ graph.Slice) ([]graph.PublishedPlan, string, error) {
		plans, err := r.Graph.Plans(ctx, knownAt)
		return plans, "", err
	}
	return answerList(ctx, r, "plans", graph.Slice{}, planColumns, list,
		func(rows []graph.PublishedPlan, _ string) ListPlansResponseObject {
			return ListPlans200JSONResponse{Items: mapped(rows, planOf)}
		})
}

func planOf(p *graph.PublishedPlan) Plan {
	return Plan{
		Sha256: p.SHA256, File: p.File, ValidFrom: p.ValidFrom, Currency: p.Currency, Recorded: moment(p.Recorded),
		Superseded: moment(p.Superseded), Text: optional(p.Text),
	}
}

var planColumns = []Column[graph.PublishedPlan]{
	{"valid_from", KindDay, func(p *graph.PublishedPlan) any { return p.ValidFrom.String() }},
	{"file", KindText, func(p *graph.PublishedPlan) any { return p.File }},
	{"currency", KindText, func(p *graph.PublishedPlan) any { return p.Currency }},
	{"sha256", KindText, func(p *graph.PublishedPlan) any { return p.SHA256 }},
	{"recorded", KindTime, func(p *graph.PublishedPlan) any { return p.Recorded }},
}

// GetPlan answers GET /plans/{plan}.
func (r *Resources) GetPlan(ctx context.Context, q GetPlanRequestObject) (GetPlanResponseObject, error) {
	plan, err := r.Graph.Plan(ctx, q.Plan)
	if err != nil {
		return nil, err
	}
	return GetPlan200JSONResponse(planOf(plan)), nil
}

// PublishPlan answers POST /plans.
func (r *Resources) PublishPlan(ctx context.Context, q PublishPlanRequestObject) (PublishPlanResponseObject, error) {
	version := graph.NewPlanVersion("plans/"+q.Body.File, []byte(q.Body.Text))
	if err := r.Graph.PublishPlan(ctx, version, changing(ctx, q.Body.Reason)); err != nil {
		return nil, err
	}
	plan, err := r.Graph.Plan(ctx, version.SHA256)
	if err != nil {
		return nil, err
	}
	location := path("plans", version.SHA256)
	return PublishPlan201JSONResponse{Body: planOf(plan), Headers: PublishPlan201ResponseHeaders{Location: &location}}, nil
}

// CheckPlan answers POST /plan-checks.
func (r *Resources) CheckPlan(ctx context.Context, q CheckPlanRequestObject) (CheckPlanResponseObject, error) {
	err := r.Graph.CheckPlan(ctx, graph.NewPlanVersion("plans/"+q.Body.File, []byte(q.Body.Text)))
	findings, wrong := errors.AsType[fault.Findings](err)
	if err != nil && !wrong {
		return nil, err
	}
	return CheckPlan200JSONResponse{Ok: !wrong, Findings: mapped(findings, func(f *fault.Finding) Defect {
		return Defect{File: f.File, Line: f.Line, Message: f.Msg}
	})}, nil
}

// ComparePlans answers POST /plan-comparisons.
func (r *Resources) ComparePlans(ctx context.Context, q ComparePlansRequestObject) (ComparePlansResponseObject, error) {
	if q.Body.Through < q.Body.From {
		return nil, fault.Invalidf("compare", "through %s is before from %s: name the first period in from", q.Body.Through, q.Body.From)
	}
	plans := mapped(q.Body.Plans, func(p *PlanText) jobs.PlanText { return jobs.PlanText{File: "plans/" + p.File, Text: p.Text} })
	answer, err := r.enqueue(ctx, jobs.Compare(plans, q.Body.From, q.Body.Through))
	return ComparePlans202JSONResponse{answer}, err
}
