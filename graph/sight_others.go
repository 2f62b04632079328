package graph

import (
	"context"

	"upline/graph/access"
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

// FieldsOn are the groups of fields that are shown of each partner on a day of its own; none of one who is not within. Of nobody, an empty
// id, only who sees everybody is shown something.
func (s *Store) FieldsOn(ctx context.Context, within Sight, asked []PartnerDay) ([]access.Fields, error) {
	fields := make([]access.Fields, len(asked))
	if within.all {
		for i := range fields {
			fields[i] = access.AllFields
		}
		return fields, nil
	}
	glances := make([]glance, 0, 2*len(asked))
	for _, a := range asked {
		glances = append(glances, glance{a.Partner, a.Day}, glance{a.Partner, within.today})
	}
	below, err := s.below(ctx, within, glances)
	if err != nil {
		return nil, err
	}
	care, err := s.care(ctx, within, glances)
	if err != nil {
		return nil, err
	}
	for i, a := range asked {
		look := access.Look{Day: a.Day, Today: within.today, Below: below}
		if fields[i], _, err = within.decision.Sees(care.subject(glance{a.Partner, a.Day}, within.today), look); err != nil {
			return nil, err
		}
	}
	return fields, nil
}
