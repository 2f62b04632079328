package naive

import "math/big"

// legVolumes is a volume on each side of a partner in a binary tree.
type legVolumes struct{ left, right *big.Rat }

// A binaryRow is one row of binary.csv.
type binaryRow struct {
	bonus, partner  string
	carried         legVolumes // from the run before
	volume          legVolumes // of P
	matched, amount *big.Rat
	carry           legVolumes // to the run after
}

// binary: "Who is not in the tree on end(P) keeps the carries and has no row" (plan-language §6).
func (r *run) binary(b bonus) {
	if r.carries[b.id] == nil {
		r.carries[b.id] = map[string]legVolumes{}
	}
	placements := r.tree(b.tree, r.period.end())
	for id := range placements.parents {
		r.binaryOf(b, placements, id)
	}
}

// binaryOf: "L = carried left + left, R alike. Eligible: m = max(0, min(L, R)), amount m × percent, at most cap; carried
// on: L − m, R − m (the cap burns volume; the amount is min(m × percent / 100, cap), rounded once, and base shows the
// uncapped m)" (plan-language §6).
func (r *run) binaryOf(b bonus, placements *tree, id string) {
	carried, volume := r.carriedOn(b, id), r.sides(b, placements, id)
	total := legVolumes{plus(carried.left, volume.left), plus(carried.right, volume.right)}
	row := binaryRow{bonus: b.id, partner: id, carried: carried, volume: volume, matched: new(big.Rat)}
	isEligible := r.isEligible(b, id)
	if isEligible {
		row.matched = larger(new(big.Rat), smaller(total.left, total.right))
	}
	exact := percentOf(row.matched, b.percent)
	if b.cap != nil {
		exact = smaller(exact, b.cap)
	}
	row.amount = r.plan.amount(exact)
	row.carry = b.carry(isEligible, total, row.matched)
	r.carries[b.id][id] = row.carry
	r.payPeriodLine(b, line{beneficiary: id, level: noLevel, base: row.matched, percent: b.percent}, exact)
	if row.holdsAnything() {
		r.binaryRows = append(r.binaryRows, row)
	}
}

// carry: "Not eligible, for whatever reason: m = 0; carried on: all, or nothing with flush_inactive. Then each carry is cut
// to max; a negative one (cancellations) is carried on" (plan-language §6).
func (b bonus) carry(isEligible bool, total legVolumes, matched *big.Rat) legVolumes {
	if !isEligible && b.flushInactive {
		return legVolumes{new(big.Rat), new(big.Rat)}
	}
	carry := legVolumes{minus(total.left, matched), minus(total.right, matched)}
	if b.carryMax != nil {
		carry.left, carry.right = smaller(carry.left, b.carryMax), smaller(carry.right, b.carryMax)
	}
	return carry
}

func (r *run) carriedOn(b bonus, id string) legVolumes {
	if carry, found := r.carries[b.id][id]; found {
		return carry
	}
	return legVolumes{new(big.Rat), new(big.Rat)}
}

// sides: "Left and right volume of p: everyone below p's child in slot 0, slot 1 (that child included), in P (as pv and cv
// count, cancellations included)" (plan-language §6).
func (r *run) sides(b bonus, placements *tree, id string) legVolumes {
	volume := r.pv
	if b.volume == "cv" {
		volume = r.cv
	}
	return legVolumes{
		left:  r.legVolume(placements, placements.child(id, 0), volume),
		right: r.legVolume(placements, placements.child(id, 1), volume),
	}
}

// holdsAnything: binary.csv lists "those with anything but zeros" (plan-language §9).
func (row binaryRow) holdsAnything() bool {
	for _, x := range []*big.Rat{
		row.carried.left, row.volume.left, row.carried.right, row.volume.right,
		row.matched, row.amount, row.carry.left, row.carry.right,
	} {
		if x.Sign() != 0 {
			return true
		}
	}
	return false
}
