package api

import (
	"context"

	"upline/documents"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/jobs"
)

// PackDocuments answers POST /document-packages.
func (r *Resources) PackDocuments(ctx context.Context, q PackDocumentsRequestObject) (PackDocumentsResponseObject, error) {
	of := selectionOf(q.Body)
	if err := r.Settlement.Packable(ctx, r.Desk, of, asking(ctx)); err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.PackDocuments(of, callingUser(ctx)))
	return PackDocuments202JSONResponse{answer}, err
}

func selectionOf(b *NewPackage) jobs.Selection {
	return jobs.Selection{
		Documents: value(b.Documents), Text: value(b.Text),
		Filter: dms.Filter{Class: value(b.Class), Number: value(b.Number), Tag: value(b.Tag), Partner: value(b.Partner), From: value(b.From), Through: value(b.Through)},
	}
}

// callingUser is the user who asks; empty: an operator.
func callingUser(ctx context.Context) string {
	if caller, _ := CallerOf(ctx); !caller.Everything {
		return caller.User.ID
	}
	return ""
}

// GetPackage answers GET /document-packages/{job}.
func (r *Resources) GetPackage(ctx context.Context, q GetPackageRequestObject) (GetPackageResponseObject, error) {
	j, err := r.askedFor(ctx, jobs.Package, q.Job)
	if err != nil {
		return nil, err
	}
	return GetPackage200JSONResponse(jobOf(j, access.Basic)), nil
}

// GetPackageFile answers GET /document-packages/{job}/file.
func (r *Resources) GetPackageFile(ctx context.Context, q GetPackageFileRequestObject) (GetPackageFileResponseObject, error) {
	file, name, err := r.fileAskedFor(ctx, jobs.Package, q.Job)
	if err != nil {
		return nil, err
	}
	return GetPackageFile200ApplicationZipResponse{
		Body: file, ContentLength: file.Size(), Headers: GetPackageFile200ResponseHeaders{ContentDisposition: attached(name)},
	}, nil
}

// askedFor returns a job of a kind that the caller has asked for.
//
// Errors: NotFound for one of another kind, or of somebody else.
func (r *Resources) askedFor(ctx context.Context, kind, id string) (*graph.Job, error) {
	j, err := r.Graph.Job(ctx, id)
	if err == nil && (j.Kind != kind || j.CreatedBy != ActorOf(ctx)) {
		err = fault.NotFoundf("job", "there is no job %s", id)
	}
	return j, err
}

// fileAskedFor fetches the file of a job that the caller has asked for.
func (r *Resources) fileAskedFor(ctx context.Context, kind, id string) (file *documents.File, name string, err error) {
	j, err := r.askedFor(ctx, kind, id)
	if err != nil {
		return nil, "", err
	}
	return r.Settlement.FileOf(ctx, j)
}
