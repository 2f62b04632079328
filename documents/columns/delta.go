package columns

import (
	"encoding/binary"
	"math/bits"
)

// Sizes of Parquet's DELTA_BINARY_PACKED, as every writer chooses them.
const (
	deltaBlock = 128
	deltaMinis = 4
	deltaMini  = deltaBlock / deltaMinis
)

// appendDelta writes numbers as differences to the one before, packed in as few bits as those of a mini-block need
// (Parquet, "Encodings": DELTA_BINARY_PACKED). Differences wrap around, so every number comes back.
func appendDelta(dst []byte, numbers []int64) []byte {
	dst = binary.AppendUvarint(dst, deltaBlock)
	dst = binary.AppendUvarint(dst, deltaMinis)
	dst = binary.AppendUvarint(dst, uint64(len(numbers)))
	if len(numbers) == 0 {
		return append(dst, 0)
	}
	dst = binary.AppendVarint(dst, numbers[0])
	var deltas [deltaBlock]uint64
	for from := 1; from < len(numbers); from += deltaBlock {
		n := min(deltaBlock, len(numbers)-from)
		least := int64(1<<63 - 1)
		for i := range n {
			delta := numbers[from+i] - numbers[from+i-1]
			deltas[i], least = uint64(delta), min(least, delta)
		}
		for i := range n {
			deltas[i] -= uint64(least)
		}
		clear(deltas[n:])
		dst = binary.AppendVarint(dst, least)
		dst = appendDeltaBlock(dst, &deltas, n)
	}
	return dst
}

// appendDeltaBlock writes the widths of the mini-blocks and those of them that hold numbers.
func appendDeltaBlock(dst []byte, deltas *[deltaBlock]uint64, n int) []byte {
	widths := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	for mini := 0; mini*deltaMini < n; mini++ {
		part := deltas[mini*deltaMini : (mini+1)*deltaMini]
		all := uint64(0)
		for _, delta := range part {
			all |= delta
		}
		width := bits.Len64(all)
		dst[widths+mini] = byte(width)
		dst = appendBits(dst, part, width)
	}
	return dst
}

// takeDelta reads as many numbers as there is room for. src has bitsPadding+1 bytes more behind it. ok is false when they
// are not there.
func takeDelta(numbers []int64, src []byte) (ok bool) {
	for _, want := range [...]uint64{deltaBlock, deltaMinis, uint64(len(numbers))} {
		got, n := binary.Uvarint(src)
		if n <= 0 || got != want {
			return false
		}
		src = src[n:]
	}
	last, n := binary.Varint(src)
	if n <= 0 {
		return false
	}
	src = src[n:]
	if len(numbers) == 0 {
		return true
	}
	numbers[0], numbers = last, numbers[1:]
	var deltas [deltaMini]uint64
	for len(numbers) > 0 {
		least, n := binary.Varint(src)
		if n <= 0 || len(src) < n+deltaMinis {
			return false
		}
		widths := src[n : n+deltaMinis]
		src = src[n+deltaMinis:]
		for mini := 0; mini < deltaMinis && len(numbers) > 0; mini++ {
			width := int(widths[mini])
			if bytes := width * deltaMini / 8; width > 64 || bytes > len(src) {
				return false
			}
			takeBits(deltas[:], src[:len(src)+bitsPadding+1], width)
			src = src[width*deltaMini/8:]
			part := numbers[:min(deltaMini, len(numbers))]
			for i := range part {
				last += int64(deltas[i]) + least
				part[i] = last
			}
			numbers = numbers[len(part):]
		}
	}
	return true
}
