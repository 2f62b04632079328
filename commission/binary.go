package commission

import (
	"sync/atomic"

	"upline/internal/money"
)

// Legs is the left and the right volume of a partner.
type Legs struct {
	Left, Right money.Volume
}

// binarySheet is what a binary bonus found in a run, by node of its tree.
type binarySheet struct {
	*tree
	no     BonusNo
	before []Legs // by partner: carried from the run before; nil: nothing
	legs   []Legs // volumes of the period
	match  []money.Volume
	pays   []money.Amount
	carry  []Legs // carried on
}

// payBinary matches the two legs of everyone in the tree (plan-language §6).
func (s *settlement) payBinary(bonus *Bonus, rule *Binary) {
	no := s.bonusNo(bonus.ID)
	sc := s.scenes[sceneKey{s.period, rule.Tree}]
	n := sc.members()
	b := &binarySheet{
		tree: sc.tree, no: no, before: s.carried[no], legs: s.rollUpLegs(sc.tree, rule),
		match: make([]money.Volume, n), pays: make([]money.Amount, n), carry: make([]Legs, n),
	}
	who := bonus.eligibility()
	var overflow atomic.Bool
	eachChunk(s.workers, n, func(_, from, to int) {
		for v := from; v < to; v++ {
			have := b.legs[v]
			if b.before != nil {
				carried := b.before[sc.partner[v]]
				have = Legs{have.Left.Plus(carried.Left), have.Right.Plus(carried.Right)}
			}
			eligible := who.admits(sc.member[v])
			if eligible {
				b.match[v] = have.Left.Min(have.Right).Max(money.Volume{})
				var ok bool
				if b.pays[v], ok = s.binaryAmount(rule, b.match[v]); !ok {
					overflow.Store(true)
				}
			}
			b.carry[v] = rule.carryOn(have, b.match[v], eligible)
		}
	})
	s.overflow = s.overflow || overflow.Load()
	s.binaries = append(s.binaries, b)
	s.payEach(no, func(p PartnerNo) periodLine {
		v := sc.node[p]
		if v == none || b.pays[v] == 0 {
			return periodLine{}
		}
		return periodLine{beneficiary: p, percent: rule.Percent, base: b.match[v], amount: b.pays[v]}
	})
}

// rollUpLegs sums what is below each member's slots 0 and 1.
func (s *settlement) rollUpLegs(t *tree, rule *Binary) []Legs {
	places := &s.facts.Placements[rule.Tree]
	branch := make([]money.Volume, t.members())
	right := make([]bool, t.members())
	eachChunk(s.workers, len(t.node), func(_, from, to int) {
		for p := PartnerNo(from); int(p) < to; p++ {
			if v := t.node[p]; v != none {
				place, _ := places.At(p, s.period.End())
				right[v] = place.Slot == 1
				branch[v] = s.volumes[p].of(rule.Volume)
			}
		}
	})
	sums := make([]Legs, t.members())
	for v := t.members() - 1; v >= 0; v-- {
		up := t.parent[v]
		if up == none {
			continue
		}
		branch[up] = branch[up].Plus(branch[v])
		if right[v] {
			sums[up].Right = branch[v]
		} else {
			sums[up].Left = branch[v]
		}
	}
	return sums
}

// binaryAmount pays the matched volume, at most the cap; ok is false when it does not fit. Rounding keeps order, so
// both may be rounded and then compared.
func (s *settlement) binaryAmount(rule *Binary, matched money.Volume) (amount money.Amount, ok bool) {
	amount, ok = s.plan.Money.PercentOf(matched, rule.Percent)
	if rule.Cap == nil {
		return amount, ok
	}
	most, fits := s.plan.Money.Listed(*rule.Cap)
	if !ok {
		return most, fits // what does not fit is above any cap
	}
	return min(amount, most), fits
}

// carryOn returns what is left for the next period.
func (r *Binary) carryOn(have Legs, matched money.Volume, eligible bool) Legs {
	if !eligible && r.FlushInactive {
		return Legs{}
	}
	rest := Legs{have.Left.Minus(matched), have.Right.Minus(matched)}
	if r.CarryMax != nil {
		most := r.CarryMax.Volume()
		rest.Left, rest.Right = rest.Left.Min(most), rest.Right.Min(most)
	}
	return rest
}
