package api

import (
	"context"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/personal"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/jobs"
)

// personOf names a partner as a person.
func personOf(partner string) string { return "partner:" + partner }

// ExportPersonalData answers POST /partners/{partner}/personal-data.
func (r *Resources) ExportPersonalData(ctx context.Context, q ExportPersonalDataRequestObject) (ExportPersonalDataResponseObject, error) {
	if err := r.seeAll(ctx, q.Partner); err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.ExportPerson(personOf(q.Partner), valueOr(q.Body.Language, "en"), ActorOf(ctx)))
	return ExportPersonalData202JSONResponse{answer}, err
}

// seeAll refuses whoever may not see all groups of a partner's fields: the file has them all.
func (r *Resources) seeAll(ctx context.Context, partner string) error {
	if _, err := r.Graph.Partner(ctx, partner, r.view(ctx, nil, nil)); err != nil {
		return err
	}
	return r.Graph.See(ctx, SightOf(ctx), partner, r.Today(), access.AllFields&^access.Notes)
}

// personalJob returns the job that exports a partner's data.
//
// Errors: NotFound when it does something else.
func (r *Resources) personalJob(ctx context.Context, partner, job string) (*graph.Job, error) {
	if err := r.seeAll(ctx, partner); err != nil {
		return nil, err
	}
	j, err := r.Graph.Job(ctx, job)
	if err == nil && !jobs.IsOfPerson(j, personOf(partner)) {
		err = fault.NotFoundf("job", "there is no job %s", job)
	}
	return j, err
}

// GetPersonalDataJob answers GET /partners/{partner}/personal-data/{job}.
func (r *Resources) GetPersonalDataJob(ctx context.Context, q GetPersonalDataJobRequestObject) (GetPersonalDataJobResponseObject, error) {
	j, err := r.personalJob(ctx, q.Partner, q.Job)
	if err != nil {
		return nil, err
	}
	return GetPersonalDataJob200JSONResponse(jobOf(j, access.Basic)), nil
}

// GetPersonalDataFile answers GET /partners/{partner}/personal-data/{job}/file.
func (r *Resources) GetPersonalDataFile(ctx context.Context, q GetPersonalDataFileRequestObject) (GetPersonalDataFileResponseObject, error) {
	j, err := r.personalJob(ctx, q.Partner, q.Job)
	if err != nil {
		return nil, err
	}
	file, name, err := r.Settlement.FileOf(ctx, j)
	if err != nil {
		return nil, err
	}
	return GetPersonalDataFile200ApplicationZipResponse{
		Body: file, ContentLength: file.Size(), Headers: GetPersonalDataFile200ResponseHeaders{ContentDisposition: attached(name)},
	}, nil
}

// PreviewErasure answers GET /partners/{partner}/erasure.
func (r *Resources) PreviewErasure(ctx context.Context, q PreviewErasureRequestObject) (PreviewErasureResponseObject, error) {
	if _, err := r.Graph.Partner(ctx, q.Partner, r.view(ctx, nil, nil)); err != nil {
		return nil, err
	}
	_, list, err := personal.New(r.Graph, r.Registrations, r.Today).With(jobs.PapersOf(r.Desk)).Kept(ctx, personOf(q.Partner))
	return PreviewErasure200JSONResponse{Items: mapped(list, func(k *personal.Kept) KeptData {
		return KeptData{Class: string(k.Class), Count: k.Count, Until: endOf(period.Day(k.Until)), Ground: k.Ground, Erased: k.Erased}
	})}, err
}

// ErasePerson answers POST /partners/{partner}/erasure.
func (r *Resources) ErasePerson(ctx context.Context, q ErasePersonRequestObject) (ErasePersonResponseObject, error) {
	if _, err := r.Graph.Partner(ctx, q.Partner, r.view(ctx, nil, nil)); err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.ErasePerson(personOf(q.Partner), q.Body.Ground, false, ActorOf(ctx)))
	return ErasePerson202JSONResponse{answer}, err
}
