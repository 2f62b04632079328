package commission

import "upline/internal/period"

// This file lets others look at what a run was settled from, without changing it: package explain checks a run so.

// Facts returns the facts that the run was settled from.
func (s *settlement) Facts() *Facts { return s.facts }

// First returns the first settled period of the history that the run follows.
func (s *settlement) First() period.Period { return s.history.first }

// Recorded returns what this run, or an earlier one of the same history, recorded of a partner: all of a Standing
// but the volumes, which stay with their run. ok is false for who was not in the sponsor tree on the last day of the
// period, and for a period without a run.
func (r *Run) Recorded(p period.Period, partner PartnerNo) (standing Standing, ok bool) {
	records := r.records
	if p != r.period {
		records = r.history.records[p]
	}
	if p > r.period || len(records) == 0 || records[partner].state&inTree == 0 {
		return Standing{}, false
	}
	rec := records[partner]
	return Standing{
		Active: rec.state&isActive != 0, Status: rec.status,
		Achieved: rec.achieved, Career: rec.career, PaidAs: rec.paidAs,
	}, true
}
