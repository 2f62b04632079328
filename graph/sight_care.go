package graph

import (
	"context"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// cares are to which markets partners belonged and which departments looked after them, each on a day.
type cares map[glance]access.Care

// care asks to which markets those looked at belonged, and which departments looked after them, as is known now: on the day, and today.
// Who has neither in the scope is not asked about.
func (s *Store) care(ctx context.Context, w Sight, glances []glance) (cares, error) {
	found := cares{}
	if !w.decision.NamesCare() || len(glances) == 0 {
		return found, nil
	}
	var rows []any
	asked := map[glance]bool{}
	for _, g := range glances {
		for _, day := range []period.Day{min(g.day, w.today), w.today} {
			if at := (glance{g.partner, day}); !asked[at] {
				asked[at] = true
				rows = append(rows, []any{g.partner, chronicle.Date(day)})
			}
		}
	}
	err := s.Read(ctx, cypher.CareOnDays, map[string]any{"rows": rows, "knownAt": Latest}, nil, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		found[glance{c.Text("partner"), chronicle.Day(c["day"])}] = access.Care{Market: c.Text("market"), Department: c.Text("department")}
		return nil
	})
	return found, err
}

// subject is whom a glance is at, as of its day, or today if that is a day to come.
func (found cares) subject(g glance, today period.Day) access.Subject {
	then := found[glance{g.partner, min(g.day, today)}]
	return access.Subject{Partner: g.partner, Market: then.Market, Department: then.Department, Now: found[glance{g.partner, today}]}
}

// daysInCare are the days on which a partner was in a market or looked after by a department of the scope, as is known now.
func (s *Store) daysInCare(ctx context.Context, reach access.Reach, partner string, past access.Days) (days []access.Days, err error) {
	for query, within := range map[string][]string{cypher.HistoryMarkets: reach.Markets, cypher.HistoryCaretakers: reach.Departments} {
		if len(within) == 0 {
			continue
		}
		var found []access.Days
		params := map[string]any{"partner": partner, "knownAt": Latest, "superseded": false}
		err = s.Read(ctx, query, params, func() { found = nil }, func(record *neo4j.Record) error {
			c := chronicle.ColumnsOf(record)
			both := common(past, access.Days{From: chronicle.Day(c["from"]), To: chronicle.Day(c["to"])})
			if both.From < both.To && slices.Contains(within, c.Text("value")) {
				found = append(found, both)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		days = append(days, found...)
	}
	return days, nil
}
