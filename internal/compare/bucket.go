package compare

import (
	"math"
	"sort"

	"upline/internal/money"
)

// Bucket holds the partners whose difference has a size above Above and at most UpTo.
type Bucket struct {
	Above, UpTo     money.Amount
	Losers, Winners Effect
}

// buckets sort differences by their size: up to 1, 5, 10, 50, 100, … of the currency, alike for losers and winners.
type buckets []Bucket

// newBuckets returns buckets for every amount there is, but −2^63, which no weight allows.
func newBuckets(scale int) buckets {
	unit := money.Amount(1)
	for range scale {
		unit *= 10
	}
	var all buckets
	above, factor := money.Amount(0), money.Amount(5)
	for upTo := unit; ; upTo *= factor {
		all = append(all, Bucket{Above: above, UpTo: upTo})
		if len(all) > 1 {
			factor = 7 - factor // 5, 2, 5, 2, …
		}
		if upTo > math.MaxInt64/factor {
			return append(all, Bucket{Above: upTo, UpTo: math.MaxInt64})
		}
		above = upTo
	}
}

// add counts a difference that is not 0.
func (b buckets) add(difference money.Amount) {
	size := max(difference, -difference)
	i := sort.Search(len(b), func(i int) bool { return size <= b[i].UpTo })
	switch {
	case difference > 0:
		b[i].Winners.add(difference)
	case difference < 0:
		b[i].Losers.add(difference)
	}
}

// used returns the buckets from the first to the last that holds anybody.
func (b buckets) used() []Bucket {
	empty := func(b *Bucket) bool { return b.Losers.Partners == 0 && b.Winners.Partners == 0 }
	for len(b) > 0 && empty(&b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && empty(&b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}
