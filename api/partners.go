package api

import (
	"context"

	"upline/graph"
)

// ListPartners answers GET /partners.
func (r *Resources) ListPartners(ctx context.Context, q ListPartnersRequestObject) (ListPartnersResponseObject, error) {
	p, at := q.Params, r.view(ctx, q.Params.AsOf, q.Params.KnownAt)
	filter := graph.PartnerFilter{
		Text: value(p.Q), Sponsor: value(p.Sponsor), Status: value(p.Status), Rank: value(p.Rank),
		JoinedFrom: value(p.JoinedFrom), JoinedThrough: value(p.JoinedThrough),
	}
	list := func(ctx context.Context, s graph.Slice) ([]graph.PartnerRow, string, error) {
		return r.Graph.Partners(ctx, filter, at, s)
	}
	return answerList(ctx, r, "partners", slice(p.Sort, p.Limit, p.After), partnerColumns, list,
		func(rows []graph.PartnerRow, next string) ListPartnersResponseObject {
			return ListPartners200JSONResponse{Items: mapped(rows, partnerOf), Next: optional(next)}
		})
}

func partnerOf(p *graph.PartnerRow) Partner {
	return Partner{ID: p.ID, Name: p.Name, Joined: p.Joined, Sponsor: optional(p.Sponsor), Status: p.Status, Rank: optional(p.Rank)}
}

var partnerColumns = []Column[graph.PartnerRow]{
	{"id", KindText, func(p *graph.PartnerRow) any { return p.ID }},
	{"name", KindText, func(p *graph.PartnerRow) any { return p.Name }},
	{"joined", KindDay, func(p *graph.PartnerRow) any { return p.Joined.String() }},
	{"sponsor", KindText, func(p *graph.PartnerRow) any { return p.Sponsor }},
	{"status", KindText, func(p *graph.PartnerRow) any { return p.Status }},
	{"rank", KindText, func(p *graph.PartnerRow) any { return p.Rank }},
}

// RegisterPartner answers POST /partners.
func (r *Resources) RegisterPartner(ctx context.Context, q RegisterPartnerRequestObject) (RegisterPartnerResponseObject, error) {
	b := q.Body
	registration := graph.Registration{ID: b.ID, Name: b.Name, Joined: b.Joined, Sponsor: value(b.Sponsor)}
	for _, place := range value(b.Places) {
		registration.Places = append(registration.Places, graph.Place{Tree: place.Tree, Parent: value(place.Parent), Slot: place.Slot})
	}
	if err := r.Graph.Register(ctx, registration, asking(ctx)); err != nil {
		return nil, err
	}
	answer, err := r.partner(ctx, b.ID, r.view(ctx, &b.Joined, nil))
	if err != nil {
		return nil, err
	}
	location := path("partners", b.ID)
	return RegisterPartner201JSONResponse{Body: answer.Body, Headers: RegisterPartner201ResponseHeaders{ETag: answer.Headers.ETag, Location: &location}}, nil
}

// GetPartner answers GET /partners/{partner}.
func (r *Resources) GetPartner(ctx context.Context, q GetPartnerRequestObject) (GetPartnerResponseObject, error) {
	answer, err := r.partner(ctx, q.Partner, r.view(ctx, q.Params.AsOf, q.Params.KnownAt))
	if err != nil {
		return nil, err
	}
	if unchanged(q.Params.IfNoneMatch, answer.Headers.ETag) {
		return GetPartner304Response{Headers: NotModifiedAnswerResponseHeaders(answer.Headers)}, nil
	}
	return GetPartner200JSONResponse{answer}, nil
}

// partner answers with a partner.
func (r *Resources) partner(ctx context.Context, id string, at graph.View) (PartnerViewAnswerJSONResponse, error) {
	p, err := r.Graph.Partner(ctx, id, at)
	if err != nil {
		return PartnerViewAnswerJSONResponse{}, err
	}
	view := PartnerView{
		ID: p.ID, Name: p.Name, Joined: p.Joined, Sponsor: optional(p.Sponsor), Status: p.Status, Rank: optional(p.Rank),
		Places: mapped(p.Placements, func(place *graph.Place) Place {
			return Place{Tree: place.Tree, Parent: optional(place.Parent), Slot: place.Slot}
		}),
	}
	return PartnerViewAnswerJSONResponse{Body: view, Headers: PartnerViewAnswerResponseHeaders{ETag: etag(p.Version)}}, nil
}

