package graph

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/internal/period"
)

// placeFinder keeps, for each placement tree, where the next newcomer goes: so a free slot is found in a few steps, and not
// by a walk through the tree. Nobody but the database decides: a slot that another process has taken meanwhile is refused
// there, and then the tree is read again.
type placeFinder struct {
	mutex sync.Mutex
	trees map[string]*vacantTree
}

// vacantTree is a placement tree as it stands on a day, with the places given by this process, committed or not.
type vacantTree struct {
	day       period.Day
	width     int
	vacancies *commission.Vacancies
	number    map[int64]commission.PartnerNo // by the graph's number
	seqs      []int64                        // and back
	since     time.Time                      // placements recorded up to then are known
}

// roomForNewcomers is how many may come before the tree is read again.
const roomForNewcomers = 1 << 16

// takePlace finds the place of a newcomer, and keeps it for this one. sponsors are the newcomer's sponsor on the day and
// those above, whom more tells when the first one does not do.
func (s *Store) takePlace(ctx context.Context, tree commission.TreeRule, newcomer, sponsor int64, day period.Day, more func() ([]int64, error)) (spanValue, error) {
	s.places.mutex.Lock()
	defer s.places.mutex.Unlock()
	t, err := s.vacantTree(ctx, tree, day)
	if err != nil {
		return spanValue{}, err
	}
	host := t.below(sponsor)
	if host == commission.NoPartner {
		above, err := more()
		if err != nil {
			return spanValue{}, err
		}
		for _, sponsor := range above {
			if host = t.below(sponsor); host != commission.NoPartner {
				break
			}
		}
	}
	no, at := t.vacancies.Take(host)
	t.number[newcomer] = no
	t.seqs = append(t.seqs, newcomer)
	value := spanValue{other: noParent, tree: tree.ID}
	if at.Parent != commission.NoPartner {
		value.other, value.slot = t.seqs[at.Parent], int64(at.Slot)
	}
	return value, nil
}

// forgetPlaces has a tree read again: a place was refused, or kept for somebody who did not come.
func (s *Store) forgetPlaces(tree string) {
	s.places.mutex.Lock()
	defer s.places.mutex.Unlock()
	delete(s.places.trees, tree)
}

func (t *vacantTree) below(sponsor int64) commission.PartnerNo {
	no, ok := t.number[sponsor]
	if !ok {
		return commission.NoPartner
	}
	return t.vacancies.Below(no)
}

// vacantTree returns a tree as it stands on a day: the one that is kept, brought up to date, or one read anew.
func (s *Store) vacantTree(ctx context.Context, tree commission.TreeRule, day period.Day) (*vacantTree, error) {
	t := s.places.trees[tree.ID]
	if t != nil && t.day == day && t.width == tree.Width && !t.vacancies.Full() {
		if fresh, err := s.follow(ctx, tree.ID, t); err != nil || fresh {
			return t, err
		}
	}
	t, err := s.readVacantTree(ctx, tree, day)
	if err != nil {
		return nil, err
	}
	if s.places.trees == nil {
		s.places.trees = map[string]*vacantTree{}
	}
	s.places.trees[tree.ID] = t
	return t, nil
}

// followEvery is how often a tree is compared with the database. In between, a slot that another process has taken is found
// out when it is refused.
const followEvery = time.Second

// follow says whether nobody else has placed anyone since the tree was read.
func (s *Store) follow(ctx context.Context, tree string, t *vacantTree) (fresh bool, err error) {
	now := s.now()
	if now.Sub(t.since) < followEvery {
		return true, nil
	}
	fresh = true
	err = s.read(ctx, cypher.PlacementsSince, map[string]any{"tree": tree, "since": t.since}, nil, func(record *neo4j.Record) error {
		if _, ours := t.number[record.Values[0].(int64)]; !ours {
			fresh = false
		}
		return nil
	})
	t.since = now
	return fresh, err
}

func (s *Store) readVacantTree(ctx context.Context, tree commission.TreeRule, day period.Day) (*vacantTree, error) {
	t := &vacantTree{day: day, width: tree.Width, number: map[int64]commission.PartnerNo{}, since: s.now()}
	w, err := s.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.readPlacements(ctx, w.KnownAt, tree.ID)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b rawSpan[rawPlace]) int { return int(a.partner - b.partner) })
	no := func(seq int64) commission.PartnerNo {
		n, known := t.number[seq]
		if !known {
			n = commission.PartnerNo(len(t.seqs))
			t.number[seq] = n
			t.seqs = append(t.seqs, seq)
		}
		return n
	}
	var places timelineBuilder[commission.Place]
	for _, r := range rows {
		at := commission.Place{Parent: commission.NoPartner}
		if r.value.parent != noParent {
			at = commission.Place{Parent: no(r.value.parent), Slot: int32(r.value.slot)}
		}
		places.add(no(r.partner), []commission.Span[commission.Place]{{From: r.from, To: r.to, Value: at}}, func(p commission.Place) commission.Place { return p })
	}
	t.vacancies = commission.NewVacancies(places.timelines(len(t.seqs)), len(t.seqs), roomForNewcomers, tree.Width, day)
	return t, nil
}
