package registrations

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// opened is what a link opens; when there is nothing, outcome says why.
func (s *Store) opened(ctx context.Context, token string) (a *application, hash string, outcome joining.Outcome, err error) {
	hash = joining.HashToken(token)
	a, err = s.find(ctx, cypher.ApplicationOfLink, map[string]any{"hash": hash})
	if err != nil || a != nil {
		return a, hash, joining.Done, err
	}
	outcome = joining.LinkUnknown
	err = s.Read(ctx, cypher.SpentLinkFind, map[string]any{"hash": hash}, nil, func(*neo4j.Record) error {
		outcome = joining.LinkExpired
		return nil
	})
	return nil, hash, outcome, err
}

// Confirm records that somebody pressed the button behind a link, and says what became of it. Whoever is there already, or has an
// application with the same marks, is held back then, for a person to decide; the applicant does not learn of it before the
// contract is accepted.
func (s *Store) Confirm(ctx context.Context, token string, from joining.Origin) (joining.Outcome, error) {
	a, hash, outcome, err := s.opened(ctx, token)
	if err != nil || a == nil {
		return outcome, err
	}
	if _, outcome = a.Confirm(hash, from, s.now()); outcome != joining.Done {
		return outcome, nil
	}
	err = s.step(ctx, "confirm application", a.ID, applicant, func(c *chronicle.Change, a *application) (write bool, err error) {
		a.Process, outcome = a.Confirm(hash, from, s.now())
		if outcome != joining.Done {
			return false, nil
		}
		a.held, err = s.gated(c, a, true)
		return true, err
	})
	if fault.KindOf(err) == fault.NotFound && err != nil { // it expired at this very moment
		return joining.LinkExpired, nil
	}
	return outcome, err
}

// refused is the error of a link that opens no contract.
func refused(outcome joining.Outcome) error {
	if outcome == joining.LinkUnknown {
		return fault.NotFoundf("registration", "%s", outcome.Explain("en"))
	}
	return fault.Conflictf("registration", "%s", outcome.Explain("en"))
}

// under is the application of somebody who has confirmed with a link.
//
// Errors: NotFound and Conflict when the link does not lead on.
func (s *Store) under(ctx context.Context, token string) (*application, error) {
	a, hash, outcome, err := s.opened(ctx, token)
	switch {
	case err != nil:
		return nil, err
	case a == nil:
		return nil, refused(outcome)
	case a.Used == "":
		return nil, fault.Conflictf("registration", "the address is not confirmed yet: confirm it first")
	case a.Used != hash:
		return nil, refused(joining.LinkSuperseded)
	}
	return a, nil
}
