package commission

import (
	"math"
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

// sponsorOn returns a partner's sponsor on a day, NoPartner for a root.
func (f *Facts) sponsorOn(p PartnerNo, day period.Day) PartnerNo {
	if sponsor, ok := f.Sponsors.At(p, day); ok {
		return sponsor
	}
	return NoPartner
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

// sponsorDepths finds depths in the sponsor tree on days that never go back. Nearly nobody's sponsor ever changes,
// so everyone is measured once against the nearest mover above, and only movers are looked at day by day.
type sponsorDepths struct {
	facts *Facts
	fixed []fixedDepth // by partner
	known []knownDepth // by mover: what was found out since the last move
	moves []period.Day // the days to come on which somebody's sponsor changes
	epoch int32        // counts those that came
	trail []PartnerNo
	steps int // from sponsor to sponsor, for the tests
}

// fixedDepth is how many steps a partner is below the mover who is nearest, at or above; or below the root, when
// mover is NoPartner.
type fixedDepth struct {
	mover PartnerNo
	steps int32
}

// knownDepth is a mover's depth in an epoch.
type knownDepth struct{ epoch, depth int32 }

const unmeasured int32 = -1

func newSponsorDepths(f *Facts) *sponsorDepths {
	d := &sponsorDepths{facts: f, fixed: make([]fixedDepth, len(f.Partners)), moves: f.sponsorMoves(), epoch: 1}
	if len(d.moves) > 0 {
		d.known = make([]knownDepth, len(f.Partners))
	}
	for p := range d.fixed {
		d.fixed[p] = fixedDepth{NoPartner, unmeasured}
	}
	for p := range d.fixed {
		d.measure(PartnerNo(p))
	}
	return d
}

// measure fills d.fixed of a partner and all above, with a trail in place of recursion: chains may be long.
func (d *sponsorDepths) measure(p PartnerNo) {
	for p != NoPartner && d.fixed[p].steps == unmeasured {
		d.fixed[p].steps = 0 // also ends a walk round a cycle
		if d.facts.hasMoved(p) {
			d.fixed[p].mover = p
			break
		}
		d.trail = append(d.trail, p)
		p = d.facts.sponsorOn(p, d.facts.Partners[p].Joined)
	}
	for i := len(d.trail) - 1; i >= 0; i-- {
		if p != NoPartner {
			d.fixed[d.trail[i]] = fixedDepth{d.fixed[p].mover, d.fixed[p].steps + 1}
		}
		p = d.trail[i]
	}
	d.steps += len(d.trail)
	d.trail = d.trail[:0]
}

// on returns the depth of a partner on a day, 0 for a root.
func (d *sponsorDepths) on(p PartnerNo, day period.Day) int32 {
	for ; len(d.moves) > 0 && d.moves[0] <= day; d.moves = d.moves[1:] {
		d.epoch++
	}
	mover := d.fixed[p].mover
	for mover != NoPartner && d.known[mover].epoch != d.epoch {
		d.known[mover] = knownDepth{d.epoch, 0} // also ends a walk round a cycle
		d.trail = append(d.trail, mover)
		sponsor := d.facts.sponsorOn(mover, day)
		if mover = NoPartner; sponsor != NoPartner {
			mover = d.fixed[sponsor].mover
		}
	}
	for i := len(d.trail) - 1; i >= 0; i-- {
		if sponsor := d.facts.sponsorOn(d.trail[i], day); sponsor != NoPartner {
			d.known[d.trail[i]].depth = d.below(sponsor) + 1
		}
	}
	d.steps += len(d.trail)
	d.trail = d.trail[:0]
	return d.below(p)
}

// below returns the depth of a partner whose mover's depth is known.
func (d *sponsorDepths) below(p PartnerNo) int32 {
	fixed := d.fixed[p]
	if fixed.mover == NoPartner {
		return fixed.steps
	}
	return fixed.steps + d.known[fixed.mover].depth
}

// radixSort sorts by key in linear time, and leaves what is equal in order: digit by digit, the lowest first. It asks
// for each key once, since that may be far away in memory.
func radixSort[T ~int32](items []T, key func(T) int32) {
	const digit = 11 // bits
	low, high := int32(math.MaxInt32), int32(math.MinInt32)
	from, to := make([]uint64, len(items)), make([]uint64, len(items)) // key and item
	for i, item := range items {
		k := key(item)
		low, high = min(low, k), max(high, k)
		from[i] = uint64(uint32(k))<<32 | uint64(uint32(item))
	}
	for shift := 0; low < high && (uint32(high)-uint32(low))>>shift > 0; shift += digit {
		var next [1 << digit]int32
		for _, pair := range from {
			next[(uint32(pair>>32)-uint32(low))>>shift%(1<<digit)]++
		}
		sum := int32(0)
		for i, count := range next {
			next[i], sum = sum, sum+count
		}
		for _, pair := range from {
			at := &next[(uint32(pair>>32)-uint32(low))>>shift%(1<<digit)]
			to[*at] = pair
			*at++
		}
		from, to = to, from
	}
	for i, pair := range from {
		items[i] = T(uint32(pair))
	}
}