// changePartner makes a change to a partner, and answers with the partner of the day, or of today if that is later.
func (r *Resources) changePartner(ctx context.Context, id string, reason, ifMatch *string, change func(by graph.By) error) (answer PartnerViewAnswerJSONResponse, err error) {
	by, err := by(ctx, reason, ifMatch)
	if err != nil {
		return answer, err
	}
	if err := change(by); err != nil {
		return answer, err
	}
	return r.partner(ctx, id, r.view(ctx, nil, nil))
}

// CorrectPartner answers PUT /partners/{partner}.
func (r *Resources) CorrectPartner(ctx context.Context, q CorrectPartnerRequestObject) (CorrectPartnerResponseObject, error) {
	answer, err := r.changePartner(ctx, q.Partner, q.Body.Reason, q.Params.IfMatch, func(by graph.By) error {
		return r.Graph.CorrectPartner(ctx, q.Partner, q.Body.Name, q.Body.Joined, by)
	})
	return CorrectPartner200JSONResponse{answer}, err
}

// ChangeStatus answers POST /partners/{partner}/statuses.
func (r *Resources) ChangeStatus(ctx context.Context, q ChangeStatusRequestObject) (ChangeStatusResponseObject, error) {
	answer, err := r.changePartner(ctx, q.Partner, q.Body.Reason, q.Params.IfMatch, func(by graph.By) error {
		return r.Graph.ChangeStatus(ctx, q.Partner, q.Body.Status, q.Body.From, lastDay(q.Body.Until), by)
	})
	return ChangeStatus200JSONResponse{answer}, err
}

// RecordCareer answers POST /partners/{partner}/careers.
func (r *Resources) RecordCareer(ctx context.Context, q RecordCareerRequestObject) (RecordCareerResponseObject, error) {
	answer, err := r.changePartner(ctx, q.Partner, nil, q.Params.IfMatch, func(by graph.By) error {
		return r.Graph.RecordCareer(ctx, q.Partner, q.Body.Rank, q.Body.From, lastDay(q.Body.Until), by)
	})
	return RecordCareer200JSONResponse{answer}, err
}

// OverrideRank answers POST /partners/{partner}/rank-overrides.
func (r *Resources) OverrideRank(ctx context.Context, q OverrideRankRequestObject) (OverrideRankResponseObject, error) {
	answer, err := r.changePartner(ctx, q.Partner, &q.Body.Reason, q.Params.IfMatch, func(by graph.By) error {
		return r.Graph.OverrideRank(ctx, q.Partner, q.Body.Rank, q.Body.From, by)
	})
	return OverrideRank200JSONResponse{answer}, err
}

// GetPartnerHistory answers GET /partners/{partner}/history.
func (r *Resources) GetPartnerHistory(ctx context.Context, q GetPartnerHistoryRequestObject) (GetPartnerHistoryResponseObject, error) {
	history, err := r.Graph.History(ctx, q.Partner, r.view(ctx, nil, q.Params.KnownAt), value(q.Params.Superseded))
	if err != nil {
		return nil, err
	}
	return GetPartnerHistory200JSONResponse{
		Sponsors: mapped(history.Sponsors, spanOf), Places: mapped(history.Placements, spanOf),
		Statuses: mapped(history.Statuses, spanOf), Careers: mapped(history.Careers, spanOf),
		Markets: someOf(mapped(history.Markets, spanOf)), Departments: someOf(mapped(history.Departments, spanOf)),
	}, nil
}

func spanOf(s *graph.Span) Span {
	out := Span{
		Value: s.Value, Tree: optional(s.Tree), From: s.From, To: endOf(s.To), Recorded: s.Recorded, Superseded: moment(s.Superseded),
		Run: optional(s.Run), Override: optional(s.Override), Reason: optional(s.Reason),
	}
	if s.Tree != "" {
		out.Slot = &s.Slot
	}
	return out
}
