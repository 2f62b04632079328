package registrations

import (
	"context"
	"encoding/json"

	"upline/cypher"
	"upline/graph"
	"upline/internal/fault"
)

// Proof returns what proves how a partner's contract came about, as canonical JSON, and its SHA-256 in hex: the form, the versions of all
// texts, each step with its time and address, and the mails (joining.Record). The texts themselves are under their hashes.
//
// Errors: NotFound when there is no such partner, or the partner did not join online.
func (s *Store) Proof(ctx context.Context, partner string, at graph.View) (bytes []byte, sha256 string, err error) {
	if _, err := s.company.Partner(ctx, partner, at); err != nil {
		return nil, "", err
	}
	a, err := s.find(ctx, cypher.ApplicationOfPartner, map[string]any{"partner": partner})
	if err == nil && a == nil {
		err = fault.NotFoundf("proof", "partner %s did not join online, or what proved it is kept no longer", partner)
	}
	if err != nil {
		return nil, "", err
	}
	form, err := json.Marshal(a.form)
	if err != nil {
		return nil, "", fault.Internalf("proof", "the form of partner %s cannot be written: %v", partner, err)
	}
	return a.Record(form).Canonical()
}
