package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
)

// Promoted returns which of some partners a run found to have a higher career rank than before, and which one.
func (s *Store) Promoted(ctx context.Context, run *Run, partners []string) (map[string]string, error) {
	ranks := map[string]string{}
	params := map[string]any{"run": run.No, "partners": partners, "knownAt": Latest}
	err := s.Read(ctx, cypher.CareersOfRun, params, func() { clear(ranks) }, func(record *neo4j.Record) error {
		if no, former := record.Values[2].(int64), record.Values[3].(int64); no > former {
			ranks[record.Values[0].(string)] = record.Values[1].(string)
		}
		return nil
	})
	return ranks, err
}
