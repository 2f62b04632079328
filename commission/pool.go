package commission

import (
	"cmp"
	"math/bits"
	"slices"

	"upline/internal/money"
)

// payPool shares a part of the company's volume by largest remainder (plan-language §6).
func (s *settlement) payPool(bonus *Bonus, rule *Pool) {
	total, ok := s.plan.Money.PercentOf(s.sales.CV, rule.Percent)
	s.overflow = s.overflow || !ok
	if total <= 0 {
		return
	}
	who := bonus.eligibility()
	takesPart := func(p PartnerNo) (rank Rank, ok bool) {
		r := &s.records[p]
		return r.paidAs, who.admits(member{r.paidAs, r.state}) && rule.Shares[r.paidAs] > 0
	}
	counts := make([]uint64, len(rule.Shares))
	for p := range PartnerNo(len(s.facts.Partners)) {
		if rank, ok := takesPart(p); ok {
			counts[rank]++
		}
	}
	split, ok := allot(total, rule.Shares, counts)
	s.overflow = s.overflow || !ok
	// The units left over of a tie go to the smaller numbers: up to and with last.
	last := NoPartner
	for p := PartnerNo(0); split.left > 0; p++ {
		if rank, ok := takesPart(p); ok && split.tied[rank] {
			last = p
			split.left--
		}
	}
	s.payEach(s.bonusNo(bonus.ID), func(p PartnerNo) periodLine {
		rank, ok := takesPart(p)
		if !ok {
			return periodLine{}
		}
		amount := split.each[rank]
		if p <= last && split.tied[rank] {
			amount++
		}
		return periodLine{beneficiary: p, amount: amount}
	})
}

// allotment is a total split over partners, who are alike when they are of one rank.
type allotment struct {
	each []money.Amount // by rank
	tied []bool         // by rank: the first ones get one unit more
	left uint64         // how many of those who are tied
}

// allot splits a positive total over counts[rank] partners with shares[rank] each: everybody gets the floor of the
// exact part, and the units left over go to the largest remainders, ties to the smaller partner number. ok is false
// when the shares do not fit in 64 bits. Nothing is lost: the parts add up to the total, unless nobody has a share.
func allot(total money.Amount, shares []money.Share, counts []uint64) (a *allotment, ok bool) {
	a = &allotment{each: make([]money.Amount, len(shares)), tied: make([]bool, len(shares))}
	var whole uint64
	for rank, count := range counts {
		high, sum := bits.Mul64(count, uint64(shares[rank]))
		var carry uint64
		whole, carry = bits.Add64(whole, sum, 0)
		if high+carry != 0 {
			return a, false
		}
	}
	if whole == 0 {
		return a, true
	}
	type class struct {
		rank      Rank
		remainder uint64
	}
	var classes []class
	left := uint64(total)
	for rank, count := range counts {
		if count == 0 {
			continue
		}
		hi, lo := bits.Mul64(uint64(total), uint64(shares[rank])) // a share is at most the whole: the quotient fits
		quotient, remainder := bits.Div64(hi, lo, whole)
		a.each[rank] = money.Amount(quotient)
		left -= quotient * count
		classes = append(classes, class{Rank(rank), remainder})
	}
	slices.SortFunc(classes, func(a, b class) int { return cmp.Compare(b.remainder, a.remainder) })
	for i := 0; i < len(classes) && left > 0; {
		together := uint64(0)
		j := i
		for ; j < len(classes) && classes[j].remainder == classes[i].remainder; j++ {
			together += counts[classes[j].rank]
		}
		for _, c := range classes[i:j] {
			if together <= left {
				a.each[c.rank]++
			} else {
				a.tied[c.rank] = true
			}
		}
		if together > left {
			a.left = left
			break
		}
		left -= together
		i = j
	}
	return a, true
}
