// Package compare settles the same facts under two sets of plans, A (now) and B (proposed), and tells what changes
// for the company and for each partner.
//
//	facts, plans A ── settle ──▶ side ┐
//	                                  ├──▶ Comparison ──▶ summary, JSON, differences.csv, comparison.html
//	facts, plans B ── settle ──▶ side ┘
//
// What is compared is the commission: earnings and reversals (plan-language §6, §7). Reserve and release only move
// it from one run to another, and are shown by bonus and kind alone.
//
// The arithmetic is on integers of the smallest unit. Of each partner it keeps sums, not lines.
package compare

import (
	"context"

	"upline/commission"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Comparison is what changes when the plans B take the place of the plans A. It does not change.
type Comparison struct {
	A, B          PlanSet
	Currency      string
	Scale         int // decimal places of all amounts
	From, Through period.Period
	Partners      int // in the facts
	Orders        int // in the facts

	Total   Totals
	Periods []PeriodTotals

	Winners, Losers Effect // those with more under B, and those with less
	Unchanged       int    // partners with figures who get the same
	Most, Least     []Partner

	Buckets       []Bucket        // differences by size, the smallest first
	Ranks         []Rank          // the lowest first
	Deciles       []Decile        // by earnings under A, the top tenth first
	Concentration []Concentration // the top 1 % and 10 %

	people []commission.Partner // by PartnerNo
	a, b   *side
}

// PlanSet names the plan versions that one side is settled by.
type PlanSet struct {
	Name     string
	Versions []Version // by ValidFrom
}

// Version is one version of a plan.
type Version struct {
	File      string
	ValidFrom period.Day
}

// Amounts are what A and B pay, in the smallest unit.
type Amounts struct{ A, B money.Amount }

// Difference is what B pays more.
func (a Amounts) Difference() money.Amount { return a.B - a.A }

func (a Amounts) plus(b Amounts) Amounts { return Amounts{a.A + b.A, a.B + b.B} }

// Counts are how many there are under A and under B.
type Counts struct{ A, B int }

// Effect is how many partners win or lose, and how much they do together; a loss is negative.
type Effect struct {
	Partners int
	Amount   money.Amount
}

func (e *Effect) add(difference money.Amount) {
	e.Partners++
	e.Amount += difference
}

// Options say what to settle.
type Options struct {
	From, Through period.Period
	Workers       int
	Progress      func(done, total int) // periods settled under A and B, and their number; may be nil
}

const op = "compare"

// Settle settles the facts under A and then under B, which must be the same facts under other plans.
//
// Errors: Invalid when the plans pay in different currencies or scales, when Through is before From, or when sums do
// not fit in 64 bits; Conflict when the facts are not the same; the cause when ctx is done; otherwise those of
// commission.SettleEach.
func Settle(ctx context.Context, a, b *commission.Facts, o Options) (*Comparison, error) {
	if o.Through < o.From {
		return nil, fault.Invalidf(op, "%s is before %s: name the first period first", o.Through, o.From)
	}
	if err := checkSame(a, b); err != nil {
		return nil, err
	}
	b = sharing(a, b)
	periods := int(o.Through-o.From) + 1
	report := func(done int) {
		if o.Progress != nil {
			o.Progress(done, 2*periods)
		}
	}
	sides := [2]*side{}
	for i, facts := range [...]*commission.Facts{a, b} {
		side, err := settle(facts, o, func(done int) error {
			report(i*periods + done)
			return context.Cause(ctx)
		})
		if err != nil {
			return nil, err
		}
		sides[i] = side
	}
	if !sides[0].weight.plus(sides[1].weight).fits() {
		return nil, fault.Invalidf(op, "an amount is too large: the sums of both sides must fit in 64 bits of the smallest unit of %s",
			a.Plans[0].Currency)
	}
	return newComparison(a, o, sides[0], sides[1]), nil
}

func newComparison(f *commission.Facts, o Options, a, b *side) *Comparison {
	c := &Comparison{
		A: a.plans, B: b.plans,
		Currency: f.Plans[0].Currency, Scale: f.Plans[0].Money.Scale,
		From: o.From, Through: o.Through,
		Partners: len(f.Partners), Orders: len(f.Orders),
		people: f.Partners, a: a, b: b,
	}
	c.compareTotals()
	c.comparePartners()
	c.compareRanks()
	c.compareDeciles()
	return c
}
