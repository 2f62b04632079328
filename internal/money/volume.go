package money

import (
	"encoding/binary"
	"math/bits"
)

// Volume is a sum of points or money, 10^-10 each, as a 128-bit integer in two's complement.
// A thousand million orders of the largest Value fit many times over, so sums need no check.
type Volume struct {
	hi int64
	lo uint64
}

// volumeUnit is how many volume units make a Value's unit.
const volumeUnit = 1_000_000

// Volume converts a value; it always fits.
func (v Value) Volume() Volume { return product(int64(v), volumeUnit) }

// Times multiplies a value by a share, exactly.
func (v Value) Times(s Share) Volume { return product(int64(v), int64(s)) }

func product(a, b int64) Volume {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	v := Volume{int64(hi), lo}
	if (a < 0) != (b < 0) {
		return v.Neg()
	}
	return v
}

// Plus adds.
func (v Volume) Plus(w Volume) Volume {
	lo, carry := bits.Add64(v.lo, w.lo, 0)
	return Volume{v.hi + w.hi + int64(carry), lo}
}

// Minus subtracts.
func (v Volume) Minus(w Volume) Volume {
	lo, borrow := bits.Sub64(v.lo, w.lo, 0)
	return Volume{v.hi - w.hi - int64(borrow), lo}
}

// Neg returns −v.
func (v Volume) Neg() Volume { return Volume{}.Minus(v) }

// Cmp is negative, 0 or positive as v is below, equal to or above w.
func (v Volume) Cmp(w Volume) int {
	switch {
	case v == w:
		return 0
	case v.hi < w.hi || (v.hi == w.hi && v.lo < w.lo):
		return -1
	default:
		return 1
	}
}

// Sign is -1, 0 or 1.
func (v Volume) Sign() int { return v.Cmp(Volume{}) }

// IsZero reports v == 0.
func (v Volume) IsZero() bool { return v == Volume{} }

// Min returns the smaller one.
func (v Volume) Min(w Volume) Volume {
	if w.Cmp(v) < 0 {
		return w
	}
	return v
}

// Max returns the larger one.
func (v Volume) Max(w Volume) Volume {
	if v.Cmp(w) < 0 {
		return w
	}
	return v
}

// magnitude returns |v| as two words.
func (v Volume) magnitude() (hi, lo uint64) {
	if v.hi < 0 {
		v = v.Neg()
	}
	return uint64(v.hi), v.lo
}

// AppendTo writes v without trailing zeros.
func (v Volume) AppendTo(dst []byte) []byte {
	hi, lo := v.magnitude()
	if v.hi < 0 {
		dst = append(dst, '-')
	}
	if hi == 0 {
		return appendDecimal(dst, lo, VolumePlaces, true)
	}
	const block = 10_000_000_000 // the ten decimals; the whole part is split in two more blocks
	hi, rem := hi/block, hi%block
	lo, decimals := bits.Div64(rem, lo, block)
	if hi == 0 {
		dst = appendDecimal(dst, lo, 0, false)
	} else {
		const nine = 1_000_000_000
		hi, rem = hi/nine, hi%nine
		high, low := bits.Div64(rem, lo, nine)
		dst = appendPadded(append128(dst, hi, high), low, 9)
	}
	if decimals == 0 {
		return dst
	}
	places := VolumePlaces
	for decimals%10 == 0 {
		decimals /= 10
		places--
	}
	return appendPadded(append(dst, '.'), decimals, places)
}

// append128 writes the whole number hi × 2^64 + lo, where hi is 0 in all but absurd volumes.
func append128(dst []byte, hi, lo uint64) []byte {
	if hi == 0 {
		return appendDecimal(dst, lo, 0, false)
	}
	const block = 1_000_000_000_000_000_000
	high, low := bits.Div64(hi%block, lo, block)
	return appendPadded(append128(dst, hi/block, high), low, 18)
}

func appendPadded(dst []byte, n uint64, width int) []byte {
	var digits [20]byte
	for i := width - 1; i >= 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return append(dst, digits[:width]...)
}

func (v Volume) String() string { return string(v.AppendTo(nil)) }

// Hundredfold returns 100 × v.
func (v Volume) Hundredfold() Volume {
	hi, lo := bits.Mul64(v.lo, 100)
	return Volume{v.hi*100 + int64(hi), lo}
}

// VolumeBytes is the length of a Volume as bytes.
const VolumeBytes = 16

// AppendBytes appends v as an integer in two's complement, the highest byte first: as Parquet stores a DECIMAL.
func (v Volume) AppendBytes(dst []byte) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(dst, uint64(v.hi)), v.lo)
}

// VolumeOf reads what AppendBytes wrote. Every 16 bytes are a volume.
func VolumeOf(b [VolumeBytes]byte) Volume {
	return Volume{int64(binary.BigEndian.Uint64(b[:8])), binary.BigEndian.Uint64(b[8:])}
}

// Uint64 returns v as its number of units; ok is false when that is negative, or does not fit.
func (v Volume) Uint64() (units uint64, ok bool) { return v.lo, v.hi == 0 }
