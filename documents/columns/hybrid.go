package columns

import (
	"encoding/binary"
	"math/bits"
)

// widthOf returns how many bits hold every number below n.
func widthOf(n int) int { return bits.Len(uint(max(n-1, 0))) }

// appendHybrid writes numbers of width bits, either all of them as runs of equal ones or all packed, whichever is
// shorter (Parquet, "Encodings": RLE). Sorted lines repeat their order and source from row to row, and not their
// beneficiary, so that a mixture gains little.
func appendHybrid(dst []byte, numbers []int32, width int) []byte {
	if len(numbers) == 0 {
		return dst
	}
	runs := 1
	for i := 1; i < len(numbers); i++ {
		if numbers[i] != numbers[i-1] {
			runs++
		}
	}
	bytes := (width + 7) / 8
	if runs*(1+bytes) <= (len(numbers)*width+7)/8 || width == 0 {
		return appendRuns(dst, numbers, bytes)
	}
	groups := (len(numbers) + 7) / 8
	dst = binary.AppendUvarint(dst, uint64(groups)<<1|1)
	end := len(dst) + groups*width
	dst = appendBits(dst, numbers, width)
	for len(dst) < end {
		dst = append(dst, 0)
	}
	return dst
}

// appendRuns writes numbers of so many bytes as runs of equal ones.
func appendRuns(dst []byte, numbers []int32, bytes int) []byte {
	for from := 0; from < len(numbers); {
		n, to := numbers[from], from+1
		for to < len(numbers) && numbers[to] == n {
			to++
		}
		dst = binary.AppendUvarint(dst, uint64(to-from)<<1)
		for range bytes {
			dst = append(dst, byte(n))
			n >>= 8
		}
		from = to
	}
	return dst
}

// takeHybrid reads as many numbers as there is room for. src has bitsPadding bytes more behind it. ok is
// false when they are not there.
func takeHybrid(numbers []int32, src []byte, width int) (ok bool) {
	if width > 31 {
		return false
	}
	for len(numbers) > 0 {
		head, n := binary.Uvarint(src)
		if n <= 0 {
			return false
		}
		src = src[n:]
		var taken, bytes int
		if head&1 == 1 {
			if head>>1 > uint64(len(src)) { // so that nothing overflows
				return false
			}
			groups := int(head >> 1)
			taken, bytes = min(8*groups, len(numbers)), groups*width
			if bytes > len(src) || taken == 0 {
				return false
			}
			takeBits(numbers[:taken], src[:len(src)+bitsPadding], width)
		} else {
			bytes = (width + 7) / 8
			if head>>1 == 0 || head>>1 > uint64(len(numbers)) || bytes > len(src) {
				return false
			}
			taken = int(head >> 1)
			fill(numbers[:taken], src[:bytes])
		}
		src, numbers = src[bytes:], numbers[taken:]
	}
	return true
}

// fill sets all numbers to the one that the bytes hold.
func fill(numbers []int32, bytes []byte) {
	n := int32(0)
	for i, b := range bytes {
		n |= int32(b) << (8 * i)
	}
	for i := range numbers {
		numbers[i] = n
	}
}

// below reports whether all numbers are below a limit, and none is negative.
func below(numbers []int32, limit int) bool {
	largest := uint32(0)
	for _, n := range numbers {
		largest = max(largest, uint32(n))
	}
	return uint64(largest) < uint64(limit) || len(numbers) == 0
}
