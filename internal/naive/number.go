package naive

import "math/big"

// Every number is an exact fraction; "money, points and percentages are exact decimals […]. Never floats"
// (plan-language §1). The functions below never change their arguments.

func decimal(text string) *big.Rat {
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(invalidf("%q is not a number", text))
	}
	return x
}

func whole(n int) *big.Rat { return new(big.Rat).SetInt64(int64(n)) }

func plus(x, y *big.Rat) *big.Rat  { return new(big.Rat).Add(x, y) }
func minus(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
func times(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }
func over(x, y *big.Rat) *big.Rat  { return new(big.Rat).Quo(x, y) }
func negative(x *big.Rat) *big.Rat { return new(big.Rat).Neg(x) }

func smaller(x, y *big.Rat) *big.Rat {
	if x.Cmp(y) < 0 {
		return x
	}
	return y
}

func larger(x, y *big.Rat) *big.Rat {
	if x.Cmp(y) > 0 {
		return x
	}
	return y
}

// percentOf: "base × percent / 100", not yet rounded (plan-language §1).
func percentOf(base, percent *big.Rat) *big.Rat {
	return over(times(base, percent), whole(100))
}

// unitsPerOne is 10 to the scale: how many of the smallest units make one.
func unitsPerOne(scale int) *big.Rat {
	units := whole(1)
	for range scale {
		units = times(units, whole(10))
	}
	return units
}

// round rounds to scale places: "half_up (halves away from zero; the default), half_even, or down (towards zero)"
// (plan-language §1).
func round(x *big.Rat, scale int, rounding string) *big.Rat {
	units := times(x, unitsPerOne(scale))
	toZero, rest := new(big.Int).QuoRem(units.Num(), units.Denom(), new(big.Int))
	twiceRest := rest.Abs(rest).Lsh(rest, 1)
	againstHalf := twiceRest.Cmp(units.Denom())

	var away bool
	switch rounding {
	case "half_up":
		away = againstHalf >= 0
	case "half_even":
		away = againstHalf > 0 || againstHalf == 0 && toZero.Bit(0) == 1
	case "down":
		away = false
	default:
		panic(invalidf("unknown rounding %q", rounding))
	}
	if away {
		toZero.Add(toZero, big.NewInt(int64(units.Sign())))
	}
	return over(new(big.Rat).SetInt(toZero), unitsPerOne(scale))
}

// plain writes a number in full: "decimals without trailing zeros" (plan-language §9).
func plain(x *big.Rat) string {
	places, exact := x.FloatPrec()
	if !exact {
		panic(invalidf("%s is not a decimal", x))
	}
	return x.FloatString(places)
}

// sums adds up numbers by key; a key without any has the sum 0.
type sums map[string]*big.Rat

func (s sums) of(key string) *big.Rat {
	if sum, found := s[key]; found {
		return sum
	}
	return new(big.Rat)
}

func (s sums) add(key string, x *big.Rat) { s[key] = plus(s.of(key), x) }
