package columns

import "encoding/binary"

// appendBits packs the low bits of numbers without gaps, the first number in the lowest bits; the last byte is filled up
// with zeros (Parquet, "Encodings": the bit-packed runs of RLE, and DELTA_BINARY_PACKED).
func appendBits[T int32 | uint64](dst []byte, numbers []T, width int) []byte {
	var word uint64
	used := 0
	for _, n := range numbers {
		word |= uint64(n) << used
		used += width
		if used >= 64 {
			dst = binary.LittleEndian.AppendUint64(dst, word)
			used -= 64
			word = uint64(n) >> (width - used) // 0 when all of the number is written
		}
	}
	for ; used > 0; used -= 8 {
		dst = append(dst, byte(word))
		word >>= 8
	}
	return dst
}

// bitsPadding is how many bytes beyond the packed numbers takeBits may read.
const bitsPadding = 8

// takeBits unpacks numbers of width bits. src holds them and bitsPadding bytes more.
func takeBits[T int32 | uint64](numbers []T, src []byte, width int) {
	if width == 0 {
		clear(numbers)
		return
	}
	mask := uint64(1)<<width - 1
	at := 0
	if width <= 56 {
		for i := range numbers {
			word := binary.LittleEndian.Uint64(src[at>>3:])
			numbers[i] = T(word >> (at & 7) & mask)
			at += width
		}
		return
	}
	for i := range numbers { // a number may lie in nine bytes
		word := binary.LittleEndian.Uint64(src[at>>3:]) >> (at & 7)
		if at&7 > 0 {
			word |= uint64(src[at>>3+8]) << (64 - at&7)
		}
		numbers[i] = T(word & mask)
		at += width
	}
}
