package api

import (
	"cmp"
	"context"
	"slices"

	"upline/graph"
)

// event is something that happened to a partner between two days, of its kind.
type event struct {
	kind string
	graph.Event
}

// GetDifference answers GET /difference.
func (r *Resources) GetDifference(ctx context.Context, q GetDifferenceRequestObject) (GetDifferenceResponseObject, error) {
	p := q.Params
	changes, err := r.Graph.Difference(ctx, p.From, p.Through, r.view(ctx, nil, p.KnownAt).KnownAt, SightOf(ctx))
	if err != nil {
		return nil, err
	}
	events := eventsOf(&changes, value(p.Kind))
	all := len(events)
	list := pagesOf(func(from, count int) ([]event, error) { return events[min(from, all):min(from+count, all)], nil }, &all)
	return answerList(ctx, r, "difference", slice(nil, p.Limit, p.After), eventColumns, list,
		func(rows []event, next string) GetDifferenceResponseObject {
			return GetDifference200JSONResponse{Items: mapped(rows, eventOf), Next: optional(next)}
		})
}

// eventsOf lists what happened, of one kind or of all, by day and partner.
func eventsOf(changes *graph.Changes, kind string) (events []event) {
	for _, list := range []struct {
		kind   string
		events []graph.Event
	}{{"joined", changes.Joined}, {"moved", changes.Moved}, {"status", changes.Statuses}, {"career", changes.Careers}} {
		if kind != "" && kind != list.kind {
			continue
		}
		for _, e := range list.events {
			events = append(events, event{list.kind, e})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.kind, b.kind))
	})
	return events
}

func eventOf(e *event) PartnerEvent {
	return PartnerEvent{Kind: e.kind, Partner: e.Partner, Name: e.Name, Day: e.On, Before: optional(e.Before), After: optional(e.After)}
}

var eventColumns = []Column[event]{
	{"day", KindDay, func(e *event) any { return e.On.String() }},
	{"kind", KindText, func(e *event) any { return e.kind }},
	{"partner", KindText, func(e *event) any { return e.Partner }},
	{"name", KindText, func(e *event) any { return e.Name }},
	{"before", KindText, func(e *event) any { return e.Before }},
	{"after", KindText, func(e *event) any { return e.After }},
}
