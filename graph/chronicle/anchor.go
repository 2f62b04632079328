package chronicle

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/audit"
)

// Anchors are the latest anchors of the audit as this database remembers them. Next is remembered before it is kept elsewhere, and
// becomes the latest afterwards: so it is known as ours when the process dies in between.
type Anchors struct{ Latest, Next audit.AnchorRef }

// Know says whether one that was found is the latest, or the one that was about to be.
func (a Anchors) Know(found audit.AnchorRef) bool { return found == a.Latest || found == a.Next }

// Anchors returns what is remembered; nothing, when there never was one.
func (s *Store) Anchors(ctx context.Context) (a Anchors, err error) {
	err = s.Read(ctx, cypher.AuditAnchors, nil, func() { a = Anchors{} }, func(record *neo4j.Record) error {
		c := ColumnsOf(record)
		a.Latest = audit.AnchorRef{No: c.Number("no"), Hash: audit.Hash(c.Text("hash"))}
		a.Next = audit.AnchorRef{No: c.Number("nextNo"), Hash: audit.Hash(c.Text("nextHash"))}
		return nil
	})
	return a, err
}

// KeepAnchors remembers anchors.
func (s *Store) KeepAnchors(ctx context.Context, a Anchors) error {
	return s.Single(ctx, cypher.AuditAnchored, map[string]any{
		"no": a.Latest.No, "hash": string(a.Latest.Hash), "nextNo": a.Next.No, "nextHash": string(a.Next.Hash),
	}, nil)
}
