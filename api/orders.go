package api

import (
	"context"

	"upline/graph"
)

// ListOrders answers GET /orders.
func (r *Resources) ListOrders(ctx context.Context, q ListOrdersRequestObject) (ListOrdersResponseObject, error) {
	p := q.Params
	filter := graph.OrderFilter{
		Partner: value(p.Partner), Kind: value(p.Kind), State: value(p.State), Text: value(p.Q),
		PlacedFrom: value(p.PlacedFrom), PlacedThrough: value(p.PlacedThrough), PaidFrom: value(p.PaidFrom), PaidThrough: value(p.PaidThrough),
	}
	list := func(ctx context.Context, s graph.Slice) ([]graph.OrderRow, string, error) {
		return r.Graph.Orders(ctx, filter, SightOf(ctx), s)
	}
	return answerList(ctx, r, "orders", slice(sorted(p.Sort, "-placed_on"), p.Limit, p.After), orderColumns, list,
		func(rows []graph.OrderRow, next string) ListOrdersResponseObject {
			return ListOrders200JSONResponse{Items: mapped(rows, orderOf), Next: optional(next)}
		})
}

func orderOf(o *graph.OrderRow) Order {
	return Order{
		ID: o.ID, Partner: o.Partner, Kind: o.Kind, PlacedOn: o.PlacedOn, PaidOn: endOf(o.PaidOn), Points: o.Points, Cv: o.CV,
		Currency: o.Currency, Cancelled: o.Cancelled.String(), Recorded: o.Recorded.UTC(),
	}
}

var orderColumns = []Column[graph.OrderRow]{
	{"id", KindText, func(o *graph.OrderRow) any { return o.ID }},
	{"partner", KindText, func(o *graph.OrderRow) any { return o.Partner }},
	{"kind", KindText, func(o *graph.OrderRow) any { return o.Kind }},
	{"placed_on", KindDay, func(o *graph.OrderRow) any { return o.PlacedOn.String() }},
	{"paid_on", KindDay, func(o *graph.OrderRow) any { return o.PaidOn.String() }},
	{"points", KindDecimal, func(o *graph.OrderRow) any { return o.Points.String() }},
	{"cv", KindDecimal, func(o *graph.OrderRow) any { return o.CV.String() }},
	{"currency", KindText, func(o *graph.OrderRow) any { return o.Currency }},
	{"cancelled", KindDecimal, func(o *graph.OrderRow) any { return o.Cancelled.String() }},
	{"recorded", KindTime, func(o *graph.OrderRow) any { return o.Recorded }},
}

// RecordOrder answers POST /orders.
func (r *Resources) RecordOrder(ctx context.Context, q RecordOrderRequestObject) (RecordOrderResponseObject, error) {
	b := q.Body
	order := graph.Order{ID: b.ID, Partner: b.Partner, Kind: b.Kind, PlacedOn: b.PlacedOn, PaidOn: lastDay(b.PaidOn), Points: b.Points, CV: b.Cv}
	if err := r.Graph.RecordOrder(ctx, order, asking(ctx)); err != nil {
		return nil, err
	}
	answer, err := r.order(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	location := path("orders", b.ID)
	return RecordOrder201JSONResponse{Body: answer.Body, Headers: RecordOrder201ResponseHeaders{ETag: answer.Headers.ETag, Location: &location}}, nil
}

// GetOrder answers GET /orders/{order}.
func (r *Resources) GetOrder(ctx context.Context, q GetOrderRequestObject) (GetOrderResponseObject, error) {
	answer, err := r.order(ctx, q.Order)
	if err != nil {
		return nil, err
	}
	if unchanged(q.Params.IfNoneMatch, answer.Headers.ETag) {
		return GetOrder304Response{Headers: NotModifiedAnswerResponseHeaders(answer.Headers)}, nil
	}
	return GetOrder200JSONResponse{answer}, nil
}

// order answers with an order.
func (r *Resources) order(ctx context.Context, id string) (answer OrderAnswerJSONResponse, err error) {
	o, err := r.Graph.Order(ctx, id, SightOf(ctx))
	if err != nil {
		return answer, err
	}
	return OrderAnswerJSONResponse{Body: orderOf(&o.OrderRow), Headers: OrderAnswerResponseHeaders{ETag: etag(o.Version)}}, nil
}

// changeOrder makes a change to an order, and answers with it.
func (r *Resources) changeOrder(ctx context.Context, id string, reason, ifMatch *string, change func(by graph.By) error) (answer OrderAnswerJSONResponse, err error) {
	by, err := by(ctx, reason, ifMatch)
	if err != nil {
		return answer, err
	}
	if err := change(by); err != nil {
		return answer, err
	}
	return r.order(ctx, id)
}

// CorrectOrder answers PUT /orders/{order}.
func (r *Resources) CorrectOrder(ctx context.Context, q CorrectOrderRequestObject) (CorrectOrderResponseObject, error) {
	b := q.Body
	answer, err := r.changeOrder(ctx, q.Order, b.Reason, q.Params.IfMatch, func(by graph.By) error {
		return r.Graph.CorrectOrder(ctx, graph.Order{
			ID: q.Order, Partner: b.Partner, Kind: b.Kind, PlacedOn: b.PlacedOn, PaidOn: lastDay(b.PaidOn), Points: b.Points, CV: b.Cv,
		}, by)
	})
	return CorrectOrder200JSONResponse{answer}, err
}

// RecordPayment answers POST /orders/{order}/payment.
func (r *Resources) RecordPayment(ctx context.Context, q RecordPaymentRequestObject) (RecordPaymentResponseObject, error) {
	answer, err := r.changeOrder(ctx, q.Order, nil, q.Params.IfMatch, func(by graph.By) error {
		return r.Graph.RecordPayment(ctx, q.Order, q.Body.PaidOn, by)
	})
	return RecordPayment200JSONResponse{answer}, err
}

// WithdrawOrder answers DELETE /orders/{order}.
func (r *Resources) WithdrawOrder(ctx context.Context, q WithdrawOrderRequestObject) (WithdrawOrderResponseObject, error) {
	by, err := by(ctx, q.Params.Reason, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	return WithdrawOrder204Response{}, r.Graph.WithdrawOrder(ctx, q.Order, by)
}
