package api

import (
	"context"

	"upline/graph/access"
	"upline/jobs"
)

// ExportForAuditor answers POST /auditor-exports.
func (r *Resources) ExportForAuditor(ctx context.Context, q ExportForAuditorRequestObject) (ExportForAuditorResponseObject, error) {
	personal := SightOf(ctx).Fields().Has(access.Contact | access.Tax) // who sees them elsewhere has them here, too
	answer, err := r.enqueue(ctx, jobs.ExportForAuditor(q.Body.From, q.Body.Through, valueOr(q.Body.Documents, true), personal))
	return ExportForAuditor202JSONResponse{answer}, err
}

// GetAuditorExport answers GET /auditor-exports/{job}.
func (r *Resources) GetAuditorExport(ctx context.Context, q GetAuditorExportRequestObject) (GetAuditorExportResponseObject, error) {
	j, err := r.askedFor(ctx, jobs.AuditorExport, q.Job)
	if err != nil {
		return nil, err
	}
	return GetAuditorExport200JSONResponse(jobOf(j, access.Basic)), nil
}

// GetAuditorExportFile answers GET /auditor-exports/{job}/file.
func (r *Resources) GetAuditorExportFile(ctx context.Context, q GetAuditorExportFileRequestObject) (GetAuditorExportFileResponseObject, error) {
	file, name, err := r.fileAskedFor(ctx, jobs.AuditorExport, q.Job)
	if err != nil {
		return nil, err
	}
	return GetAuditorExportFile200ApplicationZipResponse{
		Body: file, ContentLength: file.Size(), Headers: GetAuditorExportFile200ResponseHeaders{ContentDisposition: attached(name)},
	}, nil
}
