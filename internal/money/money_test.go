package money_test

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/internal/money"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text   string
		places int
		want   int64
		fault  string // a part of the error; empty: none
	}{
		{"0", 4, 0, ""},
		{"-0", 4, 0, ""},
		{"12.5", 4, 125_000, ""},
		{"-12.5", 4, -125_000, ""},
		{"12.5000", 4, 125_000, ""},
		{"000000000000000000000012.5", 4, 125_000, ""},
		{"922337203685477.5807", 4, 1<<63 - 1, ""},
		{"922337203685477.5808", 4, 0, "too large"},
		{"1.00001", 4, 0, "at most 4"},
		{"1.0", 0, 0, "whole number"},
		{"7", 0, 7, ""},
		{"", 4, 0, "not a number"},
		{"-", 4, 0, "not a number"},
		{".5", 4, 0, "not a number"},
		{"5.", 4, 0, "not a number"},
		{"+5", 4, 0, "not a number"},
		{"--5", 4, 0, "not a number"},
		{"1e3", 4, 0, "not a number"},
		{" 5", 4, 0, "not a number"},
		{"1,5", 4, 0, "not a number"},
		{"1.2.3", 4, 0, "not a number"},
		{"٣", 4, 0, "not a number"},
	} {
		got, err := money.Parse(c.text, c.places)
		if c.fault == "" && (err != nil || got != c.want) {
			t.Errorf("Parse(%q, %d) = %d, %v; want %d", c.text, c.places, got, err, c.want)
		}
		if c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
			t.Errorf("Parse(%q, %d): error %v does not say %q", c.text, c.places, err, c.fault)
		}
	}
}

// tenTo returns 10^n.
func tenTo(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// rounded is the rounding of plan-language §1 over again: exact fractions, one sentence a case.
func rounded(x *big.Rat, r money.Rounding) *big.Int {
	magnitude := new(big.Rat).Abs(x)
	whole := new(big.Int).Quo(magnitude.Num(), magnitude.Denom())
	rest := new(big.Rat).Sub(magnitude, new(big.Rat).SetInt(whole))
	half := rest.Cmp(big.NewRat(1, 2))
	if (r == money.HalfUp && half >= 0) || (r == money.HalfEven && (half > 0 || (half == 0 && whole.Bit(0) == 1))) {
		whole.Add(whole, big.NewInt(1))
	}
	if x.Sign() < 0 {
		whole.Neg(whole)
	}
	return whole
}

// check compares an amount with its exact value, where it fits in 64 bits.
func check(t *rapid.T, got money.Amount, ok bool, exact *big.Rat, rule money.Rule) {
	want := rounded(exact, rule.Rounding)
	if fits := want.IsInt64(); fits != ok && want.String() != "-9223372036854775808" {
		t.Fatalf("%v: fits is %v, reported %v", want, fits, ok)
	}
	if ok && want.Int64() != int64(got) {
		t.Fatalf("%d, want %v", got, want)
	}
}

func drawRule(t *rapid.T) money.Rule {
	return money.Rule{
		Scale:    rapid.IntRange(0, money.MaxScale).Draw(t, "scale"),
		Rounding: rapid.SampledFrom([]money.Rounding{money.HalfUp, money.HalfEven, money.Down}).Draw(t, "rounding"),
	}
}

// drawInt draws small and round numbers as well as the largest.
func drawInt(t *rapid.T, name string) int64 {
	return rapid.OneOf(rapid.Int64Range(-1000, 1000), rapid.Int64Range(-1e10, 1e10), rapid.Int64Range(-1<<62, 1<<62)).Draw(t, name)
}

func TestPercentOfIsExactAndRoundedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawRule(t)
		base, share := money.Value(drawInt(t, "base")), money.Share(rapid.Int64Range(0, 1_000_000).Draw(t, "share"))
		percent := money.Percent(rapid.OneOf(rapid.Int64Range(0, 1e8), rapid.Int64Range(0, 1<<62)).Draw(t, "percent"))

		exact := new(big.Rat).SetFrac(big.NewInt(int64(base)), tenTo(4))
		exact.Mul(exact, new(big.Rat).SetFrac(big.NewInt(int64(percent)), tenTo(8)))
		exact.Mul(exact, new(big.Rat).SetInt(tenTo(rule.Scale)))
		got, ok := rule.PercentOfValue(base, percent)
		check(t, got, ok, exact, rule)

		got, ok = rule.PercentOf(base.Times(share), percent)
		check(t, got, ok, exact.Mul(exact, big.NewRat(int64(share), 1_000_000)), rule)
	})
}

func TestFractionsAreExactAndRoundedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawRule(t)
		amount := money.Amount(drawInt(t, "amount"))
		numerator := rapid.Uint64Range(0, 1<<40).Draw(t, "numerator")
		denominator := rapid.Uint64Range(1, 1<<40).Draw(t, "denominator")
		exact := new(big.Rat).SetFrac(new(big.Int).SetUint64(numerator), new(big.Int).SetUint64(denominator))
		exact.Mul(exact, new(big.Rat).SetInt64(int64(amount)))
		got, ok := rule.Fraction(amount, numerator, denominator)
		check(t, got, ok, exact, rule)

		value := money.Value(drawInt(t, "value"))
		got, ok = rule.Listed(value)
		check(t, got, ok, new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(int64(value)), tenTo(rule.Scale)), tenTo(4)), rule)
	})
}

// text writes n × 10^-places, trailing zeros cut.
func text(n *big.Int, places int) string {
	s := new(big.Rat).SetFrac(n, tenTo(places)).FloatString(places)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func TestVolumesAddUpAndPrint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum, want := money.Volume{}, new(big.Int)
		for range rapid.IntRange(1, 20).Draw(t, "terms") {
			value, share := money.Value(drawInt(t, "value")), money.Share(rapid.Int64Range(0, 1_000_000).Draw(t, "share"))
			term := new(big.Int).Mul(big.NewInt(int64(value)), big.NewInt(int64(share)))
			if rapid.Bool().Draw(t, "minus") {
				sum, want = sum.Minus(value.Times(share)), want.Sub(want, term)
			} else {
				sum, want = sum.Plus(value.Times(share)), want.Add(want, term)
			}
		}
		if sum.String() != text(want, money.VolumePlaces) {
			t.Fatalf("%s, want %s", sum, text(want, money.VolumePlaces))
		}
		if sum.Sign() != want.Sign() {
			t.Fatalf("sign of %s is %d", sum, sum.Sign())
		}
		if got := sum.Hundredfold().String(); got != text(new(big.Int).Mul(want, big.NewInt(100)), money.VolumePlaces) {
			t.Fatalf("100 × %s is %s", sum, got)
		}
		other := money.Value(drawInt(t, "other")).Volume()
		if sum.Cmp(other) != -other.Cmp(sum) || sum.Min(other) != other.Min(sum) || (sum.Cmp(other) < 0) != (sum.Minus(other).Sign() < 0) {
			t.Fatalf("%s and %s are not ordered", sum, other)
		}
	})
}

func TestFormats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, places := drawInt(t, "n"), rapid.IntRange(0, 6).Draw(t, "places")
		if got := string(money.AppendPlain(nil, n, places)); got != text(big.NewInt(n), places) {
			t.Fatalf("plain %q, want %q", got, text(big.NewInt(n), places))
		}
		fixed := money.Amount(n).Format(places)
		if want := new(big.Rat).SetFrac(big.NewInt(n), tenTo(places)).FloatString(places); fixed != want {
			t.Fatalf("fixed %q, want %q", fixed, want)
		}
		if back, err := money.Parse(fixed, places); err != nil || back != n {
			t.Fatalf("%q reads as %d, %v", fixed, back, err)
		}
	})
}

func TestPlusReportsOverflow(t *testing.T) {
	const most money.Amount = 1<<63 - 1
	for _, c := range []struct {
		a, b money.Amount
		ok   bool
	}{{most, 0, true}, {most, 1, false}, {-most, -1, true}, {-most, -2, false}, {most, -most, true}} {
		if _, ok := c.a.Plus(c.b); ok != c.ok {
			t.Errorf("%d + %d: ok is %v", c.a, c.b, ok)
		}
	}
}
