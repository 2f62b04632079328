package commission

import (
	"math"

	"upline/internal/period"
)

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
