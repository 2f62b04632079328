package columns

import (
	"slices"

	"github.com/parquet-go/parquet-go/format"
)

// bounds enters the smallest and largest value of the rows from … to-1 into the index of pages.
func (e *encoder) bounds(from, to, nulls int) {
	index := &e.part.index
	index.NullPages = append(index.NullPages, nulls == to-from)
	index.NullCounts = append(index.NullCounts, int64(nulls))
	e.part.statistics.NullCount += int64(nulls)
	if nulls == to-from {
		index.MinValues, index.MaxValues = append(index.MinValues, []byte{}), append(index.MaxValues, []byte{})
		return
	}
	var low, high []byte
	if e.column.Packed {
		numbers := e.chunk.Numbers[from:to]
		low, high = e.column.number(nil, slices.Min(numbers)), e.column.number(nil, slices.Max(numbers))
	} else { // the dictionary ascends, so the positions tell
		first, last := span(e.chunk.At[from:to])
		low, high = e.entry(nil, int(first)), e.entry(nil, int(last))
	}
	index.MinValues, index.MaxValues = append(index.MinValues, low), append(index.MaxValues, high)
}

// span returns the smallest and the largest position that is not None.
func span(at []int32) (first, last int32) {
	first, last = 1<<31-1, None
	for _, i := range at {
		last = max(last, i)
		if i != None {
			first = min(first, i)
		}
	}
	return first, last
}

// summarise finds the bounds of the whole chunk. All that a dictionary holds is used.
func (e *encoder) summarise() {
	statistics := &e.part.statistics
	switch {
	case e.column.Packed:
		if numbers := e.chunk.Numbers; len(numbers) > 0 {
			statistics.MinValue, statistics.MaxValue = e.column.number(nil, slices.Min(numbers)), e.column.number(nil, slices.Max(numbers))
		}
	case e.column.Type == Bool:
		if len(e.chunk.At) > 0 {
			first, last := span(e.chunk.At)
			statistics.MinValue, statistics.MaxValue = []byte{byte(first)}, []byte{byte(last)}
		}
	case e.chunk.entries() > 0:
		statistics.MinValue, statistics.MaxValue = e.entry(nil, 0), e.entry(nil, e.chunk.entries()-1)
	}
	e.part.index.BoundaryOrder = format.Unordered
}
