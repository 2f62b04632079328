package commission

import "upline/internal/period"

// Vacancies finds the free slots of a placement tree as it stands on a day, for those who join on it one after the other
// (plan-language §6, Placement). It has room for some newcomers, whose numbers follow those of the partners.
type Vacancies struct {
	forest *placementForest
	next   PartnerNo
}

// NewVacancies makes the tree of a day. Slots that somebody has on the day or later are taken.
func NewVacancies(places Timelines[Place], partners, room, width int, day period.Day) *Vacancies {
	var rows []Span[Place]
	for _, span := range places.Spans {
		if span.To > day {
			rows = append(rows, span)
		}
	}
	v := &Vacancies{forest: newPlacementForest(partners+room, width, rows), next: PartnerNo(partners)}
	for p := range PartnerNo(partners) {
		if place, ok := places.At(p, day); ok {
			v.forest.attach(p, place)
		}
	}
	return v
}

// Full says that there is no room for another newcomer: make new Vacancies.
func (v *Vacancies) Full() bool { return int(v.next) == len(v.forest.nodes) }

// Below returns who has the first free slot at or below a partner, top-down, left to right; NoPartner when there is none,
// or the partner is not in the tree.
func (v *Vacancies) Below(p PartnerNo) (host PartnerNo) { return v.forest.nearestFree(p) }

// Take gives a newcomer the lowest free slot of a host, or makes a root when the host is NoPartner.
func (v *Vacancies) Take(host PartnerNo) (newcomer PartnerNo, at Place) {
	newcomer = v.next
	v.next++
	v.forest.place(newcomer, host)
	return newcomer, v.forest.placeOf(newcomer)
}
