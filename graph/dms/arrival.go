package dms

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Reading is what was read of a content.
type Reading struct {
	Words     string
	Pages     int
	Suggested string // what it may be, as JSON of whoever has read it; empty: nothing is suggested
}

// SetReading keeps what was read of a document's content, which it still has.
//
// Errors: NotFound; Conflict when it has another content by now.
func (s *Store) SetReading(ctx context.Context, id, sha256 string, r Reading, by graph.By) error {
	return s.changeOne(ctx, "read document", id, by, func(c *chronicle.Change, d *Document) error {
		if d.SHA256 != sha256 {
			return fault.Conflictf(op, "document %s has another content by now, which is read for itself", id)
		}
		if d.State != Inbox { // somebody has said already what it is
			r.Suggested = ""
		}
		c.About("Document", id, subjectOf(d.About), nil, map[string]string{"pages": itoa(r.Pages), "words": itoa(len(wordsOf(r.Words)))})
		return c.Run(cypher.DocumentRead, map[string]any{
			"id": id, "text": cutWords(r.Words), "pages": r.Pages, "suggested": nothing(r.Suggested), "recorded": c.Recorded,
		}, nil)
	})
}

// Suggested returns what was suggested that some documents may be, by their ids: those of which nothing was read yet are not in it.
func (s *Store) Suggested(ctx context.Context, ids []string) (map[string]string, error) {
	suggested := map[string]string{}
	err := s.Read(ctx, cypher.DocumentsSuggested, map[string]any{"ids": ids}, func() { clear(suggested) }, func(record *neo4j.Record) error {
		suggested[record.Values[0].(string)] = record.Values[1].(string)
		return nil
	})
	return suggested, err
}

// IDs returns the ids of up to limit documents after a number, and the number of the last: so all are gone through, those that were deleted
// included.
func (s *Store) IDs(ctx context.Context, after int64, limit int) (ids []string, last int64, err error) {
	last = after
	err = s.Read(ctx, cypher.DocumentsNumbered, map[string]any{"after": after, "limit": limit}, func() { ids, last = nil, after }, func(record *neo4j.Record) error {
		ids, last = append(ids, record.Values[0].(string)), record.Values[1].(int64)
		return nil
	})
	return ids, last, err
}
