package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// Unplace takes a partner out of a placement tree, from a day on until a day: the slot is free then.
type Unplace struct {
	Partner, Tree string
	From, Until   period.Day // half-open; Until is period.Forever for good
}

// Unplace records that a partner stands nowhere in a placement tree. Whoever does so already, stays so.
//
// Errors: NotFound when there is no such partner or tree; Invalid when the days do not fit; Conflict when somebody stands below on
// one of them.
func (s *Store) Unplace(ctx context.Context, u Unplace, by By) error {
	if err := s.May(ctx, by, u.Partner); err != nil {
		return err
	}
	l := locks{trees: []string{u.Tree}, partners: []string{u.Partner}}
	_, err := s.change(ctx, "unplace partner", by, l, func(c *change) error {
		if err := c.refuseStale(by, seenPartner, u.Partner); err != nil {
			return err
		}
		p, err := c.findPartner(u.Partner)
		if err != nil {
			return err
		}
		if err := checkSpan(p, u.From, u.Until); err != nil {
			return err
		}
		return c.unplace(p, u)
	})
	s.forgetPlaces(u.Tree)
	return err
}

// unplace takes a partner out of a tree. Both are locked.
func (c *change) unplace(p *keptPartner, u Unplace) error {
	if u.Tree == sponsorTree {
		return fault.NotFoundf("unplace", "%s is no placement tree: who has a sponsor is moved", u.Tree)
	}
	below, from, err := c.placedBelow(p.seq, u.Tree, u.From, u.Until)
	if err != nil {
		return err
	}
	if below != "" {
		return fault.Conflictf("unplace", "partner %s stands below %s in tree %s from %v on: place that one elsewhere first", below, p.id, u.Tree, from)
	}
	return c.lay(&placementKind, p, u.Tree, span{u.From, u.Until, nothing})
}

// placedBelow returns who is placed below a partner first, on some days; empty: nobody.
func (c *change) placedBelow(partner int64, tree string, from, until period.Day) (below string, since period.Day, err error) {
	params := map[string]any{"partner": partner, "tree": tree, "from": chronicle.Date(from), "to": chronicle.Date(until), "knownAt": Latest}
	err = c.Run(cypher.PlacedBelow, params, func(record *neo4j.Record) error {
		below, since = record.Values[0].(string), chronicle.Day(record.Values[1])
		return nil
	})
	return below, since, err
}
