package graph

import (
	"context"
	"slices"

	"upline/commission"
	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// Waiting is a partner who was registered without places, and gets them now.
type Waiting struct {
	Partner string
	From    period.Day // the first day in the trees
	// Places are those that were chosen. In a tree that places automatically, and in which the partner has no place yet, one is found.
	Places []Place
	// With records what goes with it, in the same transaction; nil: nothing. It may run several times.
	With func(c *chronicle.Change) error
}

// PlaceWaiting records the places of a partner who waits in the holding tank.
//
// Errors: NotFound when there is no such partner or parent; Invalid when something does not fit; Conflict when a slot is taken, or
// the partner has a place in that tree already; those of With.
func (s *Store) PlaceWaiting(ctx context.Context, w Waiting, by By) error {
	const tries = 20
	for try := 1; ; try++ {
		r, err := s.waiting(ctx, w, by)
		if err != nil {
			return err
		}
		reserved, err := s.reserve(ctx, r.vacant(), r.seq, r.sponsor, w.From, r.above)
		if err == nil {
			err = r.placeAt(reserved)
		}
		for _, place := range reserved {
			s.settle(place, err == nil)
		}
		if err == nil || len(reserved) == 0 || try == tries || fault.KindOf(err) != fault.Conflict {
			return err
		}
	}
}

// waitingPartner is somebody who waits, about to be placed.
type waitingPartner struct {
	registering
	placed map[string]bool // trees in which there is a place already
}

// waiting looks what must be known before a place is found.
func (s *Store) waiting(ctx context.Context, w Waiting, by By) (*waitingPartner, error) {
	p, err := s.findPartner(ctx, w.Partner)
	if err != nil {
		return nil, err
	}
	if err := checkSpan(p, w.From, period.Forever); err != nil {
		return nil, err
	}
	at := View{w.From, Latest, Everybody}
	view, err := s.Partner(ctx, w.Partner, at)
	if err != nil {
		return nil, err
	}
	r := &waitingPartner{placed: map[string]bool{}}
	r.registering = registering{
		Registration: Registration{ID: w.Partner, Joined: w.From, Sponsor: view.Sponsor, Places: w.Places, With: w.With},
		store:        s, ctx: ctx, by: by, seq: p.seq, sponsor: noParent, chosen: map[string]bool{},
	}
	for _, place := range view.Placements {
		r.placed[place.Tree] = true
	}
	if view.Sponsor != "" {
		sponsor, err := s.findPartner(ctx, view.Sponsor)
		if err != nil {
			return nil, err
		}
		r.sponsor = sponsor.seq
	}
	return r, r.choose()
}

// choose checks the places that were chosen.
func (r *waitingPartner) choose() (err error) {
	if r.trees, err = r.store.PlacementTrees(r.ctx); err != nil {
		return err
	}
	for _, at := range r.Places {
		if err := r.checkPlace(at); err != nil {
			return err
		}
		if r.placed[at.Tree] {
			return fault.Conflictf("place", "partner %s has a place in tree %s already: give another one with a placement", r.ID, at.Tree)
		}
		r.chosen[at.Tree] = true
	}
	r.placements, err = r.store.Numbers(r.ctx, placementSeq, max(1, len(r.trees)))
	return err
}

// vacant are the trees in which a place is to be found.
func (r *waitingPartner) vacant() []commission.TreeRule {
	return slices.DeleteFunc(slices.Clone(r.trees), func(tree commission.TreeRule) bool {
		return !tree.Auto || r.chosen[tree.ID] || r.placed[tree.ID]
	})
}

// placeAt records the places, when the parents of those that were found are recorded.
func (r *waitingPartner) placeAt(reserved []*reservation) error {
	places, err := r.parentsOf(reserved)
	if err != nil {
		return err
	}
	gate := r.store.gate(r.sponsor)
	gate.Lock()
	defer gate.Unlock()
	l := r.locks()
	l.partners = []string{r.ID}
	_, err = r.store.change(r.ctx, "place waiting partner", r.by, l, func(c *change) error {
		if err := c.refuseStale(r.by, seenPartner, r.ID); err != nil {
			return err
		}
		if err := r.refuseCycles(c); err != nil {
			return err
		}
		return r.recordPlaces(c, places)
	})
	return err
}

// refuseCycles refuses a chosen place below somebody who stands below the partner: others may have been placed there already.
func (r *waitingPartner) refuseCycles(c *change) error {
	for _, at := range r.Places {
		if at.Parent == "" {
			continue
		}
		parent, err := c.findPartner(at.Parent)
		if err != nil {
			return err
		}
		over := span{r.Joined, period.Forever, spanValue{other: parent.seq, tree: at.Tree}}
		if err := c.refuseCycle(cypher.PlacementsAbove, at.Tree, &keptPartner{seq: r.seq, id: r.ID}, over); err != nil {
			return err
		}
	}
	return nil
}
