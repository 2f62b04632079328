package api

import (
	"context"
	"fmt"

	"upline/documents/retention"
	"upline/graph/dms"
)

// DeleteDocument answers DELETE /documents/{document}.
func (r *Resources) DeleteDocument(ctx context.Context, q DeleteDocumentRequestObject) (DeleteDocumentResponseObject, error) {
	who, err := by(ctx, &q.Params.Reason, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	done, err := r.Desk.Delete(ctx, q.Document, r.Settlement.FourEyes, who)
	if err == nil && !done {
		return DeleteDocument202Response{}, nil
	}
	return DeleteDocument204Response{}, err
}

// HoldDocument answers POST /documents/{document}/hold.
func (r *Resources) HoldDocument(ctx context.Context, q HoldDocumentRequestObject) (HoldDocumentResponseObject, error) {
	who, err := by(ctx, &q.Body.Reason, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	return HoldDocument204Response{}, r.Desk.Hold(ctx, q.Document, true, who)
}

// ReleaseDocument answers DELETE /documents/{document}/hold.
func (r *Resources) ReleaseDocument(ctx context.Context, q ReleaseDocumentRequestObject) (ReleaseDocumentResponseObject, error) {
	who, err := by(ctx, &q.Params.Reason, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	return ReleaseDocument204Response{}, r.Desk.Hold(ctx, q.Document, false, who)
}

// ListDocumentDeletions answers GET /document-deletions.
func (r *Resources) ListDocumentDeletions(ctx context.Context, q ListDocumentDeletionsRequestObject) (ListDocumentDeletionsResponseObject, error) {
	list, next, err := r.Desk.Documents.Proposed(ctx, SightOf(ctx), slice(nil, q.Params.Limit, q.Params.After))
	if err != nil {
		return nil, err
	}
	return ListDocumentDeletions200JSONResponse{Items: mapped(list, r.deletionOf), Next: optional(next)}, nil
}

// deletionOf is a document whose time is over, with the rule by which it is.
func (r *Resources) deletionOf(d *dms.Document) DocumentDeletion {
	rule := r.Desk.Rules.Of(retention.Class(d.Class))
	why := fmt.Sprintf("%s: kept for %d years, through %s", rule.Class, rule.Kept, d.Through)
	if rule.Law != "" {
		why += " (" + rule.Law + ")"
	}
	return DocumentDeletion{
		ID: d.ID, Class: d.Class, Title: d.Title, Number: optional(d.Number), Day: d.Day, Partner: optional(d.About.Partner), Sha256: d.SHA256, Size: d.Size,
		KeptThrough: optional(d.Through), Why: why,
	}
}

// ListDocumentChecks answers GET /document-checks.
func (r *Resources) ListDocumentChecks(ctx context.Context, q ListDocumentChecksRequestObject) (ListDocumentChecksResponseObject, error) {
	list, next, err := r.Desk.Documents.Checks(ctx, SightOf(ctx), slice(nil, q.Params.Limit, q.Params.After))
	if err != nil {
		return nil, err
	}
	return ListDocumentChecks200JSONResponse{Items: mapped(list, checkOf), Next: optional(next)}, nil
}

func checkOf(c *dms.Check) DocumentCheck {
	return DocumentCheck{
		ID: c.ID, Recorded: c.Recorded.UTC(), Seed: c.Seed, Documents: c.Documents, Contents: c.Contents, Bytes: c.Bytes, Problems: c.Problems,
		Oldest: moment(c.Oldest), Late: c.Late, Findings: mapped(c.Findings, func(f *dms.Finding) DocumentFinding {
			return DocumentFinding{Document: f.Document, Sha256: f.SHA256, Flaw: f.Flaw, Text: f.Text}
		}),
	}
}
