package dms

import (
	"context"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// Look is that somebody has opened a document on a day: its content, or the picture of a page.
type Look struct {
	Actor    string // a user, or a token of the operators
	Day      period.Day
	Version  int       // of the content that was opened first on that day
	Recorded time.Time // when that was
	seq      int64
}

// Looked keeps that somebody opens a document, before anything of it is handed out: once a user, document and day, however often they come
// back and in however many ranges they fetch it. Only the first time of a day costs a change.
//
// Errors: Unavailable when it cannot be kept; then nothing may be handed out.
func (s *Store) Looked(ctx context.Context, d *Document, version int, today period.Day, by graph.By) error {
	id := fmt.Sprintf("%d/%s/%s", d.seq, today, by.Actor)
	kept := false
	err := s.Read(ctx, cypher.DocumentLooked, map[string]any{"id": id}, func() { kept = false }, func(*neo4j.Record) error {
		kept = true
		return nil
	})
	if err != nil || kept {
		return err
	}
	no, err := s.Numbers(ctx, graph.DocumentLookSeq, 1)
	if err != nil {
		return err
	}
	_, err = s.Change(ctx, "look at document", by.Recorded(), nil, func(c *chronicle.Change) error {
		c.About("Document", d.ID, subjectOf(d.About), nil, map[string]string{"looked": today.String(), "version": itoa(version)})
		return c.Run(cypher.DocumentLook, map[string]any{"id": id, "properties": map[string]any{
			"seq": no, "document": d.seq, "actor": by.Actor, "day": chronicle.Date(today), "version": int64(version), "recorded": c.Recorded, "changed": c.Recorded,
		}}, nil)
	})
	return err
}

// Looks returns a slice of who has looked at a document, the latest first, and the cursor of the next one; empty: there is none.
//
// Errors: those of Document; Invalid when the slice cannot be.
func (s *Store) Looks(ctx context.Context, id string, within graph.Sight, slice graph.Slice) ([]Look, string, error) {
	d, _, err := s.Document(ctx, id, within)
	if err != nil {
		return nil, "", err
	}
	return sliced("looks", slice, true, func(no any, limit int) (list []Look, err error) {
		params := map[string]any{"document": d.seq, "no": no, "limit": limit}
		err = s.Read(ctx, cypher.DocumentLooks, params, func() { list = nil }, func(record *neo4j.Record) error {
			c := chronicle.ColumnsOf(record)
			list = append(list, Look{c.Text("actor"), chronicle.Day(c["day"]), int(c.Number("version")), c.Time("recorded"), c.Number("seq")})
			return nil
		})
		return list, err
	}, func(l Look) int64 { return l.seq })
}
