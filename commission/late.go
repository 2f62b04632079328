package commission

import (
	"upline/internal/fault"
	"upline/internal/period"
)

// LateRun is what a late run found in the open period. Period, Plan, Totals, Blocks, SettledOrders and
// HandledCancellations show it as they show a Run.
type LateRun struct {
	*settlement
}

// Day returns the day by which payments and cancellations counted.
func (r *LateRun) Day() period.Day { return r.until }

// SettleLate makes, at once, the lines that the settlement of the open period p would otherwise make later, if nothing
// happened after a day of it:
//   - of late orders paid by that day, earnings and what is withheld of them, at the conditions of the period in which they
//     were placed. What cancellations by that day have left of an order enters;
//   - of cancellations by that day of orders that posted runs have settled, reversals, and releases of the cancelled part.
//
// There is nothing of what only the end of the period tells: period bonuses, ranks, volumes, statements, and reserves whose
// time is over. Whether a reserve is withheld depends on the end of the period, though, as in its settlement.
//
// A late run is not posted: it changes neither facts nor history. The settlement of p makes all of its lines again, and so
// does a late run of p on a later day, which takes the place of this one: an order that is cancelled in between enters
// reduced.
//
// Errors are those of Settle; Invalid also when the day is not one of p.
func SettleLate(f *Facts, h *History, p period.Period, day period.Day, workers int) (*LateRun, error) {
	if day < p.Start() || day > p.End() {
		return nil, fault.Invalidf("settle", "%s is not a day of %s: a late run looks at a day of the open period", day, p)
	}
	s, err := newSettlement(f, h, p, workers)
	if err != nil {
		return nil, err
	}
	s.until, s.late = day, true
	s.prepare()
	s.open()
	s.payOrders()
	s.reverse()
	if err := s.finish(); err != nil {
		return nil, err
	}
	return &LateRun{s}, nil
}
