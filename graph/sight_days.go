package graph

import (
	"context"
	"math"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// always are all days.
var always = access.Days{From: math.MinInt32, To: period.Forever}

// daysWithin are the days on which a partner was within, as is known now; of days to come, none.
func (s *Store) daysWithin(ctx context.Context, w Sight, partner string) ([]access.Days, error) {
	reach := w.decision.Reach
	if w.Whole() || slices.Contains(reach.Own, partner) || slices.Contains(reach.Downline, partner) {
		return []access.Days{always}, nil
	}
	past := access.Days{From: always.From, To: w.today + 1}
	days, err := s.daysInCare(ctx, reach, partner, past)
	if err != nil || len(reach.Downline) == 0 {
		return united(days), err
	}
	above, err := s.sponsorsThroughTime(ctx, partner)
	if err != nil {
		return nil, err
	}
	for _, top := range reach.Downline {
		days = append(days, above.below(partner, top, past)...)
	}
	return united(days), nil
}

// sponsorsOf are the sponsors of partners, each on some days.
type sponsorsOf map[string][]sponsorSpan

type sponsorSpan struct {
	sponsor string
	access.Days
}

// sponsorsThroughTime are all who ever stood above a partner, as is known now.
func (s *Store) sponsorsThroughTime(ctx context.Context, partner string) (sponsorsOf, error) {
	above, asked := sponsorsOf{}, []string{partner}
	for len(asked) > 0 {
		var spans map[string][]sponsorSpan
		err := s.Read(ctx, cypher.SponsorsThroughTime, map[string]any{"partners": asked, "knownAt": Latest}, func() { spans = map[string][]sponsorSpan{} }, func(record *neo4j.Record) error {
			v := record.Values
			of := v[0].(string)
			spans[of] = append(spans[of], sponsorSpan{v[1].(string), access.Days{From: chronicle.Day(v[2]), To: chronicle.Day(v[3])}})
			return nil
		})
		if err != nil {
			return nil, err
		}
		asked = nil
		for of, list := range spans {
			above[of] = list
		}
		for _, list := range spans {
			for _, span := range list {
				if _, known := above[span.sponsor]; !known && !slices.Contains(asked, span.sponsor) {
					asked = append(asked, span.sponsor)
				}
			}
		}
	}
	return above, nil
}

// below are the days of a window on which a partner was below another one. On no day does anybody stand below themselves, so the
// window is empty before a way comes back to where it was.
func (above sponsorsOf) below(partner, top string, window access.Days) (days []access.Days) {
	for _, span := range above[partner] {
		both := common(window, span.Days)
		switch {
		case both.From >= both.To:
		case span.sponsor == top:
			days = append(days, both)
		default:
			days = append(days, above.below(span.sponsor, top, both)...)
		}
	}
	return days
}

func common(a, b access.Days) access.Days {
	return access.Days{From: max(a.From, b.From), To: min(a.To, b.To)}
}

// united puts days together that overlap or follow each other.
func united(days []access.Days) (out []access.Days) {
	slices.SortFunc(days, func(a, b access.Days) int { return int(a.From) - int(b.From) })
	for _, d := range days {
		if n := len(out); n > 0 && d.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, d.To)
			continue
		}
		out = append(out, d)
	}
	return out
}

// cut is a span as far as it lies on some days.
func cut(span Span, days []access.Days) (parts []Span) {
	for _, d := range days {
		both := common(access.Days{From: span.From, To: span.To}, d)
		if both.From < both.To {
			part := span
			part.From, part.To = both.From, both.To
			parts = append(parts, part)
		}
	}
	return parts
}
