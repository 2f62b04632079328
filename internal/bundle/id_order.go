package bundle

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// idOrder returns the rows of a file in the order of their ids, byte by byte, and rows of one id in the order of the
// file. It is nil when they stand in that order already, as in an export they mostly do.
func idOrder(rows int, id func(row int) string, workers int) []int32 {
	if inOrder(rows, id) {
		return nil
	}
	keys := make([]idKey, rows)
	skip := commonPrefix(rows, id)
	for row := range keys {
		keys[row] = idKey{keyBytes(id(row)[skip:]), int32(row)}
	}
	byID := func(a, b idKey) int {
		if a.bytes != b.bytes {
			return cmp.Compare(a.bytes, b.bytes)
		}
		return cmp.Or(strings.Compare(id(int(a.row)), id(int(b.row))), cmp.Compare(a.row, b.row))
	}
	keys = sortParallel(keys, byID, workers)
	order := make([]int32, rows)
	for i, key := range keys {
		order[i] = key.row
	}
	return order
}

// idKey lets most comparisons do without looking at the id itself.
type idKey struct {
	bytes uint64 // the first 8 bytes after what all ids begin with, the first byte highest
	row   int32
}

func keyBytes(text string) (key uint64) {
	for i := range 8 {
		key <<= 8
		if i < len(text) {
			key |= uint64(text[i])
		}
	}
	return key
}

func inOrder(rows int, id func(row int) string) bool {
	for row := 1; row < rows; row++ {
		if id(row-1) > id(row) {
			return false
		}
	}
	return true
}

// commonPrefix is how many bytes all ids begin with.
func commonPrefix(rows int, id func(row int) string) int {
	first := id(0)
	n := len(first)
	for row := 1; row < rows && n > 0; row++ {
		text := id(row)
		n = min(n, len(text))
		for text[:n] != first[:n] {
			n--
		}
	}
	return n
}

// sortParallel sorts in as many parts as there are workers, and merges them. No two keys may be equal.
func sortParallel[T any](list []T, compare func(a, b T) int, workers int) []T {
	const worthwhile = 1 << 14
	if workers < 2 || len(list) < worthwhile {
		slices.SortFunc(list, compare)
		return list
	}
	middle := len(list) / 2
	var left, right []T
	var both sync.WaitGroup
	both.Go(func() { left = sortParallel(list[:middle], compare, workers/2) })
	both.Go(func() { right = sortParallel(list[middle:], compare, workers-workers/2) })
	both.Wait()
	return merge(left, right, compare)
}

func merge[T any](left, right []T, compare func(a, b T) int) []T {
	merged := make([]T, 0, len(left)+len(right))
	for len(left) > 0 && len(right) > 0 {
		if compare(left[0], right[0]) <= 0 {
			merged, left = append(merged, left[0]), left[1:]
		} else {
			merged, right = append(merged, right[0]), right[1:]
		}
	}
	return append(append(merged, left...), right...)
}

// inThat returns a list in an order that idOrder made; nil leaves it as it is.
func inThat[T any](order []int32, list []T) []T {
	if order == nil {
		return list
	}
	ordered := make([]T, len(list))
	for i, row := range order {
		ordered[i] = list[row]
	}
	return ordered
}

// firstOfEach closes the gaps that rows leave whose id an earlier one has, and returns how many rows are left. The rows
// stand in the order of their ids. Move puts a row in an earlier place; drop is told of a row that is left out, before
// that, and of the first row of its id.
func firstOfEach(rows int, id func(row int) string, move func(to, from int), drop func(row, first int)) (kept int) {
	for row := range rows {
		if kept > 0 && id(row) == id(kept-1) {
			drop(row, kept-1)
			continue
		}
		if row != kept {
			move(kept, row)
		}
		kept++
	}
	return kept
}
