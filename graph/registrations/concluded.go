package registrations

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/joining"
)

// Concluded is what proves how a partner's contract came about, all of it: for jobs that write the contract. What they write says who was
// looked at.
//
// Errors: NotFound when the partner did not join online.
func (s *Store) Concluded(ctx context.Context, partner string) (*Proven, error) {
	a, err := s.find(ctx, cypher.ApplicationOfPartner, map[string]any{"partner": partner})
	if err == nil && a == nil {
		err = noProof(partner)
	}
	if err != nil {
		return nil, err
	}
	return s.proven(ctx, a, access.AllFields)
}

// Joined returns partners who joined online, so many after the last one before, and where to go on.
func (s *Store) Joined(ctx context.Context, after int64, limit int) (partners []string, next int64, err error) {
	params := map[string]any{"after": after, "limit": limit}
	err = s.Read(ctx, cypher.ApplicationsJoined, params, func() { partners, next = nil, after }, func(record *neo4j.Record) error {
		next = record.Values[0].(int64)
		partners = append(partners, record.Values[1].(string))
		return nil
	})
	return partners, next, err
}

// Ticked are the boxes that were ticked on the form, in their order.
func (p *Proven) Ticked() []string {
	names, is := []string{}, map[string]bool{
		"terms": p.Terms, "privacy_noted": p.Privacy, joining.ConsentNewsletter: p.Newsletter, joining.ConsentPhone: p.Calls,
	}
	for _, rule := range joining.ConsentRules() {
		if is[rule.Name] {
			names = append(names, rule.Name)
		}
	}
	return names
}
