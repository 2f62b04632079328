package graph

import (
	"context"

	"upline/graph/access"
	"upline/internal/period"
)

// FieldsOf are the groups of fields that are shown of a partner as of a day; none of one who is not within.
func (s *Store) FieldsOf(ctx context.Context, within Sight, partner string, day period.Day) (access.Fields, error) {
	return s.fieldsOf(ctx, within, partner, day)
}
