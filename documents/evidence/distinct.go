package evidence

import (
	"cmp"
	"slices"

	"upline/documents/columns"
	"upline/internal/money"
)

// numberChunk makes a dictionary of numbers, of which there are few; has tells which rows have one, nil: all.
func numberChunk(values []int64, has []bool) columns.Chunk {
	at := make([]int32, len(values))
	positions := map[int64]int32{}
	var list []int64
	var recent [64]struct { // most rows find theirs here
		value    int64
		position int32 // from 1
	}
	for row, value := range values {
		if has != nil && !has[row] {
			at[row] = columns.None
			continue
		}
		near := &recent[uint64(value)*0x9E3779B97F4A7C15>>58]
		if near.position == 0 || near.value != value {
			position, known := positions[value]
			if !known {
				list = append(list, value)
				position = int32(len(list))
				positions[value] = position
			}
			near.value, near.position = value, position
		}
		at[row] = near.position - 1
	}
	sortNumbers(at, list)
	return columns.Chunk{At: at, Numbers: list}
}

// sortNumbers makes distinct numbers ascend, in place, and gives the rows their new positions.
func sortNumbers(at []int32, list []int64) {
	order := make([]int32, len(list))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(list[a], list[b]) })
	sorted, position := make([]int64, len(list)), make([]int32, len(list))
	for to, from := range order {
		sorted[to], position[from] = list[from], int32(to)
	}
	copy(list, sorted)
	for row, i := range at {
		if i != columns.None {
			at[row] = position[i]
		}
	}
}

// stretch is a value that stands in one row or several that follow each other, rows without a value left out.
type stretch struct {
	key uint64 // how much the value is above the smallest one
	no  int32  // which stretch
}

// volumeChunk makes a dictionary of volumes, of which there may be as many as rows; has tells which rows have one, nil: all.
// The rows of an order have one base, so it sorts stretches of rows, and hashes nothing.
func volumeChunk(values []money.Volume, has []bool) columns.Chunk {
	at := make([]int32, len(values)) // at first the number of the stretch
	var firsts []money.Volume
	for row, value := range values {
		if has != nil && !has[row] {
			at[row] = columns.None
			continue
		}
		if n := len(firsts); n == 0 || value != firsts[n-1] {
			firsts = append(firsts, value)
		}
		at[row] = int32(len(firsts) - 1)
	}
	order := sortStretches(firsts)
	position, list := make([]int32, len(firsts)), make([]money.Volume, 0, len(firsts))
	for _, no := range order {
		if n := len(list); n == 0 || list[n-1] != firsts[no] {
			list = append(list, firsts[no])
		}
		position[no] = int32(len(list) - 1)
	}
	for row, no := range at {
		if no != columns.None {
			at[row] = position[no]
		}
	}
	return columns.Chunk{At: at, Volumes: list}
}

// sortStretches returns the numbers of the stretches, by value.
func sortStretches(values []money.Volume) []int32 {
	order := make([]int32, len(values))
	if len(values) == 0 {
		return order
	}
	least := slices.MinFunc(values, money.Volume.Cmp)
	stretches, most, fits := make([]stretch, len(values)), uint64(0), true
	for i, value := range values {
		key, ok := value.Minus(least).Uint64()
		stretches[i], most, fits = stretch{key, int32(i)}, max(most, key), fits && ok
	}
	if fits {
		stretches = radixSort(stretches, most)
	} else {
		slices.SortFunc(stretches, func(a, b stretch) int { return values[a.no].Cmp(values[b.no]) })
	}
	for i, s := range stretches {
		order[i] = s.no
	}
	return order
}

// radixSort sorts stretches by their key, the largest of which is most, eleven bits at a time from the lowest on. It returns
// one of two slices that it moves them between.
func radixSort(from []stretch, most uint64) []stretch {
	const digit = 11
	to := make([]stretch, len(from))
	for shift := 0; most>>shift > 0; shift += digit {
		var next [1 << digit]int32
		for i := range from {
			next[from[i].key>>shift&(1<<digit-1)]++
		}
		begin := int32(0)
		for i, count := range next {
			next[i], begin = begin, begin+count
		}
		for i := range from {
			place := &next[from[i].key>>shift&(1<<digit-1)]
			to[*place] = from[i]
			*place++
		}
		from, to = to, from
	}
	return from
}
