package api

import (
	"context"
	"strings"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
)

// ListDocuments answers GET /documents.
func (r *Resources) ListDocuments(ctx context.Context, q ListDocumentsRequestObject) (ListDocumentsResponseObject, error) {
	p := q.Params
	filter, err := r.filterOf(ctx, &DocumentFilter{
		Class: p.Class, State: p.State, Source: p.Source, Number: p.Number, Tag: p.Tag, Partner: p.Partner, Order: p.Order, Run: p.Run,
		From: p.From, Through: p.Through, AmountMin: p.AmountMin, AmountMax: p.AmountMax, Currency: p.Currency,
	})
	if err != nil {
		return nil, err
	}
	list := func(ctx context.Context, s graph.Slice) ([]dms.Document, string, error) {
		return r.Desk.Documents.Documents(ctx, filter, SightOf(ctx), s)
	}
	return answerList(ctx, r, "documents", slice(nil, p.Limit, p.After), documentColumns, list,
		func(rows []dms.Document, next string) ListDocumentsResponseObject {
			return ListDocuments200JSONResponse{Items: mapped(rows, archivedOf), Next: optional(next)}
		})
}

// GetDocument answers GET /documents/{document}.
func (r *Resources) GetDocument(ctx context.Context, q GetDocumentRequestObject) (GetDocumentResponseObject, error) {
	d, _, err := r.Desk.Documents.Document(ctx, q.Document, SightOf(ctx))
	if err != nil {
		return nil, err
	}
	tag := etag(d.Changed)
	if unchanged(q.Params.IfNoneMatch, tag) {
		return GetDocument304Response{Headers: NotModifiedAnswerResponseHeaders{ETag: tag}}, nil
	}
	return GetDocument200JSONResponse{Body: archivedOf(d), Headers: GetDocument200ResponseHeaders{ETag: tag}}, nil
}

// archivedOf is a document as the contract shows it.
func archivedOf(d *dms.Document) Document {
	out := Document{
		ID: d.ID, Class: d.Class, Title: d.Title, Number: optional(d.Number), Language: optional(d.Language), Day: d.Day,
		Partner: optional(d.About.Partner), Order: optional(d.About.Order), Run: optional(d.About.Run), Tags: append([]string{}, d.Tags...),
		MediaType: d.Type, File: optional(d.File), Sha256: d.SHA256, Size: d.Size, Pages: optional(d.Pages), Version: d.Version,
		State: string(d.State), Source: string(d.Source), KeptThrough: optional(d.Through), Lock: lockName(d.Lock), Hold: d.Hold, Recorded: d.Recorded.UTC(),
	}
	if a := d.Amount; a != nil {
		amount := a.Amount.Format(a.Scale)
		out.Amount, out.Currency = &amount, &a.Currency
	}
	return out
}

func lockName(lock dms.Lock) string {
	if lock == dms.Unlocked {
		return "none"
	}
	return string(lock)
}

var documentColumns = []Column[dms.Document]{
	{"id", KindText, func(d *dms.Document) any { return d.ID }},
	{"class", KindText, func(d *dms.Document) any { return d.Class }},
	{"title", KindText, func(d *dms.Document) any { return d.Title }},
	{"number", KindText, func(d *dms.Document) any { return d.Number }},
	{"day", KindDay, func(d *dms.Document) any { return d.Day.String() }},
	{"amount", KindDecimal, func(d *dms.Document) any {
		if d.Amount == nil {
			return ""
		}
		return d.Amount.Amount.Format(d.Amount.Scale)
	}},
	{"currency", KindText, func(d *dms.Document) any {
		if d.Amount == nil {
			return ""
		}
		return d.Amount.Currency
	}},
	{"partner", KindText, func(d *dms.Document) any { return d.About.Partner }},
	{"order", KindText, func(d *dms.Document) any { return d.About.Order }},
	{"run", KindText, func(d *dms.Document) any { return d.About.Run }},
	{"tags", KindText, func(d *dms.Document) any { return strings.Join(d.Tags, ", ") }},
	{"media_type", KindText, func(d *dms.Document) any { return d.Type }},
	{"file", KindText, func(d *dms.Document) any { return d.File }},
	{"sha256", KindText, func(d *dms.Document) any { return d.SHA256 }},
	{"size", KindInteger, func(d *dms.Document) any { return d.Size }},
	{"pages", KindInteger, func(d *dms.Document) any { return d.Pages }},
	{"version", KindInteger, func(d *dms.Document) any { return d.Version }},
	{"state", KindText, func(d *dms.Document) any { return string(d.State) }},
	{"source", KindText, func(d *dms.Document) any { return string(d.Source) }},
	{"kept_through", KindDay, func(d *dms.Document) any {
		if d.Through == 0 {
			return ""
		}
		return d.Through.String()
	}},
	{"lock", KindText, func(d *dms.Document) any { return lockName(d.Lock) }},
	{"hold", KindBool, func(d *dms.Document) any { return d.Hold }},
	{"recorded", KindTime, func(d *dms.Document) any { return d.Recorded }},
}

// ListDocumentVersions answers GET /documents/{document}/versions.
func (r *Resources) ListDocumentVersions(ctx context.Context, q ListDocumentVersionsRequestObject) (ListDocumentVersionsResponseObject, error) {
	d, former, err := r.Desk.Documents.Document(ctx, q.Document, SightOf(ctx))
	if err != nil {
		return nil, err
	}
	now := dms.FormerContent{Content: d.Content, Version: d.Version, Recorded: d.Recorded}
	if len(former) > 0 {
		now.Recorded = former[0].Replaced
	}
	shown := SightOf(ctx).Fields()
	return ListDocumentVersions200JSONResponse{Items: mapped(append([]dms.FormerContent{now}, former...), func(v *dms.FormerContent) DocumentVersion {
		return versionOf(v, shown)
	})}, nil
}

// versionOf is a version of a document's content, with those of its fields that are shown.
func versionOf(v *dms.FormerContent, shown access.Fields) DocumentVersion {
	out := DocumentVersion{
		Version: v.Version, MediaType: v.Type, File: optional(v.File), Sha256: v.SHA256, Size: v.Size, Pages: optional(v.Pages),
		Recorded: v.Recorded.UTC(), Replaced: moment(v.Replaced), ReplacedBy: optional(v.By),
	}
	if shown.Shows("DocumentVersion", "reason") {
		out.Reason = optional(v.Reason)
	}
	return out
}

// ListDocumentLooks answers GET /documents/{document}/looks.
func (r *Resources) ListDocumentLooks(ctx context.Context, q ListDocumentLooksRequestObject) (ListDocumentLooksResponseObject, error) {
	rows, next, err := r.Desk.Documents.Looks(ctx, q.Document, SightOf(ctx), slice(nil, q.Params.Limit, q.Params.After))
	if err != nil {
		return nil, err
	}
	return ListDocumentLooks200JSONResponse{Next: optional(next), Items: mapped(rows, func(l *dms.Look) DocumentLook {
		return DocumentLook{Actor: l.Actor, Day: l.Day, Version: l.Version, Recorded: l.Recorded.UTC()}
	})}, nil
}
