package graph

import (
	"cmp"
	"slices"
	"sync"

	"upline/commission"
)

const (
	// keepFrom is for how many members an order is worth keeping.
	keepFrom = 1000
	// keepOrders and keepMembers are how many orders are kept, and of how many members: 4 bytes each.
	keepOrders  = 64
	keepMembers = 8 << 20
)

// orderKey names an order of those below somebody.
type orderKey struct {
	no    commission.PartnerNo
	order ChildOrder
}

// rankings keeps what was long to sort for the next page, the latest asked for first.
type rankings struct {
	mutex   sync.Mutex
	kept    []ranking
	members int
}

type ranking struct {
	key     orderKey
	members []commission.PartnerNo // is never written to
}

func newRankings() *rankings { return &rankings{} }

// find returns an order that is kept.
func (r *rankings) find(key orderKey) ([]commission.PartnerNo, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for i, kept := range r.kept {
		if kept.key == key {
			copy(r.kept[1:i+1], r.kept[:i])
			r.kept[0] = kept
			return kept.members, true
		}
	}
	return nil, false
}

// keep keeps an order that was long to find. Two who looked for the same at the same time found the same.
func (r *rankings) keep(key orderKey, members []commission.PartnerNo) {
	if len(members) <= keepFrom {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if slices.ContainsFunc(r.kept, func(kept ranking) bool { return kept.key == key }) {
		return
	}
	r.kept = slices.Insert(r.kept, 0, ranking{key, members})
	r.members += len(members)
	for len(r.kept) > keepOrders || r.members > keepMembers && len(r.kept) > 1 {
		last := len(r.kept) - 1
		r.members -= len(r.kept[last].members)
		r.kept[last] = ranking{}
		r.kept = r.kept[:last]
	}
}

// inOrder sorts somebody's children. Nobody waits for it but who asked.
func (s *forestState) inOrder(no commission.PartnerNo, order ChildOrder) []commission.PartnerNo {
	key := orderKey{no, order}
	if children, kept := s.orders.find(key); kept {
		return children
	}
	children := s.numbers.Children(no, nil)
	slices.SortFunc(children, func(a, b commission.PartnerNo) int {
		byID := cmp.Compare(s.partners[a].id, s.partners[b].id)
		switch order {
		case ByVolume:
			return cmp.Or(s.groups[b].Cmp(s.groups[a]), byID)
		case BySize:
			return cmp.Or(s.numbers.Below(b)-s.numbers.Below(a), byID)
		default:
			return byID
		}
	})
	s.orders.keep(key, children)
	return children
}
