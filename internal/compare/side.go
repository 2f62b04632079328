package compare

import (
	"math/bits"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// side is what one set of plans makes of the facts.
type side struct {
	plans    PlanSet
	ranks    []string // by Rank
	bonuses  []string // by BonusNo
	periods  []sidePeriod
	earnings []money.Amount    // by partner: earnings and reversals of all periods
	paidAs   []commission.Rank // by partner: at the end of the last period; NoRank: joined later
	weight   weight
}

// sidePeriod is what a run paid.
type sidePeriod struct {
	period period.Period
	totals []commission.Total
	cv     money.Volume // of the company
}

// settle settles one side. It keeps nothing of a run but sums. Errors are those of commission.SettleEach.
func settle(f *commission.Facts, o Options, settled func(periods int) error) (*side, error) {
	s := &side{
		plans:    newPlanSet(f),
		bonuses:  f.Bonuses(),
		earnings: make([]money.Amount, len(f.Partners)),
		paidAs:   make([]commission.Rank, len(f.Partners)),
	}
	for _, rank := range f.Plans[0].Ranks { // the same in all versions
		s.ranks = append(s.ranks, rank.ID)
	}
	err := commission.SettleEach(f, o.From, o.Through, o.Workers, func(run *commission.Run) error {
		s.add(run)
		return settled(len(s.periods))
	})
	return s, err
}

func (s *side) add(run *commission.Run) {
	totals := run.Totals()
	s.periods = append(s.periods, sidePeriod{run.Period(), totals, run.Sales().CV})
	for _, total := range totals {
		s.weight = s.weight.plus(weigh(total.Amount))
	}
	for i := range s.earnings {
		p := commission.PartnerNo(i)
		if statement, ok := run.Statement(p); ok {
			s.earnings[i] += statement.Earnings + statement.Reversals
			s.weight = s.weight.plus(weigh(statement.Earnings)).plus(weigh(statement.Reversals))
		}
		s.paidAs[i] = commission.NoRank
		if standing, ok := run.Standing(p); ok {
			s.paidAs[i] = standing.PaidAs
		}
	}
}

// rank names the rank that a partner is paid as at the end; empty for who joined later.
func (s *side) rank(p int) string {
	if s.paidAs[p] == commission.NoRank {
		return ""
	}
	return s.ranks[s.paidAs[p]]
}

func newPlanSet(f *commission.Facts) PlanSet {
	set := PlanSet{Name: f.Plans[0].Name}
	for _, plan := range f.Plans {
		set.Versions = append(set.Versions, Version{plan.File, plan.ValidFrom})
	}
	return set
}

// weight is a sum of magnitudes. While it fits in an Amount, so does every sum and every difference of amounts that
// were weighed, in whatever order they are added.
type weight struct {
	sum  uint64
	over bool
}

func weigh(a money.Amount) weight {
	if a < 0 {
		return weight{sum: -uint64(a)}
	}
	return weight{sum: uint64(a)}
}

func (w weight) plus(v weight) weight {
	sum, carry := bits.Add64(w.sum, v.sum, 0)
	return weight{sum, w.over || v.over || carry != 0}
}

func (w weight) fits() bool { return !w.over && w.sum <= 1<<63-1 }
