package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
)

// Names returns what some partners are called.
func (s *Store) Names(ctx context.Context, partners []string) (map[string]string, error) {
	names := map[string]string{}
	err := s.Read(ctx, cypher.NamesOf, map[string]any{"partners": partners}, func() { clear(names) }, func(record *neo4j.Record) error {
		names[record.Values[0].(string)] = record.Values[1].(string)
		return nil
	})
	return names, err
}
