package generate

import (
	"slices"

	"upline/internal/fault"
	"upline/internal/period"
)

// Shape is the form of the sponsor tree.
type Shape string

const (
	// Random grows as a real network does, with leaders who recruit by the ten thousand and lines 15 to 25 deep.
	Random Shape = "random"
	// Chain is one line: each partner sponsors the next.
	Chain Shape = "chain"
	// Star is one leader: the first partner sponsors all others.
	Star Shape = "star"
)

// Plan names the compensation plan of a bundle, a template in the folder plans.
type Plan string

const (
	// Full uses every bonus type of the plan language, a binary tree and a matrix, liability and reserve.
	Full Plan = "full"
	// Bench pays differential, seven-level unilevel with compression, binary and matching, and counts everyone as
	// active: the load of a large company without the side conditions.
	Bench Plan = "bench"
	// Two pays differential and unilevel only.
	Two Plan = "two"
)

// Most that can be asked for. The products of the three stay within 64 bits.
const (
	partnersMax = 100_000_000
	ordersMax   = 100_000_000
	periodsMax  = 120
)

// The first settled period lies in these bounds, so that the years of history before it and the late payments after
// the last period can be written with four digits.
const (
	firstEarliest = "1910-01"
	firstLatest   = "9900-12"
)

// Options say what bundle to generate. The zero values of First, Shape and Plan mean 2026-01, Random and Full.
type Options struct {
	Partners int    // rows in partners.csv, 1 to 100 million
	Orders   int    // rows in orders.csv, 1 to 100 million
	Periods  int    // settled periods in which orders are placed, 1 to 120
	First    string // the first of these periods, YYYY-MM
	Seed     uint64 // same options and seed: same bytes
	Shape    Shape
	Plan     Plan
}

// completed fills in what was left out.
func (o Options) completed() Options {
	if o.First == "" {
		o.First = "2026-01"
	}
	if o.Shape == "" {
		o.Shape = Random
	}
	if o.Plan == "" {
		o.Plan = Full
	}
	return o
}

// check refuses options that no bundle can follow, with an error of kind fault.Invalid.
func (o Options) check() error {
	for _, number := range []struct {
		name       string
		value, max int
	}{{"partners", o.Partners, partnersMax}, {"orders", o.Orders, ordersMax}, {"periods", o.Periods, periodsMax}} {
		if number.value < 1 || number.value > number.max {
			return invalid("%s is %d: ask for 1 to %d", number.name, number.value, number.max)
		}
	}
	if _, err := period.Parse(o.First); err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: op, Msg: "first period", Err: err}
	}
	if o.First < firstEarliest || o.First > firstLatest {
		return invalid("first period is %s: choose one from %s to %s", o.First, firstEarliest, firstLatest)
	}
	if shapes := []Shape{Random, Chain, Star}; !slices.Contains(shapes, o.Shape) {
		return invalid("shape is %q: choose one of %q", o.Shape, shapes)
	}
	if plans := []Plan{Full, Bench, Two}; !slices.Contains(plans, o.Plan) {
		return invalid("plan is %q: choose one of %q", o.Plan, plans)
	}
	return nil
}

// op names this package's work in its errors.
const op = "generate"

func invalid(format string, args ...any) error { return fault.Invalidf(op, format, args...) }

func failed(doing string, err error) error {
	return &fault.Error{Kind: fault.Unavailable, Op: op, Msg: doing + " failed: free some space or choose another folder", Err: err}
}
