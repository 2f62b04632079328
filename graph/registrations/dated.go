package registrations

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
)

// Dated is what was known of a person from a time on.
type Dated struct {
	Person
	Recorded time.Time
}

// PersonsOf returns for each of some partners what is and was known of the person, the earliest first: for jobs that write documents. What
// they write says who was looked at.
func (s *Store) PersonsOf(ctx context.Context, partners []string) (map[string][]Dated, error) {
	persons := map[string][]Dated{}
	err := s.Read(ctx, cypher.PersonsOf, map[string]any{"partners": partners}, func() { clear(persons) }, func(record *neo4j.Record) error {
		partner := record.Values[0].(string)
		p, err := s.personIn(partner, record.Values[1].(map[string]any))
		if err != nil {
			return err
		}
		persons[partner] = append(persons[partner], Dated{*p, chronicle.Columns{"at": record.Values[2]}.Time("at")})
		return nil
	})
	return persons, err
}
