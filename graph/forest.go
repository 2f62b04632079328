package graph

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Forest is a tree of a day in memory, of sponsors or of placements, with the volume of its period: it answers at once what a query would take
// seconds for, such as how many are below each of a leader's hundred thousand recruits. It follows the graph when it is
// told to. Partners are told by the graph's numbers.
type Forest struct {
	store *Store
	tree  string // empty: that of sponsors
	view  View

	following sync.Mutex // one follows at a time, and alone writes what is below

	mutex    sync.RWMutex
	partners []forestPartner // by the graph's number
	number   map[string]int32
	above    []commission.PartnerNo
	points   []money.Value // by partner: of orders paid in the period of the day

	numbers commission.Numbering
	groups  []money.Volume // by partner: the points of the branch
	ranked  map[orderKey][]commission.PartnerNo
}

type forestPartner struct {
	id, name string
	joined   period.Day
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
	return s.ForestAt(ctx, View{asOf, w.KnownAt}, sponsorTree)
}

// ForestAt reads a tree of a day as it was known at a time: of sponsors ("sponsor"), or a placement tree of the plan.
//
// Errors: NotFound when there is no such tree.
func (s *Store) ForestAt(ctx context.Context, at View, tree string) (*Forest, error) {
	f := &Forest{store: s, view: at, number: map[string]int32{}}
	if tree != "" && tree != sponsorTree {
		if _, err := s.treeNo(ctx, tree); err != nil {
			return nil, err
		}
		f.tree = tree
	}
	if err := f.readStructure(ctx); err != nil {
		return nil, err
	}
	if err := f.readPoints(ctx); err != nil {
		return nil, err
	}
	f.renumber()
	return f, nil
}

// readStructure reads who is there, and below whom.
func (f *Forest) readStructure(ctx context.Context) error {
	r, err := f.store.newChunkReader(ctx, f.view.KnownAt)
	if err != nil {
		return err
	}
	partners := readChunks(r, cypher.SnapshotPartners, partnerSeq, partnersOf)
	then := readChunks(r, cypher.SnapshotPartnerVersions, versionSeq, partnersOf)
	var sponsorships *[][]rawSpan[int64]
	var placements *[][]rawSpan[rawPlace]
	if f.tree == "" {
		sponsorships, placements = readChunks(r, cypher.SnapshotSponsorships, sponsorshipSeq, sponsorshipsOf), new([][]rawSpan[rawPlace])
	} else {
		sponsorships, placements = new([][]rawSpan[int64]), readChunks(r, cypher.SnapshotPlacements, placementSeq, placementsOf)
	}
	if err := r.group.Wait(); err != nil {
		return err
	}
	for _, chunk := range append(*partners, *then...) {
		for _, p := range chunk {
			f.put(p)
		}
	}
	for _, chunk := range *sponsorships {
		for _, span := range chunk {
			if span.from <= f.view.AsOf && span.to > f.view.AsOf {
				f.sponsor(span.partner, span.value)
			}
		}
	}
	for _, chunk := range *placements {
		for _, span := range chunk {
			if span.value.tree == f.tree && span.from <= f.view.AsOf && span.to > f.view.AsOf {
				f.place(span.partner, span.value.parent)
			}
		}
	}
	return nil
}

// put takes up a partner, as yet a root, or not in the tree.
func (f *Forest) put(p rawPartner) {
	for int64(len(f.above)) <= p.seq {
		f.above = append(f.above, commission.Absent)
		f.partners = append(f.partners, forestPartner{})
		f.points = append(f.points, 0)
	}
	old := f.partners[p.seq]
	f.partners[p.seq] = forestPartner{p.id, p.name, p.joined}
	f.number[p.id] = int32(p.seq)
	switch {
	case p.joined > f.view.AsOf, f.tree != "" && old.id == "": // in a placement tree stands who is placed
		f.above[p.seq] = commission.Absent
	case f.tree == "" && (old.id == "" || f.above[p.seq] == commission.Absent):
		f.above[p.seq] = commission.NoPartner
	}
}

// sponsor puts somebody who is in the tree below a sponsor; noParent: a root.
func (f *Forest) sponsor(partner, sponsor int64) {
	if f.above[partner] != commission.Absent {
		f.above[partner] = commission.PartnerNo(sponsor)
	}
}

// notPlaced stands for the parent of who is not in a placement tree.
const notPlaced = -2

