package api

import (
	"context"

	"upline/jobs"
)

// GetProcedures answers GET /procedures.
func (r *Resources) GetProcedures(ctx context.Context, q GetProceduresRequestObject) (GetProceduresResponseObject, error) {
	w, err := r.Procedures.Write(ctx, r.Settlement, r.Desk, valueOr(q.Params.Language, "en"))
	if err != nil {
		return nil, err
	}
	return GetProcedures200JSONResponse{Language: w.Language, Version: w.Version, Sha256: w.SHA256, Archived: w.Last, Markdown: w.Markdown}, nil
}

// ArchiveProcedures answers POST /procedures.
func (r *Resources) ArchiveProcedures(ctx context.Context, q ArchiveProceduresRequestObject) (ArchiveProceduresResponseObject, error) {
	answer, err := r.enqueue(ctx, jobs.KeepProcedures(valueOr(q.Body.Language, "de")))
	return ArchiveProcedures202JSONResponse{answer}, err
}
