package graph

import (
	"context"
	"maps"
	"sync"
	"time"

	"upline/commission"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Forest is a tree of a day in memory, of sponsors or of placements, with the volume of its period: it answers at once what a
// query would take seconds for, such as how many are below each of a leader's hundred thousand recruits. It follows the graph
// when it is told to. Partners are told by the graph's numbers.
type Forest struct {
	store *Store
	tree  string // empty: that of sponsors
	asOf  period.Day

	following sync.Mutex // one follows at a time

	mutex  sync.RWMutex     // is held to look up or to go over to another state, never for work that grows with the tree
	number map[string]int32 // by id
	state  *forestState     // is never written to once it is here
}

// Child is a direct recruit, or the one asked for, with what is below.
type Child struct {
	ID, Name string
	Level    int          // steps below the one asked for, in a downline
	Recruits int          // directly below
	Below    int          // in the whole branch, without the partner
	PV       money.Value  // points of orders paid in the period of the day
	GV       money.Volume // the same of the whole branch
}

// ChildOrder says in which order children come.
type ChildOrder string

// The orders of children. Ties are in the order of ids.
const (
	ByVolume ChildOrder = "volume" // the largest branch by points first
	BySize   ChildOrder = "size"   // the largest branch by members first
	ByID     ChildOrder = "id"
)

// Forest reads the sponsor tree of a day, as it is known now.
func (s *Store) Forest(ctx context.Context, asOf period.Day) (*Forest, error) {
	w, err := s.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	return s.ForestAt(ctx, View{asOf, w.KnownAt, Everybody}, sponsorTree)
}

// ForestAt reads a tree of a day as it was known at a time: of sponsors ("sponsor"), or a placement tree of the plan.
//
// Errors: NotFound when there is no such tree.
func (s *Store) ForestAt(ctx context.Context, at View, tree string) (*Forest, error) {
	f := &Forest{store: s, asOf: at.AsOf}
	if tree != "" && tree != sponsorTree {
		if _, err := s.treeNo(ctx, tree); err != nil {
			return nil, err
		}
		f.tree = tree
	}
	state, err := f.read(ctx, at.KnownAt)
	if err != nil {
		return nil, err
	}
	f.publish(state, true)
	return f, nil
}

// read reads a state of the forest from the graph.
func (f *Forest) read(ctx context.Context, knownAt time.Time) (*forestState, error) {
	state := newForestState(f.tree, View{AsOf: f.asOf, KnownAt: knownAt})
	if err := state.readStructure(ctx, f.store); err != nil {
		return nil, err
	}
	if err := state.readPoints(ctx, f.store); err != nil {
		return nil, err
	}
	state.renumber()
	return state, nil
}

// publish goes over to another state, at one stroke. anew: all ids are new to it, not just those of newcomers.
func (f *Forest) publish(next *forestState, anew bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if anew {
		f.number = next.number
	} else {
		maps.Copy(f.number, next.number)
	}
	next.number = nil
	f.state = next
}

// KnownAt is up to when the forest has followed the graph.
func (f *Forest) KnownAt() time.Time { return f.now().view.KnownAt }

// now is the state of the forest.
func (f *Forest) now() *forestState {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	return f.state
}

// find returns the state of the forest, and the number of a partner who is in the tree.
func (f *Forest) find(partner string) (*forestState, commission.PartnerNo, error) {
	f.mutex.RLock()
	no, known := f.number[partner]
	state := f.state
	f.mutex.RUnlock()
	if !known || !state.numbers.Holds(commission.PartnerNo(no)) {
		return nil, 0, fault.NotFoundf("tree", "there is no partner %s on %v", partner, f.asOf)
	}
	return state, commission.PartnerNo(no), nil
}

// Look returns a partner, with what is below.
//
// Errors: NotFound when the partner is not in the tree.
func (f *Forest) Look(partner string) (Child, error) {
	state, no, err := f.find(partner)
	if err != nil {
		return Child{}, err
	}
	return state.child(no), nil
}

// Children returns a page of a partner's direct recruits, and how many there are in all. An order that is none of the three is
// that of ids.
//
// Errors: NotFound when the partner is not in the tree.
func (f *Forest) Children(partner string, order ChildOrder, from, count int) (page []Child, all int, err error) {
	state, no, err := f.find(partner)
	if err != nil {
		return nil, 0, err
	}
	if order != ByVolume && order != BySize {
		order = ByID
	}
	children := state.inOrder(no, order)
	return state.page(children, from, count), len(children), nil
}

// Branch returns the ids of a partner and everyone below.
//
// Errors: NotFound when the partner is not in the tree.
func (f *Forest) Branch(partner string) ([]string, error) {
	state, no, err := f.find(partner)
	if err != nil {
		return nil, err
	}
	branch := state.numbers.Branch(no, nil)
	ids := make([]string, len(branch))
	for i, member := range branch {
		ids[i] = state.partners[member].id
	}
	return ids, nil
}
