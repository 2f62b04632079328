package commission

import (
	"slices"

	"upline/internal/period"
)

// listedSlots are the slots that rows of placements.csv name. Such a slot is taken as long as any row has it, on the
// day or later, then free, and then for ever taken by whoever is placed there. A parent's slots lie side by side.
type listedSlots struct {
	first  []int32      // by parent, one more than there are partners; nil: no slot is listed
	slot   []int32      // the lowest first
	parent []PartnerNo  // of each slot
	until  []period.Day // of each slot: the first day on which no row has it nor will have
	ending []int32      // the slots that rows still have, by until
	free   []int32      // where slot has a parent's slots, those of them that are free, the highest first
	isFree []int32      // by parent: how many those are
}

func newListedSlots(partners int, width int32, rows []Span[Place]) listedSlots {
	var named []int32
	for i, row := range rows {
		if row.Value.Parent != NoPartner && row.Value.Slot >= 0 && row.Value.Slot < width {
			named = append(named, int32(i))
		}
	}
	if named == nil {
		return listedSlots{}
	}
	radixSort(named, func(row int32) int32 { return rows[row].Value.Slot })
	radixSort(named, func(row int32) int32 { return int32(rows[row].Value.Parent) })
	s := listedSlots{first: make([]int32, partners+1), isFree: make([]int32, partners)}
	for i, row := range named {
		at := rows[row].Value
		if i == 0 || at != rows[named[i-1]].Value {
			s.slot = append(s.slot, at.Slot)
			s.parent = append(s.parent, at.Parent)
			s.until = append(s.until, rows[row].To)
			s.first[at.Parent+1]++
		}
		s.until[len(s.until)-1] = max(s.until[len(s.until)-1], rows[row].To)
	}
	for p := range partners {
		s.first[p+1] += s.first[p]
	}
	s.free = make([]int32, len(s.slot))
	for i := len(s.slot) - 1; i >= 0; i-- { // from the right, so that release mostly appends
		if s.until[i] != period.Forever {
			s.ending = append(s.ending, int32(i))
		}
	}
	radixSort(s.ending, func(i int32) int32 { return int32(s.until[i]) })
	return s
}

// skip returns the lowest slot of a parent from a given one on that is not listed.
func (s *listedSlots) skip(parent PartnerNo, slot int32) int32 {
	if s.first == nil {
		return slot
	}
	own := s.slot[s.first[parent]:s.first[parent+1]]
	i, _ := slices.BinarySearch(own, slot)
	for ; i < len(own) && own[i] == slot; i++ {
		slot++
	}
	return slot
}

// due returns whose listed slot is the next to be freed up to a day; ok is false when there is none.
func (s *listedSlots) due(day period.Day) (parent PartnerNo, ok bool) {
	if len(s.ending) == 0 || s.until[s.ending[0]] > day {
		return NoPartner, false
	}
	return s.parent[s.ending[0]], true
}

// release frees the slot that is due.
func (s *listedSlots) release() {
	slot, parent := s.slot[s.ending[0]], s.parent[s.ending[0]]
	s.ending = s.ending[1:]
	s.isFree[parent]++
	free := s.freeOf(parent)
	i := len(free) - 1
	for ; i > 0 && free[i-1] < slot; i-- {
		free[i] = free[i-1]
	}
	free[i] = slot
}

// freeOf returns the listed slots of a parent that are free, the highest first.
func (s *listedSlots) freeOf(parent PartnerNo) []int32 {
	if s.first == nil {
		return nil
	}
	return s.free[s.first[parent]:][:s.isFree[parent]]
}

// take takes the lowest free one of a parent's listed slots.
func (s *listedSlots) take(parent PartnerNo) { s.isFree[parent]-- }
