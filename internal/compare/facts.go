package compare

import (
	"slices"

	"upline/commission"
	"upline/internal/fault"
)

// checkSame refuses amounts that cannot be set against each other, and facts that are not the same.
func checkSame(a, b *commission.Facts) error {
	planA, planB := a.Plans[0], b.Plans[0] // all versions of a set have the same currency and scale
	if planA.Currency != planB.Currency {
		return fault.Invalidf(op, "the plans in force pay %s (%s) and the proposed ones %s (%s): "+
			"amounts of different currencies cannot be compared: write the same currency",
			planA.Currency, planA.File, planB.Currency, planB.File)
	}
	if planA.Money.Scale != planB.Money.Scale {
		return fault.Invalidf(op, "the plans in force have scale %d (%s) and the proposed ones %d (%s): "+
			"amounts of different scales cannot be compared: write the same scale",
			planA.Money.Scale, planA.File, planB.Money.Scale, planB.File)
	}
	same := slices.Equal(a.Partners, b.Partners) && slices.Equal(a.Kinds, b.Kinds) && slices.Equal(a.Orders, b.Orders) &&
		slices.Equal(a.Cancellations, b.Cancellations) &&
		slices.Equal(a.Sponsors.Spans, b.Sponsors.Spans) && slices.Equal(a.Statuses.Spans, b.Statuses.Spans)
	if !same {
		return &fault.Error{
			Kind: fault.Conflict, Op: op,
			Msg: "the facts are not the same on both sides: the bundle was changed while it was read; compare again",
		}
	}
	return nil
}

// sharing returns the facts of b with all that is the same in a taken from there, so that it is in memory once.
func sharing(a, b *commission.Facts) *commission.Facts {
	shared := *a
	shared.Plans, shared.Placements, shared.Careers, shared.Overrides = b.Plans, b.Placements, b.Careers, b.Overrides
	return &shared
}
