package dms

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
)

// FormerContent is what a document was before.
type FormerContent struct {
	Content
	Version  int
	Recorded time.Time // when it came
	Replaced time.Time
	By       string // who replaced it
	Reason   string // why
}

// Document returns a document, and what its content was before, the latest first.
//
// Errors: NotFound when there is none, or none within.
func (s *Store) Document(ctx context.Context, id string, within graph.Sight) (*Document, []FormerContent, error) {
	var found *Document
	var former []FormerContent
	err := s.Read(ctx, cypher.DocumentFind, map[string]any{"id": id}, func() { found, former = nil, nil }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		d := documentOf(c)
		found = &d
		for _, each := range c.List("former") {
			former = append(former, formerOf(each.(map[string]any)))
		}
		return nil
	})
	if err == nil && found == nil {
		err = notThere(id)
	}
	if err != nil {
		return nil, nil, err
	}
	return found, former, s.see(ctx, within, *found)
}

func formerOf(p map[string]any) FormerContent {
	c := chronicle.Columns(p)
	return FormerContent{
		Content: contentOf(c),
		Version: int(c.Number("version")), Recorded: c.Time("recorded"), Replaced: c.Time("superseded"), By: c.Text("by"), Reason: c.Text("reason"),
	}
}

// Recorded says which of some documents are there already: so a job that was stopped goes on where it was.
func (s *Store) Recorded(ctx context.Context, ids []string) (map[string]bool, error) {
	there := map[string]bool{}
	err := s.Read(ctx, cypher.DocumentsThere, map[string]any{"ids": ids}, func() { clear(there) }, func(record *neo4j.Record) error {
		there[record.Values[0].(string)] = true
		return nil
	})
	return there, err
}
