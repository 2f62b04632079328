package graph

import (
	"slices"
	"strings"

	"upline/commission"
)

// place finds the places of a bundle's partners in trees that place automatically. The bundle's own facts hold them as if
// it were alone; but a place that the graph has given stays, and who is new finds a place among those who are there.
func (d *difference) place() {
	d.placed = make([][][]span, len(d.in.Facts.Placements))
	if d.store == nil {
		return
	}
	for no, tree := range d.in.Facts.Plans[0].Trees {
		if tree.Auto {
			d.placed[no] = d.placeAmong(commission.TreeNo(no), tree.Width)
		}
	}
}

// placeAmong places the bundle's partners among those of the graph; it returns the spans by the bundle's numbers.
func (d *difference) placeAmong(tree commission.TreeNo, width int) [][]span {
	u := d.unite(tree)
	u.facts.PlaceAutomatically(0, width, u.listed)
	placed := make([][]span, len(d.in.Facts.Partners))
	for no, m := range u.members {
		if m.bundle == commission.NoPartner {
			continue
		}
		for _, s := range u.facts.Placements[0].Of(commission.PartnerNo(no)) {
			v := spanValue{other: noParent, tree: d.in.Facts.Plans[0].Trees[tree].ID}
			if s.Value.Parent != commission.NoPartner {
				v.other, v.slot = u.other(d, s.Value.Parent), int64(s.Value.Slot)
			}
			placed[m.bundle] = append(placed[m.bundle], span{s.From, s.To, v})
		}
		placed[m.bundle] = joined(placed[m.bundle])
	}
	return placed
}

// union is the bundle and the graph together: as much of them as automatic placement looks at.
type union struct {
	facts   commission.Facts
	members []member
	listed  []bool // is never placed automatically
}

// member is somebody of the union, as the bundle and the graph number them; NoPartner where they do not know them.
type member struct {
	id            string
	bundle, store commission.PartnerNo
}

// other names somebody as difference.other does.
func (u *union) other(d *difference, no commission.PartnerNo) int64 {
	m := u.members[no]
	if m.store != commission.NoPartner {
		return d.store.partnerSeqs[m.store]
	}
	return d.other(m.bundle)
}

func (d *difference) unite(tree commission.TreeNo) *union {
	u := &union{members: d.members()}
	ofBundle := make([]commission.PartnerNo, len(d.in.Facts.Partners))
	ofStore := make([]commission.PartnerNo, len(d.store.Facts.Partners))
	for no, m := range u.members {
		if m.bundle != commission.NoPartner {
			ofBundle[m.bundle] = commission.PartnerNo(no)
		}
		if m.store != commission.NoPartner {
			ofStore[m.store] = commission.PartnerNo(no)
		}
	}
	var sponsors timelineBuilder[commission.PartnerNo]
	var places timelineBuilder[commission.Place]
	in, store := d.in.Facts, d.store.Facts
	for no, m := range u.members {
		p := commission.PartnerNo(no)
		if m.bundle != commission.NoPartner {
			u.facts.Partners = append(u.facts.Partners, in.Partners[m.bundle])
			sponsors.add(p, in.Sponsors.Of(m.bundle), translated(ofBundle))
		} else {
			u.facts.Partners = append(u.facts.Partners, store.Partners[m.store])
			sponsors.add(p, store.Sponsors.Of(m.store), translated(ofStore))
		}
		listed := m.bundle != commission.NoPartner && d.in.Listed[tree][m.bundle]
		switch {
		case listed:
			places.add(p, in.Placements[tree].Of(m.bundle), moved(ofBundle))
		case m.store != commission.NoPartner:
			places.add(p, store.Placements[tree].Of(m.store), moved(ofStore))
		}
		u.listed = append(u.listed, listed || m.store != commission.NoPartner)
	}
	u.facts.Sponsors = sponsors.timelines(len(u.members))
	u.facts.Placements = []commission.Timelines[commission.Place]{places.timelines(len(u.members))}
	return u
}

// members lists everybody whom the bundle or the graph knows, sorted by id.
func (d *difference) members() []member {
	var list []member
	for i := range d.store.Facts.Partners {
		list = append(list, member{d.store.Facts.Partners[i].ID, commission.NoPartner, commission.PartnerNo(i)})
	}
	for i := range d.in.Facts.Partners {
		id := d.in.Facts.Partners[i].ID
		if at, known := d.store.Facts.FindPartner(id); known {
			list[at].bundle = commission.PartnerNo(i)
		} else {
			list = append(list, member{id, commission.PartnerNo(i), commission.NoPartner})
		}
	}
	slices.SortFunc(list, func(a, b member) int { return strings.Compare(a.id, b.id) })
	return list
}

// timelineBuilder collects spans with their owners.
type timelineBuilder[T any] struct {
	owners []commission.PartnerNo
	spans  []commission.Span[T]
}

func (b *timelineBuilder[T]) add(owner commission.PartnerNo, spans []commission.Span[T], translate func(T) T) {
	for _, s := range spans {
		s.Value = translate(s.Value)
		b.owners, b.spans = append(b.owners, owner), append(b.spans, s)
	}
}

func (b *timelineBuilder[T]) timelines(partners int) commission.Timelines[T] {
	return commission.NewTimelines(partners, b.owners, b.spans)
}

// translated turns numbers into those of the union.
func translated(to []commission.PartnerNo) func(commission.PartnerNo) commission.PartnerNo {
	return func(no commission.PartnerNo) commission.PartnerNo {
		if no == commission.NoPartner {
			return no
		}
		return to[no]
	}
}

// moved turns the parents of places into numbers of the union.
func moved(to []commission.PartnerNo) func(commission.Place) commission.Place {
	return func(at commission.Place) commission.Place {
		at.Parent = translated(to)(at.Parent)
		return at
	}
}
