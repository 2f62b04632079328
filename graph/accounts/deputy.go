package accounts

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// Appoint has a user stand in for another one on some days.
//
// Errors: those of access.StandIn.Check; NotFound; Forbidden when it gives rights to who does it.
func (s *Store) Appoint(ctx context.Context, d access.StandIn, by By) error {
	if err := d.Check(by.Today); err != nil {
		return err
	}
	return s.changeRights(ctx, "appoint deputy", by, locks{users: []string{d.Deputy}}, func(c *chronicle.Change) error {
		if err := by.mayGive(c, d.Deputy); err != nil {
			return err
		}
		return standIn.give(c, d.Deputy, d.For, d.Days)
	})
}

// Release ends that a user stands in for another one, from a day on.
//
// Errors: NotFound when that one does not; Invalid when the day is past: on days that are over, the deputy counted as both.
func (s *Store) Release(ctx context.Context, deputy, absent string, from period.Day, by By) error {
	if from < by.Today {
		return fault.Invalidf("deputy", "%s is past: whoever stood in until now did so; name today, %s, or a later day", from, by.Today)
	}
	return s.changeRights(ctx, "release deputy", by, locks{users: []string{deputy}}, func(c *chronicle.Change) error {
		return standIn.end(c, deputy, absent, from)
	})
}

// Deputies returns who stands in for whom, now or later.
func (s *Store) Deputies(ctx context.Context, today period.Day) (list []access.StandIn, err error) {
	params := map[string]any{"after": chronicle.Date(today), "knownAt": latest}
	err = s.Read(ctx, cypher.StandinsList, params, func() { list = nil }, func(record *neo4j.Record) error {
		list = append(list, standInOf(record))
		return nil
	})
	return list, err
}
