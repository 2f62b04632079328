package commission

import (
	"upline/internal/money"
	"upline/internal/period"
)

// Past is what the posted runs of a company have left behind, as plain data: what Resume makes a History of, so that each
// period can be settled by a process of its own. Facts grow between two runs, so everything is in the numbers of the facts
// as they are now: whoever loads a Past looks up the ids that it was kept under. Whom the earlier runs did not know has
// zeros.
//
// A Past may hold more than Facts.Needs asks for, but not less.
type Past struct {
	First period.Period // the first settled period
	Next  period.Period // the one to settle now; First: there was no run yet, and slices may be nil

	Standings map[period.Period][]Recorded // by partner: Run.Record
	Highest   []Rank                       // by partner: Run.Highest of the last run
	Carries   [][]Legs                     // by BonusNo, by partner: Run.Carries of the last run
	Closing   []money.Amount               // by partner: Run.Closing of the last run

	Settled   []bool                  // by OrderNo: Run.SettledOrders of all runs
	Handled   []bool                  // by cancellation: Run.HandledCancellations of all runs
	Cancelled map[OrderNo]money.Share // SettledOrder.Cancelled, where it is not 0, of the orders of Lines at least
	Lines     []PastLine              // of the orders of Needs.LinesOf, in any order
}

// PastLine is an earning line of an order that an earlier run settled, and what later runs have done to it.
type PastLine struct {
	Order       OrderNo
	Bonus       BonusNo
	Beneficiary PartnerNo
	Level       int32
	Amount      money.Amount
	SettledIn   period.Period
	Reversed    money.Amount // the sum of its reversal lines, but positive
	Released    money.Amount // the sum of its release lines
}

// Resume returns a history from which the period past.Next is settled just as if one process had settled all periods: with
// Settle, or SettleLate. It serves that period only, and no run is posted to it: for the next period there is another
// Past. The history refers to past, which must not change.
//
// Errors: Internal when past is not complete, or contradicts itself or the facts.
func Resume(f *Facts, past *Past) (*History, error) {
	p := past.filled(f)
	if err := p.check(f); err != nil {
		return nil, err
	}
	kept, err := p.ledger(f)
	if err != nil {
		return nil, err
	}
	h := NewHistory(f, p.First)
	h.next, h.resumed = p.Next, true
	h.closing, h.carries = p.Closing, p.Carries
	h.settled, h.handled, h.cancelled = p.Settled, p.Handled, p.Cancelled
	for i, rank := range p.Highest {
		h.highest[i] = max(h.highest[i], rank, f.highestOverride(PartnerNo(i), p.Next.Start()-1))
	}
	for of, standings := range p.Standings {
		records := make([]record, len(standings))
		for i := range standings {
			records[i] = standings[i].record()
		}
		h.records[of] = records
	}
	if len(kept.lines) > 0 {
		h.ledgers = []*ledger{kept}
	}
	return h, nil
}

// filled returns a past that has the slices which may be nil before the first run.
func (p Past) filled(f *Facts) *Past {
	if p.Next != p.First {
		return &p
	}
	if p.Highest == nil {
		p.Highest = make([]Rank, len(f.Partners))
	}
	if p.Closing == nil {
		p.Closing = make([]money.Amount, len(f.Partners))
	}
	if p.Carries == nil {
		p.Carries = make([][]Legs, len(f.Bonuses()))
	}
	if p.Settled == nil {
		p.Settled = make([]bool, len(f.Orders))
	}
	if p.Handled == nil {
		p.Handled = make([]bool, len(f.Cancellations))
	}
	return &p
}

// record is the engine's own form of what was recorded.
func (r Recorded) record() record {
	rec := record{achieved: r.Achieved, career: r.Career, paidAs: r.PaidAs, status: r.Status}
	if r.InTree {
		rec.state |= inTree
		if r.Status == Active {
			rec.state |= isOpen
		}
	}
	if r.Active {
		rec.state |= isActive
	}
	return rec
}
