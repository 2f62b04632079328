package commission

import (
	"sync/atomic"

	"upline/internal/money"
)

// close closes the accounts of the run (plan-language §8).
func (r *Run) close() {
	r.closing = make([]money.Amount, len(r.facts.Partners))
	var overflow atomic.Bool
	eachChunk(r.workers, len(r.closing), func(_, from, to int) {
		for p := from; p < to; p++ {
			statement, ok := r.statement(PartnerNo(p))
			r.closing[p] = statement.Closing
			if !ok {
				overflow.Store(true)
			}
		}
	})
	r.overflow = r.overflow || overflow.Load()
}

// statement closes a partner's account; ok is false when the balance does not fit.
func (s *settlement) statement(p PartnerNo) (st Statement, ok bool) {
	v := s.sponsors.node[p]
	if v == none {
		return Statement{}, true // not joined yet: nothing to state
	}
	sums := &s.accounts[v].sums
	st = Statement{
		Opening:  s.opening[p],
		Earnings: sums[KindEarning], Reversals: sums[KindReversal], Reserve: sums[KindReserve], Release: sums[KindRelease],
	}
	st.Balance, ok = st.Opening, true
	for _, sum := range sums {
		var fits bool
		st.Balance, fits = st.Balance.Plus(sum)
		ok = ok && fits
	}
	if st.Balance > 0 && s.plan.paysOut(st.Balance) && s.records[p].status != Suspended {
		st.Payout = st.Balance
	}
	st.Closing = st.Balance - st.Payout
	return st, ok
}

// paysOut reports whether a balance reaches the payout minimum.
func (p *Plan) paysOut(balance money.Amount) bool {
	return p.Money.AtLeast(balance, p.PayoutMin)
}
