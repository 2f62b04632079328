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
	mutex   sync.Mutex
	settled *sync.Cond // some reservation was
	trees   map[string]*vacantTree
}

// vacantTree is a placement tree as it stands on a day, with the places that this process has reserved.
type vacantTree struct {
	day       period.Day
	width     int
	vacancies *commission.Vacancies
	number    map[int64]commission.PartnerNo // by the graph's number
	seqs      []int64                        // and back
	since     time.Time                      // placements recorded up to then are known
	reserved  map[int64]*reservation         // by newcomer: not yet settled
	stale     bool                           // a reservation failed: the tree is read again when none is left
}

// gates let newcomers of one sponsor in one after the other. The database would make them wait as well, since each of them
// becomes a relationship of the sponsor; but it does so by deadlocks, each of which costs a repetition.
type gates [64]sync.Mutex

// gate returns that of a sponsor, which some sponsors share.
func (s *Store) gate(sponsor int64) *sync.Mutex {
	return &s.gates[uint64(sponsor)%uint64(len(s.gates))]
}

// reservation is a place for a newcomer who is being recorded.
type reservation struct {
	tree     *vacantTree
	newcomer int64
	place    spanValue
	parent   *reservation  // of the parent, who is being recorded too; nil: is recorded
	done     chan struct{} // closed when it is settled
	failed   bool          // by then
}

// roomForNewcomers is how many may come before the tree is read again.
const roomForNewcomers = 1 << 16

// reserve finds the place of a newcomer in each tree, and keeps it for this one until settle. The sponsor is that of the day;
// more tells those above, when there is no room below. All places are reserved at once, so nobody who has one waits for
// another.
func (s *Store) reserve(ctx context.Context, trees []commission.TreeRule, newcomer, sponsor int64, day period.Day, more func() ([]int64, error)) (reserved []*reservation, err error) {
	s.places.mutex.Lock()
	defer s.places.mutex.Unlock()
	ready, err := s.vacantTrees(ctx, trees, day)
	if err != nil {
		return nil, err
	}
	for i, t := range ready {
		host := t.below(sponsor)
		if host == commission.NoPartner {
			above, err := more()
			if err != nil {
				t.stale = true
				return reserved, err
			}
			for _, sponsor := range above {
				if host = t.below(sponsor); host != commission.NoPartner {
					break
				}
			}
		}
		reserved = append(reserved, t.take(trees[i].ID, newcomer, host))
	}
	return reserved, nil
}

// take gives a newcomer the lowest free slot of a host.
func (t *vacantTree) take(tree string, newcomer int64, host commission.PartnerNo) *reservation {
	no, at := t.vacancies.Take(host)
	t.number[newcomer] = no
	t.seqs = append(t.seqs, newcomer)
	r := &reservation{tree: t, newcomer: newcomer, place: spanValue{other: noParent, tree: tree}, done: make(chan struct{})}
	if at.Parent != commission.NoPartner {
		r.place.other, r.place.slot = t.seqs[at.Parent], int64(at.Slot)
		r.parent = t.reserved[r.place.other]
	}
	t.reserved[newcomer] = r
	return r
}

// parentRecorded waits until the parent is recorded; it is false when that failed.
func (r *reservation) parentRecorded(ctx context.Context) (bool, error) {
	if r.parent == nil {
		return true, nil
	}
	select {
	case <-r.parent.done:
		return !r.parent.failed, nil
	case <-ctx.Done():
		return false, context.Cause(ctx)
	}
}

// settle ends a reservation: the newcomer is recorded, or is not, and then the slot may be free.
func (s *Store) settle(r *reservation, recorded bool) {
	s.places.mutex.Lock()
	defer s.places.mutex.Unlock()
	delete(r.tree.reserved, r.newcomer)
	r.failed = !recorded
	r.tree.stale = r.tree.stale || r.failed
	close(r.done)
	s.places.settled.Broadcast()
}

// forgetPlaces has a tree read again: somebody was moved in it.
func (s *Store) forgetPlaces(tree string) {
	s.places.mutex.Lock()
	defer s.places.mutex.Unlock()
	if t := s.places.trees[tree]; t != nil {
		t.stale = true
	}
}

func (t *vacantTree) below(sponsor int64) commission.PartnerNo {
	no, ok := t.number[sponsor]
	if !ok {
		return commission.NoPartner
	}
	return t.vacancies.Below(no)
}

// vacantTrees returns trees as they stand on a day, all of them ready at the same time.
func (s *Store) vacantTrees(ctx context.Context, trees []commission.TreeRule, day period.Day) ([]*vacantTree, error) {
	for {
		waited := false
		ready := make([]*vacantTree, len(trees))
		for i, tree := range trees {
			t, err := s.vacantTree(ctx, tree, day)
			if err != nil {
				return nil, err
			}
			if t == nil {
				s.places.settled.Wait()
				waited = true
				break
			}
			ready[i] = t
		}
		if !waited {
			return ready, nil
		}
	}
}

// vacantTree returns a tree as it stands on a day: the one that is kept, or one read anew. It is nil as long as somebody is
// being recorded in the one that is kept, but is no good any more.
func (s *Store) vacantTree(ctx context.Context, tree commission.TreeRule, day period.Day) (*vacantTree, error) {
	t := s.places.trees[tree.ID]
	if t != nil && !t.stale && t.day == day && t.width == tree.Width && !t.vacancies.Full() {
		fresh, err := s.follow(ctx, tree.ID, t)
		if err != nil || fresh {
			return t, err
		}
		t.stale = true
	}
	if t != nil && len(t.reserved) > 0 {
		return nil, nil
	}
	t, err := s.readVacantTree(ctx, tree, day)
	if err == nil {
		s.places.trees[tree.ID] = t
	}
	return t, err
}

// followEvery is how often a tree is compared with the database. In between, a slot that another process has taken is found
// out when it is refused.
const followEvery = time.Second

// follow says whether nobody else has placed anyone since the tree was read.
func (s *Store) follow(ctx context.Context, tree string, t *vacantTree) (fresh bool, err error) {
	now := s.Time()
	if now.Sub(t.since) < followEvery {
		return true, nil
	}
	fresh = true
	err = s.Read(ctx, cypher.PlacementsSince, map[string]any{"tree": tree, "since": t.since}, nil, func(record *neo4j.Record) error {
		if _, ours := t.number[record.Values[0].(int64)]; !ours {
			fresh = false
		}
		return nil
	})
	t.since = now
	return fresh, err
}

func (s *Store) readVacantTree(ctx context.Context, tree commission.TreeRule, day period.Day) (*vacantTree, error) {
	t := &vacantTree{day: day, width: tree.Width, number: map[int64]commission.PartnerNo{}, since: s.Time(), reserved: map[int64]*reservation{}}
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
