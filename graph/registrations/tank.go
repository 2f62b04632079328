package registrations

import (
	"context"

	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Place gives a partner who waits in the holding tank the places that the sponsor has chosen; in trees that place automatically and in
// which none was chosen, one is found.
//
// Errors: NotFound when there is no such registration; Conflict when nobody waits there, or a slot is taken; those of graph.PlaceWaiting.
func (s *Store) Place(ctx context.Context, id string, places []graph.Place, by graph.By) error {
	a, err := s.byID(ctx, id)
	if err != nil {
		return err
	}
	if err := s.seeUnder(ctx, a, by.Within); err != nil {
		return err
	}
	for _, place := range places {
		if place.Parent != "" {
			if err := s.company.May(ctx, by, place.Parent); err != nil {
				return err
			}
		}
	}
	if a.Waiting == nil {
		return fault.Conflictf("placement", "nobody waits for a place under registration %s: move the partner with a placement", id)
	}
	return s.place(ctx, a, places, by)
}

func (s *Store) place(ctx context.Context, a *application, places []graph.Place, by graph.By) error {
	by.Seen = ""
	return s.company.PlaceWaiting(ctx, graph.Waiting{
		Partner: a.Partner, From: s.today(), Places: places,
		With: func(c *chronicle.Change) error {
			a, err := s.taken(c, a.ID)
			if err != nil {
				return err
			}
			if a.Waiting == nil {
				return &fault.Error{Kind: fault.Stale, Op: "placement", Msg: "the partner has been placed meanwhile"}
			}
			seen := a.Version
			if a.Process, err = a.Place(by.Actor, s.now()); err != nil {
				return err
			}
			return s.write(c, a, seen)
		},
	}, by)
}
