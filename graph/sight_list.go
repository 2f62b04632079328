package graph

import (
	"context"

	"upline/graph/chronicle"
)

// seenList is a list of which a sight sees some rows.
type seenList[T any] struct {
	place  *chronicle.Place
	within Sight
	read   func() ([]T, error)       // the rows from the place on, one more than a page has if there are more
	glance func(row *T) glance       // whom a row is about, and as of when
	keyOf  func(row T) (key, id any) // what a row is sorted by, and its id
}

// page is a page of the rows that are seen. What is left out is not counted.
func (l *seenList[T]) page(ctx context.Context, s *Store) (kept []T, next string, err error) {
	seen := func(rows []T) ([]T, error) { return seenOf(ctx, s, l.within, rows, l.glance) }
	return chronicle.Page(l.place, l.read, seen, l.keyOf)
}

// seenOf are the rows of a whole list that are seen.
func seenOf[T any](ctx context.Context, s *Store, within Sight, rows []T, of func(row *T) glance) ([]T, error) {
	if within.Whole() {
		return rows, nil
	}
	glances := make([]glance, len(rows))
	for i := range rows {
		glances[i] = of(&rows[i])
	}
	inside, err := s.insides(ctx, within, glances)
	if err != nil {
		return nil, err
	}
	kept := rows[:0]
	for i := range rows {
		if inside[i] {
			kept = append(kept, rows[i])
		}
	}
	return kept, nil
}
