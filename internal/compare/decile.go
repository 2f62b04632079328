package compare

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"upline/internal/money"
)

// Decile is a tenth of the partners with figures, in the order of what they get under A.
type Decile struct {
	Partners int
	Earnings Amounts
}

// Average returns what they get a head, rounded to the smallest unit; nothing where there is nobody.
func (d *Decile) Average() Amounts { return average(d.Earnings, d.Partners) }

// Concentration is what the top earners of each side take of all that its earners get. An earner has a commission
// above 0; the top n % are as many earners as that is, rounded up.
type Concentration struct {
	Percent int
	A, B    Top
}

// Top is what the top earners of a side get of what all earners get.
type Top struct {
	Earners       int
	Earnings, All money.Amount
}

// Share returns the top's part of the whole in percent, to two places; ok is false where nobody earns.
func (t Top) Share() (share decimal.Decimal, ok bool) {
	if t.All == 0 {
		return decimal.Decimal{}, false
	}
	return percentOf(decimal.New(int64(t.Earnings), 0), decimal.New(int64(t.All), 0), 2), true
}

const deciles = 10

// compareDeciles cuts the partners with figures into tenths, the top tenth first; the first tenths are larger by one
// where the number is not divisible. Ties go by id.
func (c *Comparison) compareDeciles() {
	var order []int32 // a million partners: half the memory of int
	for p := range c.people {
		if c.figures(p) {
			order = append(order, int32(p))
		}
	}
	slices.SortStableFunc(order, func(p, q int32) int { return cmp.Compare(c.a.earnings[q], c.a.earnings[p]) })
	rest := order
	for i := range deciles {
		size := (len(order) + deciles - 1 - i) / deciles
		decile := Decile{Partners: size}
		for _, p := range rest[:size] {
			decile.Earnings = decile.Earnings.plus(c.earnings(int(p)))
		}
		rest = rest[size:]
		c.Deciles = append(c.Deciles, decile)
	}
	a, b := earners(c.a.earnings), earners(c.b.earnings)
	for _, percent := range [...]int{1, 10} {
		c.Concentration = append(c.Concentration, Concentration{percent, topOf(a, percent), topOf(b, percent)})
	}
}

// earners returns the earnings above 0, the largest first.
func earners(earnings []money.Amount) []money.Amount {
	var above []money.Amount
	for _, amount := range earnings {
		if amount > 0 {
			above = append(above, amount)
		}
	}
	slices.SortFunc(above, func(a, b money.Amount) int { return cmp.Compare(b, a) })
	return above
}

func topOf(earnings []money.Amount, percent int) Top {
	top := Top{Earners: (len(earnings)*percent + 99) / 100}
	for i, amount := range earnings {
		top.All += amount
		if i < top.Earners {
			top.Earnings += amount
		}
	}
	return top
}
