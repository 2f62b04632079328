package bundle

import (
	"slices"
	"sync"
)

// inParts calls do for as many parts of 0 to n as there are workers, at once.
func inParts(n, workers int, do func(from, to int)) {
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() { do(n*i/workers, n*(i+1)/workers) })
	}
	all.Wait()
}

// push appends to a list with one entry a record of a table. Once it has seen enough records, it makes room for all
// that are to be expected: growing step by step would need twice the memory.
func push[T any](t *table, list []T, entry T) []T {
	const enough = 1 << 12
	if len(list) == cap(list) && len(list) >= enough {
		list = slices.Grow(list, t.recordsAhead())
	}
	return append(list, entry)
}

// recordsAhead estimates how many records are still to come: a little more than by the length of those so far.
func (t *table) recordsAhead() int {
	read := t.csv.InputOffset()
	ahead := max(t.size-read, 0)
	return int(ahead/max(read/t.rows, 1)*51/50) + 1024
}
