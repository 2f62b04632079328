package graph

import (
	"context"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// registerOperation is what a registration is called in its receipt.
const registerOperation = "register partner"

// Registration is a new partner.
type Registration struct {
	ID, Name string
	Joined   period.Day
	Sponsor  string // empty: a root
	// Places are positions in placement trees that were chosen. In a tree that places automatically, whoever has none is
	// placed; in others, such a partner is not in the tree.
	Places []Place
	// Waiting is a partner who waits in the holding tank: nobody is placed automatically (see PlaceWaiting).
	Waiting bool
	// With records what goes with it, in the same transaction; nil: nothing. It may run several times.
	With func(c *chronicle.Change) error `json:"-"`
}

// Place is a position in a placement tree.
type Place struct {
	Tree   string
	Parent string // empty: a root of the tree
	Slot   int
}

// Register records a new partner, with the sponsor and a place in each placement tree.
//
// Errors: Invalid when something does not fit; NotFound when there is no such sponsor or parent; Conflict when the id or a
// chosen slot is taken.
func (s *Store) Register(ctx context.Context, r Registration, by By) error {
	if err := checkID("partner", r.ID); err != nil {
		return err
	}
	if err := checkName(r.ID, r.Name); err != nil {
		return err
	}
	if err := s.May(ctx, by, r.above()...); err != nil {
		return err
	}
	if made, err := s.MadeBefore(ctx, registerOperation); made || err != nil {
		return err
	}
	reg := &registering{Registration: r, store: s, ctx: ctx, by: by, sponsor: noParent, chosen: map[string]bool{}}
	err := reg.prepare()
	if err == nil {
		err = reg.untilPlaced()
	}
	if err != nil && !reg.elsewhere { // the id may be taken by another request under the same key
		reg.elsewhere, _ = s.MadeBefore(ctx, registerOperation)
	}
	if reg.elsewhere {
		return nil
	}
	return err
}

// above are the sponsor and whoever is named as a parent.
func (r *Registration) above() []string {
	ids := []string{r.Sponsor}
	for _, at := range r.Places {
		ids = append(ids, at.Parent)
	}
	return ids
}

// registering is a registration under way.
type registering struct {
	Registration
	store *Store
	ctx   context.Context
	by    By
	trees []commission.TreeRule

	seq, sponsorship, placements int64 // numbers taken
	sponsor                      int64 // its number; noParent: none
	chosen                       map[string]bool
	elsewhere                    bool // another request under the same key has registered the partner meanwhile
}

// prepare checks what it can before numbers and slots are taken.
func (r *registering) prepare() error {
	if err := r.look(); err != nil {
		return err
	}
	for _, at := range r.Places {
		if err := r.checkPlace(at); err != nil {
			return err
		}
		r.chosen[at.Tree] = true
	}
	var err error
	if r.seq, err = r.store.Numbers(r.ctx, partnerSeq, 1); err != nil {
		return err
	}
	if r.sponsorship, err = r.store.Numbers(r.ctx, sponsorshipSeq, 1); err != nil {
		return err
	}
	r.placements, err = r.store.Numbers(r.ctx, placementSeq, max(1, len(r.trees)))
	return err
}

// look finds the sponsor and the trees, and refuses an id that is taken.
func (r *registering) look() error {
	params := map[string]any{"id": r.ID, "sponsor": r.Sponsor}
	err := r.store.Read(r.ctx, cypher.RegistrationCheck, params, func() { r.trees = nil }, func(record *neo4j.Record) error {
		if record.Values[0].(bool) {
			return idTaken(r.ID)
		}
		if seq, known := record.Values[1].(int64); known {
			r.sponsor = seq
		}
		for _, tree := range record.Values[2].([]any) {
			r.trees = append(r.trees, treeRule(tree.([]any)))
		}
		return nil
	})
	if err == nil && r.Sponsor != "" && r.sponsor == noParent {
		_, err = found(nil, r.Sponsor, nil)
	}
	return err
}

func idTaken(id string) error {
	return fault.Conflictf("register", "partner %s is recorded already: choose another id", id)
}

func (r *registering) checkPlace(at Place) error {
	for _, tree := range r.trees {
		if tree.ID != at.Tree {
			continue
		}
		if r.chosen[at.Tree] {
			return fault.Invalidf("register", "two places are given in tree %s: give one", at.Tree)
		}
		if at.Slot < 0 || at.Slot >= tree.Width {
			return fault.Invalidf("register", "slot %d is outside tree %s: write 0 to %d", at.Slot, at.Tree, tree.Width-1)
		}
		return nil
	}
	return fault.NotFoundf("register", "there is no placement tree %s", at.Tree)
}

// untilPlaced records the partner. A place that was found automatically may turn out to be taken by another process, or to
// be below somebody who could not be recorded: then another one is found.
func (r *registering) untilPlaced() error {
	const tries = 20
	for try := 1; ; try++ {
		reserved, err := r.reserve()
		if err != nil {
			return err
		}
		err = r.recordBelow(reserved)
		for _, place := range reserved {
			r.store.settle(place, err == nil)
		}
		if err == nil || len(reserved) == 0 || try == tries || fault.KindOf(err) != fault.Conflict {
			return err
		}
		if _, findErr := r.store.findPartner(r.ctx, r.ID); findErr == nil {
			return idTaken(r.ID)
		}
	}
}

// reserve reserves a place in each tree that places automatically and in which none was chosen.
func (r *registering) reserve() ([]*reservation, error) {
	var trees []commission.TreeRule
	for _, tree := range r.trees {
		if tree.Auto && !r.chosen[tree.ID] && !r.Waiting {
			trees = append(trees, tree)
		}
	}
	reserved, err := r.store.reserve(r.ctx, trees, r.seq, r.sponsor, r.Joined, r.above)
	if err != nil {
		for _, place := range reserved {
			r.store.settle(place, false)
		}
	}
	return reserved, err
}

// recordBelow records the partner when the parents of the places are recorded.
func (r *registering) recordBelow(reserved []*reservation) error {
	places, err := r.parentsOf(reserved)
	if err != nil {
		return err
	}
	gate := r.store.gate(r.sponsor)
	gate.Lock()
	defer gate.Unlock()
	return r.record(places)
}

// parentsOf returns the places of reservations, when their parents are recorded.
func (r *registering) parentsOf(reserved []*reservation) (places []spanValue, err error) {
	for _, place := range reserved {
		recorded, err := place.parentRecorded(r.ctx)
		if err != nil {
			return nil, err
		}
		if !recorded {
			return nil, fault.Conflictf("register", "the parent of partner %s could not be recorded", r.ID)
		}
		places = append(places, place.place)
	}
	return places, nil
}

// locks are the trees in which a place was chosen; those found automatically are protected by constraints.
func (r *registering) locks() locks {
	var l locks
	for tree := range r.chosen {
		l.trees = append(l.trees, tree)
	}
	slices.Sort(l.trees)
	return l
}

// above lists those above the sponsor, the nearest first.
func (r *registering) above() (sponsors []int64, err error) {
	params := map[string]any{"partner": r.sponsor, "asOf": chronicle.Date(r.Joined), "knownAt": Latest}
	err = r.store.Read(r.ctx, cypher.UplineOf, params, func() { sponsors = nil }, func(record *neo4j.Record) error {
		sponsors = append(sponsors, record.Values[0].(int64))
		return nil
	})
	return sponsors, err
}

// record writes the partner, the sponsorship and the places in one change.
func (r *registering) record(places []spanValue) error {
	_, err := r.store.change(r.ctx, registerOperation, r.by, r.locks(), func(c *change) error {
		if err := r.recordPartner(c); err != nil {
			return err
		}
		c.About(partnerKind, r.ID, subjectOf(r.ID), nil, r.Registration)
		return r.recordPlaces(c, places)
	})
	if err != nil || !chronicle.Keyed(r.ctx) {
		return err
	}
	return r.refuseElsewhere()
}

// recordPlaces writes the places that were found and those that were chosen, and what goes with them.
func (r *registering) recordPlaces(c *change, places []spanValue) error {
	var rows []spanRow
	for _, at := range places {
		rows = append(rows, spanRow{r.placements + int64(len(rows)), r.seq, span{r.Joined, period.Forever, at}})
	}
	for _, at := range r.Places {
		value, err := r.chosenPlace(c, at)
		if err != nil {
			return err
		}
		rows = append(rows, spanRow{r.placements + int64(len(rows)), r.seq, span{r.Joined, period.Forever, value}})
	}
	if err := c.createSpans(&placementKind, rows); err != nil || r.With == nil {
		return err
	}
	return r.With(c.Change)
}

// refuseElsewhere refuses a partner who is recorded under another number than ours: then nobody has our places.
func (r *registering) refuseElsewhere() error {
	p, err := r.store.findPartner(r.ctx, r.ID)
	if err == nil && p.seq != r.seq {
		r.elsewhere = true
		err = idTaken(r.ID)
	}
	return err
}

func (r *registering) recordPartner(c *change) error {
	row := []any{r.seq, r.ID, r.Name, chronicle.Date(r.Joined)}
	c.Live++
	if err := c.Run(cypher.PartnersCreate, c.Rows([]any{row}), nil); err != nil {
		return err
	}
	if r.Sponsor == "" {
		return nil
	}
	sponsor, err := c.findPartner(r.Sponsor)
	if err != nil {
		return err
	}
	if sponsor.joined > r.Joined {
		return fault.Invalidf("register", "sponsor %s joined on %v, after partner %s on %v: choose another sponsor or a later day", r.Sponsor, sponsor.joined, r.ID, r.Joined)
	}
	return c.createSpans(&sponsorshipKind, []spanRow{{r.sponsorship, r.seq, span{r.Joined, period.Forever, spanValue{other: sponsor.seq}}}})
}

// chosenPlace checks a place that was chosen: the parent has joined, and nobody has the slot on the day or later.
func (r *registering) chosenPlace(c *change, at Place) (spanValue, error) {
	value := spanValue{other: noParent, tree: at.Tree}
	if at.Parent == "" {
		return value, nil
	}
	parent, err := c.findPartner(at.Parent)
	if err != nil {
		return value, err
	}
	value.other, value.slot = parent.seq, int64(at.Slot)
	if parent.joined > r.Joined {
		return value, fault.Invalidf("register", "parent %s joined on %v, after partner %s on %v", at.Parent, parent.joined, r.ID, r.Joined)
	}
	return value, c.refuseTakenSlot(r.seq, span{r.Joined, period.Forever, value}, r.by)
}
