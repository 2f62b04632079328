package api

import (
	"context"

	"upline/graph"
	"upline/graph/access"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/jobs"
)

// extractFields are the groups of fields that an extract of the books shows.
const extractFields = access.Basic | access.Sales | access.Earnings

// MakeExtract answers POST /partners/{partner}/extracts.
func (r *Resources) MakeExtract(ctx context.Context, q MakeExtractRequestObject) (MakeExtractResponseObject, error) {
	if err := r.seeEarnings(ctx, q.Partner, q.Body.From, q.Body.Through); err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.WriteExtract(q.Partner, q.Body.From, q.Body.Through, value(q.Body.Language)))
	return MakeExtract202JSONResponse{answer}, err
}

// extractYears is how long a span may be: longer than anything is kept.
const extractYears = 40

// seeEarnings refuses whoever may not see what a partner earned in each month of a span, today and as of its last day.
func (r *Resources) seeEarnings(ctx context.Context, partner string, from, through period.Day) error {
	first, last := period.Of(from), min(period.Of(through), period.Of(r.Today()))
	if last-first > 12*extractYears {
		return fault.Invalidf("extract", "the span has more than %d years: name a shorter one", extractYears)
	}
	if _, err := r.Graph.Partner(ctx, partner, r.view(ctx, nil, nil)); err != nil {
		return err
	}
	if err := r.Graph.See(ctx, SightOf(ctx), partner, r.Today(), extractFields); err != nil {
		return err
	}
	var asked []graph.PartnerDay
	for p := first; p <= last; p++ {
		asked = append(asked, graph.PartnerDay{Partner: partner, Day: p.End()})
	}
	inside, err := r.Graph.AreWithinOn(ctx, SightOf(ctx), asked)
	for _, is := range inside {
		if err == nil && !is {
			err = fault.NotFoundf("partner", "there is no partner %s", partner)
		}
	}
	return err
}

// GetExtract answers GET /partners/{partner}/extracts/{job}.
func (r *Resources) GetExtract(ctx context.Context, q GetExtractRequestObject) (GetExtractResponseObject, error) {
	if err := r.Graph.See(ctx, SightOf(ctx), q.Partner, r.Today(), extractFields); err != nil {
		return nil, err
	}
	j, err := r.Graph.Job(ctx, q.Job)
	if err == nil && !jobs.IsExtractOf(j, q.Partner) {
		err = fault.NotFoundf("job", "there is no job %s", q.Job)
	}
	if err != nil {
		return nil, err
	}
	return GetExtract200JSONResponse(jobOf(j, extractFields)), nil
}
