package api

import (
	"context"

	"upline/graph"
	"upline/jobs"
)

// WriteRunDocuments answers POST /runs/{run}/documents.
func (r *Resources) WriteRunDocuments(ctx context.Context, q WriteRunDocumentsRequestObject) (WriteRunDocumentsResponseObject, error) {
	run, err := r.Graph.Run(ctx, q.Run, SightOf(ctx))
	if err == nil {
		err = r.Desk.Writes(run)
	}
	if err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.WriteDocuments(q.Run))
	return WriteRunDocuments202JSONResponse{answer}, err
}

// GetRunDocuments answers GET /runs/{run}/documents.
func (r *Resources) GetRunDocuments(ctx context.Context, q GetRunDocumentsRequestObject) (GetRunDocumentsResponseObject, error) {
	if _, err := r.Graph.Run(ctx, q.Run, SightOf(ctx)); err != nil {
		return nil, err
	}
	d, err := r.Settlement.DocumentsOf(ctx, q.Run)
	if err != nil {
		return nil, err
	}
	answer := RunDocuments{
		Run: q.Run, Job: d.Job.ID, State: d.State(), Parts: d.Parts, PartsDone: d.Done, PartsFailed: d.Failed, PartsCancelled: d.Cancelled,
		Partners: d.InAll, PartnersDone: d.WrittenFor, Statements: d.Statements, CreditNotes: d.CreditNotes, Certificates: d.Certificates, There: d.There,
		Problems: mapped(d.Problems, func(p *jobs.Problem) DocumentProblem { return DocumentProblem{Partner: p.Partner, Error: p.Error} }),
		Error:    optional(d.Why()),
	}
	return GetRunDocuments200JSONResponse(answer), nil
}

// StopRunDocuments answers POST /runs/{run}/documents/stop.
func (r *Resources) StopRunDocuments(ctx context.Context, q StopRunDocumentsRequestObject) (StopRunDocumentsResponseObject, error) {
	_, err := r.Graph.Run(ctx, q.Run, SightOf(ctx))
	if err == nil {
		err = r.Settlement.StopDocuments(ctx, q.Run, asking(ctx))
	}
	return StopRunDocuments204Response{}, err
}

// WriteCertificate answers POST /partners/{partner}/certificates.
func (r *Resources) WriteCertificate(ctx context.Context, q WriteCertificateRequestObject) (WriteCertificateResponseObject, error) {
	at := r.view(ctx, nil, nil)
	partner, err := r.Graph.Partner(ctx, q.Partner, at)
	if err != nil {
		return nil, err
	}
	at.Within = graph.Everybody // since when a rank was held does not depend on who asks
	history, err := r.Graph.History(ctx, q.Partner, at, false)
	if err != nil {
		return nil, err
	}
	award, err := jobs.AwardOf(q.Partner, value(q.Body.Rank), history.Careers)
	if err != nil {
		return nil, err
	}
	award.Achieved = min(award.Achieved, r.Today())
	document, err := r.Desk.Certify(ctx, award, partner.Name, r.Now(), asking(ctx))
	location := path("documents", document)
	return WriteCertificate201JSONResponse{
		Body: MadeDocument{Document: document}, Headers: WriteCertificate201ResponseHeaders{Location: &location},
	}, err
}

// WriteContractDocuments answers POST /contract-documents.
func (r *Resources) WriteContractDocuments(ctx context.Context, _ WriteContractDocumentsRequestObject) (WriteContractDocumentsResponseObject, error) {
	if _, err := r.online(ctx); err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.WriteContracts())
	return WriteContractDocuments202JSONResponse{answer}, err
}
