package explain

import (
	"github.com/shopspring/decimal"

	"upline/internal/money"
)

// Money is an amount of the plan's currency. As text, in JSON too, it has all the decimal places of the plan's scale.
type Money struct {
	exact  decimal.Decimal
	places int32
}

func (m Money) String() string { return m.exact.StringFixed(m.places) }

// MarshalText writes the amount as String does.
func (m Money) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Places returns how many decimal places the currency has in this plan.
func (m Money) Places() int32 { return m.places }

// Sign is -1, 0 or 1.
func (m Money) Sign() int { return m.exact.Sign() }

func (m Money) plus(n Money) Money    { return Money{m.exact.Add(n.exact), m.places} }
func (m Money) minus(n Money) Money   { return Money{m.exact.Sub(n.exact), m.places} }
func (m Money) negated() Money        { return Money{m.exact.Neg(), m.places} }
func (m Money) moreThan(n Money) bool { return m.exact.GreaterThan(n.exact) }
func (m Money) sameAs(n Money) bool   { return m.exact.Equal(n.exact) }

// calculate pays a percentage of a base.
func calculate(rule money.Rule, base, percent decimal.Decimal) Calculation {
	exact := base.Mul(percent).Shift(-2)
	return Calculation{
		Base: base, Percent: percent, Exact: exact.String(), Rounding: rule.Rounding.String(),
		Amount: round(rule, exact, decimal.NewFromInt(1)),
	}
}

// round divides and rounds once, at the rule's scale.
func round(rule money.Rule, numerator, denominator decimal.Decimal) Money {
	places := int32(rule.Scale)
	unit := decimal.New(1, -places)
	quotient, rest := numerator.QuoRem(denominator, places) // cut off towards zero
	up := false
	switch half := rest.Abs().Add(rest.Abs()).Cmp(denominator.Abs().Mul(unit)); rule.Rounding {
	case money.HalfUp:
		up = half >= 0
	case money.HalfEven:
		odd := !quotient.Shift(places).Mod(decimal.NewFromInt(2)).IsZero()
		up = half > 0 || (half == 0 && odd)
	case money.Down:
	}
	if up && numerator.Sign()*denominator.Sign() < 0 {
		unit = unit.Neg()
	}
	if up {
		quotient = quotient.Add(unit)
	}
	return Money{quotient, places}
}

// exactPlaces is how many decimals an unrounded quotient shows before it is cut with an ellipsis.
const exactPlaces = 12

// exactly writes a quotient before rounding: 5.025, or 3.333333333333… where it has no end.
func exactly(numerator, denominator decimal.Decimal) string {
	quotient, rest := numerator.QuoRem(denominator, exactPlaces)
	if rest.IsZero() {
		return quotient.String()
	}
	return quotient.StringFixed(exactPlaces) + "…"
}

func valueOf(v money.Value) decimal.Decimal     { return decimal.New(int64(v), -money.ValuePlaces) }
func percentOf(p money.Percent) decimal.Decimal { return decimal.New(int64(p), -money.PercentPlaces) }
func shareOf(s money.Share) decimal.Decimal     { return decimal.New(int64(s), -money.SharePlaces) }

// volumeOf reads a volume by its text, which it always has.
func volumeOf(v money.Volume) decimal.Decimal { return decimal.RequireFromString(v.String()) }

func amountOf(rule money.Rule, a money.Amount) Money {
	return Money{decimal.New(int64(a), -int32(rule.Scale)), int32(rule.Scale)}
}

// listed rounds money as it stands in a plan.
func listed(rule money.Rule, v money.Value) Money {
	return round(rule, valueOf(v), decimal.NewFromInt(1))
}
