package graph

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// Span is what a partner is, or where the partner stands, on some days.
type Span struct {
	Value string // a sponsor, parent, status or rank; empty: a root of a placement tree
	Tree  string // of a placement
	Slot  int    // likewise

	From, To             period.Day // half-open; To is period.Forever for good
	Recorded, Superseded time.Time  // Superseded: zero while it was Latest still

	Run      string // the run that found a career rank
	Override bool
	Reason   string // why it is overridden
}

// History is a partner through time: each list the earliest first.
type History struct {
	Sponsors, Placements, Statuses, Careers []Span
	Markets, Departments                    []Span // to which the partner belongs, and which look after the partner
}

// History returns what is known at a time of a partner's sponsors, places, statuses, career ranks, markets and departments; with superseded also
// what was Latest once. Spans are cut to the days on which the partner was within, and the day asked for does not matter.
//
// Errors: NotFound when there is no such partner, or never was one within.
func (s *Store) History(ctx context.Context, partner string, at View, superseded bool) (*History, error) {
	if _, err := s.findPartner(ctx, partner); err != nil {
		return nil, err
	}
	days, err := s.daysWithin(ctx, at.Within, partner)
	if err != nil {
		return nil, err
	}
	if len(days) == 0 {
		return nil, outside(noPartner(partner))
	}
	shown, err := s.fieldsOf(ctx, at.Within, partner, at.AsOf)
	if err != nil {
		return nil, err
	}
	h, knownAt := &History{}, at.KnownAt
	params := map[string]any{"partner": partner, "knownAt": knownAt, "superseded": superseded}
	for _, list := range []struct {
		query string
		spans *[]Span
	}{
		{cypher.HistorySponsors, &h.Sponsors},
		{cypher.HistoryPlacements, &h.Placements},
		{cypher.HistoryStatuses, &h.Statuses},
		{cypher.HistoryCareers, &h.Careers},
		{cypher.HistoryMarkets, &h.Markets},
		{cypher.HistoryCaretakers, &h.Departments},
	} {
		err := s.Read(ctx, list.query, params, func() { *list.spans = nil }, func(record *neo4j.Record) error {
			*list.spans = append(*list.spans, cut(spanOf(record, knownAt, shown), days)...)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return h, nil
}

// spanOf is a span as known at a time: what was superseded later was Latest then.
func spanOf(record *neo4j.Record, knownAt time.Time, shown access.Fields) Span {
	c := chronicle.ColumnsOf(record)
	span := Span{
		Value: c.Text("value"), Tree: c.Text("tree"), Slot: int(c.Number("slot")), From: chronicle.Day(c["from"]), To: chronicle.Day(c["to"]),
		Recorded: c.Time("recorded"), Superseded: c.Time("superseded"), Run: c.Text("run"), Reason: c.Text("reason"),
	}
	span.Override, _ = c["override"].(bool)
	if !shown.Has(access.Notes) {
		span.Reason = ""
	}
	if span.Superseded.After(knownAt) {
		span.Superseded = time.Time{}
	}
	return span
}
