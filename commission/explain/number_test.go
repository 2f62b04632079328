package explain

import (
	"testing"

	"github.com/shopspring/decimal"

	"upline/internal/money"
)

func TestRound(t *testing.T) {
	tests := []struct {
		numerator, denominator string
		scale                  int
		halfUp, halfEven, down string
	}{
		{"1.005", "1", 2, "1.01", "1.00", "1.00"},
		{"1.015", "1", 2, "1.02", "1.02", "1.01"},
		{"-1.005", "1", 2, "-1.01", "-1.00", "-1.00"},
		{"-1.015", "1", 2, "-1.02", "-1.02", "-1.01"},
		{"1.0049999", "1", 2, "1.00", "1.00", "1.00"},
		{"1.0050001", "1", 2, "1.01", "1.01", "1.00"},
		{"2", "3", 2, "0.67", "0.67", "0.66"},
		{"10", "4", 0, "3", "2", "2"},
		{"14", "4", 0, "4", "4", "3"},
		{"-10", "4", 0, "-3", "-2", "-2"},
		{"5", "0.03", 4, "166.6667", "166.6667", "166.6666"},
		{"0", "7", 2, "0.00", "0.00", "0.00"},
	}
	for _, test := range tests {
		for rounding, want := range map[money.Rounding]string{money.HalfUp: test.halfUp, money.HalfEven: test.halfEven, money.Down: test.down} {
			got := round(money.Rule{Scale: test.scale, Rounding: rounding}, decimal.RequireFromString(test.numerator), decimal.RequireFromString(test.denominator))
			if got.String() != want {
				t.Errorf("%s / %s, %s at scale %d: %s, want %s", test.numerator, test.denominator, rounding, test.scale, got, want)
			}
		}
	}
}

func TestExactly(t *testing.T) {
	tests := []struct{ numerator, denominator, want string }{
		{"10.05", "2", "5.025"}, {"10", "3", "3.333333333333…"}, {"100", "1", "100"}, {"-1", "8", "-0.125"},
	}
	for _, test := range tests {
		if got := exactly(decimal.RequireFromString(test.numerator), decimal.RequireFromString(test.denominator)); got != test.want {
			t.Errorf("%s / %s: %s, want %s", test.numerator, test.denominator, got, test.want)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"", "", 0}, {"o1", "o2", 1}, {"o1", "o12", 1}, {"abc", "acb", 2}, {"abcd", "", 3}, {"kitten", "sitting", 3}}
	for _, test := range tests {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestList(t *testing.T) {
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		if got := list(words, "or"); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
