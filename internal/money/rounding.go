package money

import (
	"fmt"
	"math/bits"
)

// Rounding says what happens to the part below the smallest unit.
type Rounding uint8

const (
	// HalfUp rounds halves away from zero.
	HalfUp Rounding = iota
	// HalfEven rounds halves to the even neighbour.
	HalfEven
	// Down rounds towards zero.
	Down
)

var roundingNames = [...]string{"half_up", "half_even", "down"}

func (r Rounding) String() string { return roundingNames[r] }

// ParseRounding reads half_up, half_even or down.
func ParseRounding(text string) (Rounding, error) {
	for i, name := range roundingNames {
		if text == name {
			return Rounding(i), nil
		}
	}
	return 0, fmt.Errorf("%q is no rounding: write half_up, half_even or down", text)
}

// round settles a quotient by its remainder: the one place where anything is rounded. It works on magnitudes,
// so "up" is away from zero.
func (r Rounding) round(quotient, remainder, divisor uint64) uint64 {
	switch r {
	case Down:
		return quotient
	case HalfEven:
		if remainder > divisor-remainder || (remainder == divisor-remainder && quotient%2 == 1) {
			return quotient + 1
		}
		return quotient
	default:
		if remainder >= divisor-remainder {
			return quotient + 1
		}
		return quotient
	}
}

// MaxScale is the largest number of places an amount may have.
const MaxScale = 4

// Rule turns exact products into amounts of one currency: the plan's scale and rounding (plan-language §1).
type Rule struct {
	Scale    int // decimal places of an Amount, 0 to MaxScale
	Rounding Rounding
}

var powersOfTen = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// PercentOfValue returns base × percent / 100, rounded once; ok is false when it does not fit.
func (r Rule) PercentOfValue(base Value, percent Percent) (amount Amount, ok bool) {
	hi, lo := bits.Mul64(magnitude(int64(base)), magnitude(int64(percent)))
	divisor := powersOfTen[ValuePlaces+PercentPlaces+2-r.Scale]
	return r.divide(hi, lo, divisor, (base < 0) != (percent < 0))
}

// PercentOf returns base × percent / 100, rounded once; ok is false when it does not fit.
func (r Rule) PercentOf(base Volume, percent Percent) (amount Amount, ok bool) {
	baseHi, baseLo := base.magnitude()
	factor := magnitude(int64(percent))
	mid, low := bits.Mul64(baseLo, factor)
	high, mid2 := bits.Mul64(baseHi, factor)
	mid, carry := bits.Add64(mid, mid2, 0)
	high += carry
	divisor := powersOfTen[VolumePlaces+PercentPlaces+2-r.Scale]
	if high != 0 || mid >= divisor {
		return 0, false
	}
	return r.divide(mid, low, divisor, (base.hi < 0) != (percent < 0))
}

// Listed rounds money as it stands in a plan, such as 11.653; ok is false when it does not fit.
func (r Rule) Listed(value Value) (amount Amount, ok bool) {
	return r.divide(0, magnitude(int64(value)), powersOfTen[ValuePlaces-r.Scale], value < 0)
}

// PercentOfAmount returns base × percent / 100, rounded once; ok is false when it does not fit.
func (r Rule) PercentOfAmount(base Amount, percent Percent) (amount Amount, ok bool) {
	return r.Fraction(base, magnitude(int64(percent)), powersOfTen[PercentPlaces+2])
}

// Fraction returns a × numerator / denominator, rounded once; ok is false when it does not fit.
func (r Rule) Fraction(a Amount, numerator, denominator uint64) (amount Amount, ok bool) {
	hi, lo := bits.Mul64(magnitude(int64(a)), numerator)
	return r.divide(hi, lo, denominator, a < 0)
}

// divide rounds the magnitude hi × 2^64 + lo over a divisor and gives it its sign.
func (r Rule) divide(hi, lo, divisor uint64, negative bool) (Amount, bool) {
	var quotient, remainder uint64
	switch {
	case hi == 0:
		quotient, remainder = lo/divisor, lo%divisor
	case hi < divisor:
		quotient, remainder = bits.Div64(hi, lo, divisor)
	default:
		return 0, false
	}
	quotient = r.Rounding.round(quotient, remainder, divisor)
	if quotient > 1<<63-1 {
		return 0, false
	}
	if negative {
		return -Amount(quotient), true
	}
	return Amount(quotient), true
}

// AtLeast reports whether an amount is at least a value, exactly.
func (r Rule) AtLeast(a Amount, v Value) bool {
	return product(int64(a), int64(powersOfTen[ValuePlaces-r.Scale])).Cmp(product(int64(v), 1)) >= 0
}

// Volume converts an amount, exactly: what the base of a line shows.
func (r Rule) Volume(a Amount) Volume {
	return product(int64(a), int64(powersOfTen[VolumePlaces-r.Scale]))
}