// place puts somebody below a parent in a placement tree; noParent: a root, notPlaced: nowhere.
func (f *Forest) place(partner, parent int64) {
	switch {
	case parent == notPlaced || f.partners[partner].joined > f.view.AsOf:
		f.above[partner] = commission.Absent
	case parent == noParent:
		f.above[partner] = commission.NoPartner
	default:
		f.above[partner] = commission.PartnerNo(parent)
	}
}

func (f *Forest) days() (from, to period.Day) {
	p := period.Of(f.view.AsOf)
	return p.Start(), (p + 1).Start()
}

func (f *Forest) readPoints(ctx context.Context) error {
	from, to := f.days()
	params := map[string]any{"from": dateOf(from), "to": dateOf(to), "knownAt": f.view.KnownAt}
	return f.store.read(ctx, cypher.PointsOfDays, params, func() { clear(f.points) }, func(record *neo4j.Record) error {
		f.points[record.Values[0].(int64)] = money.Value(record.Values[1].(int64))
		return nil
	})
}

// renumber brings the numbering up to date.
func (f *Forest) renumber() {
	f.numbers = commission.NumberTree(f.above)
	f.groups = make([]money.Volume, len(f.above))
	for i, points := range f.points {
		f.groups[i] = points.Volume()
	}
	commission.RollUp(f.numbers, f.groups, money.Volume.Plus)
	f.ranked = map[orderKey][]commission.PartnerNo{}
}

// KnownAt is up to when the forest has followed the graph.
func (f *Forest) KnownAt() time.Time {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	return f.view.KnownAt
}

// find returns the number of a partner who is in the tree.
func (f *Forest) find(partner string) (commission.PartnerNo, error) {
	no, known := f.number[partner]
	if !known || !f.numbers.Holds(commission.PartnerNo(no)) {
		return 0, fault.NotFoundf("tree", "there is no partner %s on %v", partner, f.view.AsOf)
	}
	return commission.PartnerNo(no), nil
}

// Look returns a partner, with what is below.
//
// Errors: NotFound when the partner is not in the tree.
func (f *Forest) Look(partner string) (Child, error) {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	no, err := f.find(partner)
	if err != nil {
		return Child{}, err
	}
	return f.child(no), nil
}

func (f *Forest) child(no commission.PartnerNo) Child {
	p := &f.partners[no]
	return Child{
		ID: p.id, Name: p.name, Recruits: len(f.numbers.Children(no, nil)), Below: f.numbers.Below(no), PV: f.points[no], GV: f.groups[no],
	}
}

// Children returns a page of a partner's direct recruits, and how many there are in all.
//
// Errors: NotFound when the partner is not in the tree.
func (f *Forest) Children(partner string, order ChildOrder, from, count int) (page []Child, all int, err error) {
	f.mutex.Lock() // the order is kept for the next page
	defer f.mutex.Unlock()
	no, err := f.find(partner)
	if err != nil {
		return nil, 0, err
	}
	children := f.inOrder(no, order)
	for _, child := range children[min(from, len(children)):min(from+count, len(children))] {
		page = append(page, f.child(child))
	}
	return page, len(children), nil
}

// orderKey names an order of somebody's children.
type orderKey struct {
	no    commission.PartnerNo
	order ChildOrder
}

// inOrder sorts somebody's children; the order is kept until the tree changes.
func (f *Forest) inOrder(no commission.PartnerNo, order ChildOrder) []commission.PartnerNo {
	key := orderKey{no, order}
	if children, kept := f.ranked[key]; kept {
		return children
	}
	children := f.numbers.Children(no, nil)
	slices.SortFunc(children, func(a, b commission.PartnerNo) int {
		byID := cmp.Compare(f.partners[a].id, f.partners[b].id)
		switch order {
		case ByVolume:
			return cmp.Or(f.groups[b].Cmp(f.groups[a]), byID)
		case BySize:
			return cmp.Or(f.numbers.Below(b)-f.numbers.Below(a), byID)
		default:
			return byID
		}
	})
	f.keep(key, children)
	return children
}

// keepFrom is for how many children an order is worth keeping.
const keepFrom = 1000

// Branch returns the ids of a partner and everyone below.
//
// Errors: NotFound when the partner is not in the tree.
func (f *Forest) Branch(partner string) ([]string, error) {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	no, err := f.find(partner)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, member := range f.numbers.Branch(no, nil) {
		ids = append(ids, f.partners[member].id)
	}
	return ids, nil
}
