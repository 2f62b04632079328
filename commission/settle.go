// Package commission decides who earns what, and why: the plan language, and the engine that settles a period by it.
//
// It is pure: facts and a history go in, a run comes out. There is no I/O, no clock, and no goroutine that outlives
// a call. The rules are those of commission/README.md; comments cite its paragraphs as plan-language §n.
//
//	facts, history ── Settle ──▶ run ── History.Post ──▶ history of the next period
//	facts, past ── Resume ──▶ history, in a process that has settled no period itself
//	facts, history ── SettleLate ──▶ late run, which is not posted
//
// A run finds volumes and ranks in one pass over the sponsor tree, pays the order bonuses of each batch of orders
// at the conditions under which they were placed, reverses what was cancelled, pays the period bonuses, and states
// the accounts.
package commission

import "upline/internal/period"

// Settle settles one period: the one that follows the posted ones of the history. It changes neither facts nor
// history, and gives the same run for any number of workers (at least 1).
//
// Errors: Invalid when there is no plan version in force on the last day of the period, when the period is not the
// next one, when an amount does not fit in 64 bits, or when somebody whom earlier runs paid has not joined by now; Internal
// when the history is one of other facts.
func Settle(f *Facts, h *History, p period.Period, workers int) (*Run, error) {
	s, err := newSettlement(f, h, p, workers)
	if err != nil {
		return nil, err
	}
	s.prepare()
	s.open()
	s.openBases()
	s.payOrders()
	s.reverse()
	s.releaseRest()
	s.payPeriodBonuses()
	run := &Run{settlement: s}
	run.close()
	if err := s.finish(); err != nil {
		return nil, err
	}
	return run, nil
}

// SettleEach settles the periods from … through in turn, hands each run to each, whose first error ends it, and posts it
// to the history of the next. Errors are those of Settle.
func SettleEach(f *Facts, from, through period.Period, workers int, each func(run *Run) error) error {
	h := NewHistory(f, from)
	for p := from; p <= through; p++ {
		run, err := Settle(f, h, p, workers)
		if err != nil {
			return err
		}
		if err := each(run); err != nil {
			return err
		}
		if p < through {
			h.Post(run)
		}
	}
	return nil
}
