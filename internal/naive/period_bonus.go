package naive

import "slices"

// payPeriodBonus pays a bonus of the version in force on end(P), unless it is an order bonus. "Period bonuses, volumes and
// ranks use P" (plan-language §4).
func (r *run) payPeriodBonus(b bonus) {
	switch b.kind {
	case "binary":
		r.binary(b)
	case "matching":
		r.matching(b)
	case "pool":
		r.pool(b)
	case "rank_advance":
		r.rankAdvance(b)
	case "fixed":
		r.fixed(b)
	case "retail", "unilevel", "differential", "generation":
	default:
		panic(invalidf("unknown type of bonus %q", b.kind))
	}
}

func (r *run) conditions(id string) conditions { return r.conditionsOf(id, r.period) }

func (r *run) isEligible(b bonus, id string) bool { return r.plan.isEligible(b, r.conditions(id)) }

// rankAdvance: "For each rank above the highest career rank held at any time before P […], up to and with the career rank
// of P: the amount listed for just that rank, if any; one line each, lowest first. No eligibility is asked"
// (plan-language §6).
func (r *run) rankAdvance(b bonus) {
	for id, now := range r.standings {
		for number := r.highestCareerBefore(id) + 1; number <= now.career; number++ {
			if amount, listed := b.amounts[r.plan.ranks[number].id]; listed {
				r.payPeriodLine(b, line{beneficiary: id, level: noLevel}, amount)
			}
		}
	}
}

// fixed: "amount_by_rank. Pays each eligible partner" (plan-language §6).
func (r *run) fixed(b bonus) {
	for id, now := range r.standings {
		if r.isEligible(b, id) {
			r.payPeriodLine(b, line{beneficiary: id, level: noLevel}, r.plan.entry(b.byRank, now.paidAs))
		}
	}
}

// matching: "For each partner s whose earning and reversal lines of those bonuses in this run (from whichever version; not
// reserve and release) sum to a base that is not 0: walk up the sponsor tree of P as unilevel does. A negative base gives
// negative lines of kind earning" (plan-language §6).
func (r *run) matching(b bonus) {
	bases := sums{}
	for _, l := range r.lines {
		isCounted := l.kind == "earning" || l.kind == "reversal"
		if isCounted && slices.Contains(b.of, l.bonus) {
			bases.add(l.beneficiary, l.amount)
		}
	}
	for s, base := range bases {
		if base.Sign() == 0 {
			continue
		}
		for _, paid := range r.plan.walkLevels(b, r.sponsors.upline(s), r.conditions) {
			r.payPeriodLine(b, line{source: s, beneficiary: paid.beneficiary, level: paid.level, base: base, percent: paid.percent},
				percentOf(base, paid.percent))
		}
	}
}
