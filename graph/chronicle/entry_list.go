package chronicle

import (
	"context"
	"time"

	"upline/cypher"
	"upline/graph/audit"
	"upline/internal/fault"
)

// EntryFilter says which audit entries are wanted. What is empty is not asked for.
type EntryFilter struct {
	Actor     string // who did it, such as user:17
	Subject   string // whose data it is, such as partner:17
	Operation string
	Kind, Key string // of what it is about, such as Partner and 17
	From      time.Time
	Until     time.Time // not included
}

// EntriesListed returns audit entries, the latest first, at most so many: those after an entry in that order, or from the latest on.
//
// Errors: NotFound when there is no such entry; Internal when one cannot be read.
func (s *Store) EntriesListed(ctx context.Context, f EntryFilter, after audit.Ref, limit int) ([]audit.Entry, error) {
	params := map[string]any{
		"from": f.From, "before": f.Until, "stripe": -1, "no": 0, "actor": f.Actor, "operation": f.Operation, "kind": f.Kind, "key": f.Key,
		"subject": f.Subject, "limit": limit,
	}
	if f.Until.IsZero() {
		params["before"] = FarTime
	}
	if after.No > 0 {
		last, err := s.Entry(ctx, after)
		if err != nil {
			return nil, err
		}
		params["before"], params["stripe"], params["no"] = last.Recorded, after.Stripe, after.No
	}
	query := cypher.AuditListed
	switch {
	case f.Subject != "":
		query = cypher.AuditListedOfPerson
	case f.Kind != "" && f.Key != "":
		query = cypher.AuditListedOfThing
	case f.Actor != "":
		query = cypher.AuditListedOfActor
	case f.Operation != "":
		query = cypher.AuditListedOfOperation
	}
	return s.entries(ctx, query, params)
}

// Entry returns an audit entry by its place.
//
// Errors: NotFound; Internal when it cannot be read.
func (s *Store) Entry(ctx context.Context, at audit.Ref) (audit.Entry, error) {
	entries, err := s.entries(ctx, cypher.AuditEntry, map[string]any{"stripe": at.Stripe, "no": at.No})
	if err != nil {
		return audit.Entry{}, err
	}
	if len(entries) == 0 {
		return audit.Entry{}, fault.NotFoundf("audit", "there is no entry %d of stripe %d", at.No, at.Stripe)
	}
	return entries[0], nil
}
