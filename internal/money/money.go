// Package money holds the exact numbers of a settlement and the one way to round them.
//
//	Value    money in, points     ten-thousandths
//	Percent  percentages          millionths of a percent
//	Share    parts of a whole     millionths
//	Volume   sums and products    10^-10, 128 bits: a Value times a Share is exact
//	Amount   money out            the smallest unit of the plan's currency, after one rounding
//
// There are no floats. What does not fit is an error, never cut off.
package money

import (
	"fmt"
	"strings"
)

// Decimal places of what is read.
const (
	ValuePlaces   = 4
	PercentPlaces = 6
	SharePlaces   = 6
	// VolumePlaces is the sum of ValuePlaces and SharePlaces.
	VolumePlaces = 10
)

// Value is money in, or points: ten-thousandths.
type Value int64

// Percent is a percentage: millionths of a percent, so that 1 % is 1,000,000.
type Percent int64

// Share is a part of a whole: millionths, so that Whole is all of it.
type Share int64

// Whole is the share of everything.
const Whole Share = 1_000_000

// Amount is money out, in the smallest unit of the plan's currency and scale.
type Amount int64

// Parse reads `-?digits[.digits]` with at most places decimal places as an integer of 10^-places.
func Parse(text string, places int) (int64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if whole == "" || (point && fraction == "") || !allDigits(whole) || !allDigits(fraction) {
		return 0, fmt.Errorf("%q is not a number: write digits, with a point before decimals, such as 12.5", text)
	}
	if len(fraction) > places {
		if places == 0 {
			return 0, fmt.Errorf("%q has decimals: write a whole number", text)
		}
		return 0, fmt.Errorf("%q has %d decimal places: at most %d are allowed", text, len(fraction), places)
	}
	n := int64(0)
	for i := range len(whole) + places {
		digit := int64(0)
		switch {
		case i < len(whole):
			digit = int64(whole[i] - '0')
		case i-len(whole) < len(fraction):
			digit = int64(fraction[i-len(whole)] - '0')
		}
		if n > (1<<63-1-digit)/10 {
			return 0, fmt.Errorf("%q is too large", text)
		}
		n = n*10 + digit
	}
	if negative {
		n = -n
	}
	return n, nil
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// AppendPlain writes n × 10^-places without trailing zeros.
func AppendPlain(dst []byte, n int64, places int) []byte {
	if n < 0 {
		dst = append(dst, '-')
	}
	return appendDecimal(dst, magnitude(n), places, true)
}

// AppendFixed writes n × 10^-places with all its places.
func AppendFixed(dst []byte, n int64, places int) []byte {
	if n < 0 {
		dst = append(dst, '-')
	}
	return appendDecimal(dst, magnitude(n), places, false)
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// appendDecimal writes n × 10^-places, with the trailing zeros of the decimals or without.
func appendDecimal(dst []byte, n uint64, places int, trim bool) []byte {
	if trim {
		for places > 0 && n%10 == 0 {
			n /= 10
			places--
		}
	}
	var digits [20]byte
	i := len(digits)
	for n > 0 || len(digits)-i <= places {
		i--
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	whole := len(digits) - places
	dst = append(dst, digits[i:whole]...)
	if places > 0 {
		dst = append(dst, '.')
		dst = append(dst, digits[whole:]...)
	}
	return dst
}

func (v Value) String() string   { return string(AppendPlain(nil, int64(v), ValuePlaces)) }
func (p Percent) String() string { return string(AppendPlain(nil, int64(p), PercentPlaces)) }
func (s Share) String() string   { return string(AppendPlain(nil, int64(s), SharePlaces)) }

// Format writes an amount with scale places, such as -12.30.
func (a Amount) Format(scale int) string { return string(AppendFixed(nil, int64(a), scale)) }

// Plus adds two amounts; ok is false when the sum does not fit.
func (a Amount) Plus(b Amount) (sum Amount, ok bool) {
	sum = a + b
	return sum, (sum^a)&(sum^b) >= 0
}
