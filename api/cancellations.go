package api

import (
	"context"

	"upline/graph"
)

// ListCancellations answers GET /cancellations.
func (r *Resources) ListCancellations(ctx context.Context, q ListCancellationsRequestObject) (ListCancellationsResponseObject, error) {
	p := q.Params
	filter := graph.CancellationFilter{
		Order: value(p.Order), Partner: value(p.Partner), Reason: value(p.Reason), From: value(p.From), Through: value(p.Through),
	}
	list := func(ctx context.Context, s graph.Slice) ([]graph.CancellationRow, string, error) {
		return r.Graph.Cancellations(ctx, filter, SightOf(ctx), s)
	}
	return answerList(ctx, r, "cancellations", slice(sorted(p.Sort, "-cancelled_on"), p.Limit, p.After), cancellationColumns, list,
		func(rows []graph.CancellationRow, next string) ListCancellationsResponseObject {
			return ListCancellations200JSONResponse{Items: mapped(rows, cancellationOf), Next: optional(next)}
		})
}

func cancellationOf(x *graph.CancellationRow) Cancellation {
	return Cancellation{
		ID: x.ID, Order: x.Order, Partner: x.Partner, CancelledOn: x.On, Share: x.Share, Reason: x.Reason, Recorded: x.Recorded.UTC(),
	}
}

var cancellationColumns = []Column[graph.CancellationRow]{
	{"id", KindText, func(x *graph.CancellationRow) any { return x.ID }},
	{"order", KindText, func(x *graph.CancellationRow) any { return x.Order }},
	{"partner", KindText, func(x *graph.CancellationRow) any { return x.Partner }},
	{"cancelled_on", KindDay, func(x *graph.CancellationRow) any { return x.On.String() }},
	{"share", KindDecimal, func(x *graph.CancellationRow) any { return x.Share.String() }},
	{"reason", KindText, func(x *graph.CancellationRow) any { return x.Reason }},
	{"recorded", KindTime, func(x *graph.CancellationRow) any { return x.Recorded }},
}

// RecordCancellation answers POST /orders/{order}/cancellations.
func (r *Resources) RecordCancellation(ctx context.Context, q RecordCancellationRequestObject) (RecordCancellationResponseObject, error) {
	b := q.Body
	by, err := by(ctx, b.Comment, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	x := graph.Cancellation{ID: b.ID, Order: q.Order, On: b.CancelledOn, Share: b.Share, Reason: b.Reason}
	if err := r.Graph.RecordCancellation(ctx, x, by); err != nil {
		return nil, err
	}
	answer, err := r.cancellation(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	location := path("cancellations", b.ID)
	return RecordCancellation201JSONResponse{
		Body: answer.Body, Headers: RecordCancellation201ResponseHeaders{ETag: answer.Headers.ETag, Location: &location},
	}, nil
}

// GetCancellation answers GET /cancellations/{cancellation}.
func (r *Resources) GetCancellation(ctx context.Context, q GetCancellationRequestObject) (GetCancellationResponseObject, error) {
	answer, err := r.cancellation(ctx, q.Cancellation)
	if err != nil {
		return nil, err
	}
	if unchanged(q.Params.IfNoneMatch, answer.Headers.ETag) {
		return GetCancellation304Response{Headers: NotModifiedAnswerResponseHeaders(answer.Headers)}, nil
	}
	return GetCancellation200JSONResponse{answer}, nil
}

// cancellation answers with a cancellation.
func (r *Resources) cancellation(ctx context.Context, id string) (answer CancellationAnswerJSONResponse, err error) {
	x, err := r.Graph.Cancellation(ctx, id, SightOf(ctx))
	if err != nil {
		return answer, err
	}
	return CancellationAnswerJSONResponse{Body: cancellationOf(x), Headers: CancellationAnswerResponseHeaders{ETag: etag(x.Version)}}, nil
}

// CorrectCancellation answers PUT /cancellations/{cancellation}.
func (r *Resources) CorrectCancellation(ctx context.Context, q CorrectCancellationRequestObject) (CorrectCancellationResponseObject, error) {
	by, err := by(ctx, q.Body.Comment, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	correction := graph.CancellationCorrection{ID: q.Cancellation, On: q.Body.CancelledOn, Share: q.Body.Share}
	if err := r.Graph.CorrectCancellation(ctx, correction, by); err != nil {
		return nil, err
	}
	answer, err := r.cancellation(ctx, q.Cancellation)
	return CorrectCancellation200JSONResponse{answer}, err
}

// WithdrawCancellation answers DELETE /cancellations/{cancellation}.
func (r *Resources) WithdrawCancellation(ctx context.Context, q WithdrawCancellationRequestObject) (WithdrawCancellationResponseObject, error) {
	by, err := by(ctx, q.Params.Reason, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	return WithdrawCancellation204Response{}, r.Graph.WithdrawCancellation(ctx, q.Cancellation, by)
}
