package graph

import (
	"context"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
)

// Erasure is what was erased of a person, as far as it must be erased again when the company is brought back (see package personal).
type Erasure struct {
	ID, Person, Ground  string
	Partner, User       string   // ids; empty: is none
	Applications, Texts []string // ids, and SHA-256
	Classes             []string
	At                  time.Time // what was recorded later stays; zero: nothing was
	seq                 int64
}

// What an erasure may name as a class, as far as it is kept in nodes.
const (
	erasedPerson  = "person"
	erasedAccount = "account"
	erasedAudit   = "audit"
)

// Apply erases, in a change. It can be done again.
func (e *Erasure) Apply(c *chronicle.Change) error {
	before := e.At
	if before.IsZero() {
		before = c.Recorded
	}
	params := map[string]any{
		"before": before, "partner": nullable(e.Partner), "user": nullable(e.User), "applications": e.Applications, "texts": e.Texts, "classes": e.Classes,
	}
	if e.Applications == nil {
		params["applications"] = []string{}
	}
	if e.Texts == nil {
		params["texts"] = []string{}
	}
	if err := c.Run(cypher.ErasureApply, params, nil); err != nil {
		return err
	}
	if e.Partner != "" && slices.Contains(e.Classes, erasedPerson) {
		if err := c.Run(cypher.ErasureNames, map[string]any{"partner": e.Partner, "before": before, "recorded": c.Recorded}, nil); err != nil {
			return err
		}
	}
	if e.User == "" || !slices.Contains(e.Classes, erasedAccount) {
		return nil
	}
	return c.Run(cypher.ErasureAccount, map[string]any{"user": e.User, "recorded": c.Recorded}, nil)
}

// Subjects are the names of the person in the audit, if the audit's details are erased.
func (e *Erasure) Subjects() (names []string) {
	if !slices.Contains(e.Classes, erasedAudit) {
		return nil
	}
	if e.Partner != "" {
		names = append(names, subjectOf(e.Partner))
	}
	if e.User != "" {
		names = append(names, "user:"+e.User)
	}
	return names
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// erasuresAtOnce is how many erasures are read at a time.
const erasuresAtOnce = 1000

// EachErasure visits all erasures, in the order in which they were recorded.
func (s *Store) EachErasure(ctx context.Context, visit func(e *Erasure) error) error {
	for after := int64(-1); ; {
		var page []*Erasure
		err := s.Read(ctx, cypher.ErasuresPage, map[string]any{"after": after, "limit": erasuresAtOnce}, func() { page = nil }, func(record *neo4j.Record) error {
			c := chronicle.ColumnsOf(record)
			page = append(page, &Erasure{
				ID: c.Text("id"), Person: c.Text("person"), Ground: c.Text("ground"), Partner: c.Text("partner"), User: c.Text("user"),
				Applications: c.Texts("applications"), Texts: c.Texts("texts"), Classes: c.Texts("classes"), At: c.Time("recorded"), seq: c.Number("seq"),
			})
			return nil
		})
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := visit(e); err != nil {
				return err
			}
			after = e.seq
		}
		if len(page) < erasuresAtOnce {
			return nil
		}
	}
}

// SaidOf counts what entries of the audit say of a person that is not erased.
func (s *Store) SaidOf(ctx context.Context, person string) (count int, err error) {
	err = s.Read(ctx, cypher.AuditSaidOf, map[string]any{"person": person}, nil, func(record *neo4j.Record) error {
		count = int(record.Values[0].(int64))
		return nil
	})
	return count, err
}

// Forget makes every erasure again, before anybody else comes in; and deletes and restricts again those documents that were later.
func (r *Restore) Forget(ctx context.Context, gone []Copied) error {
	err := r.store.Plainly(ctx, func(c *chronicle.Change) error { return c.Run(cypher.ErasuresCounted, nil, nil) })
	if err == nil {
		err = r.store.EachErasure(ctx, func(e *Erasure) error { return r.store.Plainly(ctx, e.Apply) })
	}
	if err != nil {
		return err
	}
	for part := range slices.Chunk(gone, journalChunk) {
		rows := make([]any, len(part))
		for i := range part {
			n, err := nodeOf(&part[i])
			if err != nil {
				return err
			}
			rows[i] = []any{n.properties["id"], n.properties}
		}
		err := r.store.Plainly(ctx, func(c *chronicle.Change) error { return c.Run(cypher.RestoreGone, map[string]any{"rows": rows}, nil) })
		if err != nil {
			return err
		}
	}
	return r.store.Plainly(ctx, func(c *chronicle.Change) error { return c.Run(cypher.RestoreGoneWords, nil, nil) })
}
