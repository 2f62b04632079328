package graph

import (
	"context"

	"upline/internal/period"
)

// PartnerDay is a partner on a day.
type PartnerDay struct {
	Partner string
	Day     period.Day
}

// AreWithinOn says of each partner whether that one is within on a day of its own (see AreWithin).
func (s *Store) AreWithinOn(ctx context.Context, within Sight, asked []PartnerDay) ([]bool, error) {
	glances := make([]glance, len(asked))
	for i, a := range asked {
		glances[i] = glance{a.Partner, a.Day}
	}
	return s.insides(ctx, within, glances)
}

// EverWithin are all partners who are or ever were within: what is not about one of them is not seen. all: there are so many that a
// list is better read as a whole.
func (s *Store) EverWithin(ctx context.Context, within Sight) (partners []string, all bool, err error) {
	return s.candidates(ctx, within)
}
