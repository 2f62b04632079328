package commission

import (
	"slices"

	"upline/internal/period"
)

// PlaceAutomatically adds to f.Placements[tree] the placements that `auto: breadth_first` makes (plan-language §6).
// listed[p] says whether placements.csv has any row of partner p for this tree, even one that counts nowhere: whoever
// is listed is never placed automatically. f.Placements[tree] holds the listed rows, clipped; width is the plan's.
//
// It takes about linear time, however deep the trees are. It also ends on faulty rows, which are found afterwards:
// cycles are searched once round, and a slot outside the width is no slot, so its partner is a root.
func (f *Facts) PlaceAutomatically(tree TreeNo, width int, listed []bool) {
	order := f.placementOrder(listed)
	if len(order) == 0 {
		return
	}
	p := newPlacer(f, f.Placements[tree], width)
	for _, newcomer := range order {
		p.place(newcomer)
	}
	f.Placements[tree] = p.placements(listed)
}

// placementOrder returns those who are not listed by (joined, depth in the sponsor tree on that day, id).
func (f *Facts) placementOrder(listed []bool) []PartnerNo {
	var order []PartnerNo
	for p := range f.Partners {
		if !listed[p] {
			order = append(order, PartnerNo(p))
		}
	}
	joined := func(p PartnerNo) int32 { return int32(f.Partners[p].Joined) }
	radixSort(order, joined)
	depths := newSponsorDepths(f)
	radixSort(order, func(p PartnerNo) int32 { return depths.on(p, f.Partners[p].Joined) })
	radixSort(order, joined)
	return order
}

// placer places partners one after the other, from day to day, in a tree that listed rows change meanwhile.
type placer struct {
	facts  *Facts
	listed Timelines[Place]
	forest *placementForest // the tree on the day
	day    period.Day

	owners       []PartnerNo  // by listed row: whose it is
	starts, ends []int32      // the listed rows that have not yet started, by From; not yet ended, by To
	moves        []period.Day // the days to come on which somebody's sponsor changes

	// Sponsors below whom nothing is free are passed over. Until a sponsor changes, a listed row starts or a listed
	// slot is freed, nothing becomes free, so the way over many of them is walked only once in such an epoch.
	epoch  int32
	passed []passedSponsor // by partner; nil: none yet
	trail  []PartnerNo
	steps  int // from sponsor to sponsor; the tests hold them against the size of the input
}

// passedSponsor says where the search goes on above a sponsor who was passed over in an epoch.
type passedSponsor struct {
	epoch int32
	next  PartnerNo
}

func newPlacer(f *Facts, listed Timelines[Place], width int) *placer {
	p := &placer{
		facts:  f,
		listed: listed,
		forest: newPlacementForest(len(f.Partners), width, listed.Spans),
		owners: make([]PartnerNo, len(listed.Spans)),
		starts: make([]int32, len(listed.Spans)),
		moves:  f.sponsorMoves(),
		epoch:  1,
	}
	for i := range listed.Spans {
		p.starts[i] = int32(i)
		if listed.Spans[i].To != period.Forever {
			p.ends = append(p.ends, int32(i))
		}
	}
	for owner := range f.Partners {
		for i := range listed.Of(PartnerNo(owner)) {
			p.owners[listed.First[owner]+int32(i)] = PartnerNo(owner)
		}
	}
	radixSort(p.starts, func(row int32) int32 { return int32(listed.Spans[row].From) })
	radixSort(p.ends, func(row int32) int32 { return int32(listed.Spans[row].To) })
	return p
}

// place puts a newcomer into the first free slot below the sponsor, or below the next one above who has any.
func (p *placer) place(newcomer PartnerNo) {
	p.advance(p.facts.Partners[newcomer].Joined)
	host, sponsor := NoPartner, p.sponsor(newcomer)
	for sponsor != NoPartner {
		if host = p.forest.nearestFree(sponsor); host != NoPartner {
			break
		}
		sponsor = p.pass(sponsor)
	}
	for _, s := range p.trail {
		p.passed[s].next = sponsor
	}
	p.trail = p.trail[:0]
	p.forest.place(newcomer, host)
}

// pass goes from a sponsor below whom nothing is free to the next candidate above.
func (p *placer) pass(sponsor PartnerNo) (next PartnerNo) {
	p.steps++
	if p.passed == nil {
		p.passed = make([]passedSponsor, len(p.facts.Partners))
	}
	memo := &p.passed[sponsor]
	if memo.epoch != p.epoch {
		*memo = passedSponsor{p.epoch, p.sponsor(sponsor)}
	}
	next = memo.next
	memo.next = NoPartner // who comes by a second time is in a cycle of faulty rows: it ends here
	p.trail = append(p.trail, sponsor)
	return next
}

// sponsor returns the sponsor of the day.
func (p *placer) sponsor(of PartnerNo) PartnerNo {
	return p.facts.sponsorOn(of, p.day)
}

// advance brings the tree to a day. Rows that ended are taken out first; those that started and ended since the last
// day never come in, so one pass each will do, and a partner's rows are never in the tree at the same time.
func (p *placer) advance(day period.Day) {
	p.day = day
	changed := p.forest.advance(day)
	for ; len(p.moves) > 0 && p.moves[0] <= day; p.moves = p.moves[1:] {
		changed = true
	}
	for ; len(p.ends) > 0 && p.listed.Spans[p.ends[0]].To <= day; p.ends = p.ends[1:] {
		if owner := p.owners[p.ends[0]]; p.forest.holds(owner) {
			p.forest.detach(owner)
		}
	}
	for ; len(p.starts) > 0 && p.listed.Spans[p.starts[0]].From <= day; p.starts = p.starts[1:] {
		if span := p.listed.Spans[p.starts[0]]; span.To > day {
			p.forest.attach(p.owners[p.starts[0]], span.Value)
			changed = true
		}
	}
	if changed {
		p.epoch++
	}
}

// placements returns the listed rows and the automatic placements together.
func (p *placer) placements(listed []bool) Timelines[Place] {
	all := Timelines[Place]{First: make([]int32, len(listed)+1)}
	spans := len(p.listed.Spans)
	for _, is := range listed {
		if !is {
			spans++
		}
	}
	all.Spans = make([]Span[Place], 0, spans)
	for i := range listed {
		no := PartnerNo(i)
		if listed[i] {
			all.Spans = append(all.Spans, p.listed.Of(no)...)
		} else {
			place := p.forest.placeOf(no)
			all.Spans = append(all.Spans, Span[Place]{p.facts.Partners[i].Joined, period.Forever, place})
		}
		all.First[i+1] = int32(len(all.Spans))
	}
	return all
}

// hasMoved says whether a partner's sponsor changes at any time after joining.
func (f *Facts) hasMoved(p PartnerNo) bool {
	spans := f.Sponsors.Of(p)
	return len(spans) > 1 || len(spans) == 1 && (spans[0].From > f.Partners[p].Joined || spans[0].To != period.Forever)
}

// sponsorMoves returns the days on which somebody's sponsor changes, the earliest first.
func (f *Facts) sponsorMoves() []period.Day {
	var days []period.Day
	for p := range f.Partners {
		if f.hasMoved(PartnerNo(p)) {
			for _, span := range f.Sponsors.Of(PartnerNo(p)) {
				days = append(days, span.From, span.To)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
