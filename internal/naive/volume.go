package naive

import "math/big"

// sumVolumes: "pv(p): points of the orders first settled in P and credited to p, less the points of due cancellations of
// orders settled by earlier runs (points × share, whatever the liability). […] cv(P): the same sum over everyone, in cv"
// (plan-language §5). The cv is kept by partner, as binary bonuses need it.
func (r *run) sumVolumes() {
	r.pv, r.cv = sums{}, sums{}
	for _, o := range r.due {
		r.pv.add(o.partner, o.enteringPoints)
		r.cv.add(o.partner, o.entering)
	}
	for _, c := range r.cancellations {
		cancelled := r.settled[c.order].order
		r.pv.add(cancelled.partner, negative(times(cancelled.points, c.share)))
		r.cv.add(cancelled.partner, negative(times(cancelled.cv, c.share)))
	}
}

// gv: "pv of p and of everyone below p in the sponsor tree" (plan-language §5).
func (r *run) gv(id string) *big.Rat {
	return r.legVolume(r.sponsors, id, r.pv)
}

// legVolume sums a volume over a partner and everyone below in a tree; without a partner it is 0.
func (r *run) legVolume(t *tree, id string, volume sums) *big.Rat {
	total := new(big.Rat)
	if id == "" {
		return total
	}
	for _, member := range t.leg(id) {
		total = plus(total, volume.of(member))
	}
	return total
}

// totalCV is cv(P).
func (r *run) totalCV() *big.Rat {
	total := new(big.Rat)
	for _, cv := range r.cv {
		total = plus(total, cv)
	}
	return total
}
