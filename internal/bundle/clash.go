package bundle

import (
	"cmp"
	"slices"
	"sort"

	"upline/internal/period"
)

// occupation is the time for which somebody has something that only one can have.
type occupation struct {
	from, to period.Day
	by       int32 // who; somebody does not clash with oneself
}

// clash is a pair of positions in a list of occupations that overlap.
type clash struct{ later, earlier int }

// clashes returns, for each occupation that overlaps earlier ones in the list by others, the first of those.
func clashes(list []occupation) []clash {
	if disjoint(list) {
		return nil
	}
	var found []clash
	book := newBookings(list)
	for i, o := range list {
		from, to := book.at(o.from), book.at(o.to)
		if earlier, ok := book.first(from, to, o.by); ok {
			found = append(found, clash{later: i, earlier: int(earlier)})
		}
		book.add(from, to, booking{int32(i), o.by})
	}
	return found
}

// disjoint tells that no two occupations overlap, as nearly always.
func disjoint(list []occupation) bool {
	byStart := list
	start := func(a, b occupation) int { return cmp.Compare(a.from, b.from) }
	if !slices.IsSortedFunc(list, start) {
		byStart = slices.SortedFunc(slices.Values(list), start)
	}
	for i := 1; i < len(byStart); i++ {
		if byStart[i].from < byStart[i-1].to {
			return false
		}
	}
	return true
}

// bookings says who had something first, for any stretch of time, in logarithmic time: a segment tree over the
// stretches between all the days on which an occupation starts or ends. They are added in the order of the list.
type bookings struct {
	days   []period.Day
	leaves int
	whole  []firstTwo // by node: those that cover all of it
	within []firstTwo // by node: those that cover any of it
}

// booking is an occupation by its position in the list.
type booking struct{ no, by int32 }

// firstTwo are the first booking and the first by somebody else: whoever asks, one of them is by another.
type firstTwo struct {
	of    [2]booking
	count int8
}

func (f *firstTwo) add(b booking) {
	if f.count == 0 || f.count == 1 && f.of[0].by != b.by {
		f.of[f.count] = b
		f.count++
	}
}

// notBy returns the first booking by somebody else.
func (f *firstTwo) notBy(by int32) (no int32, ok bool) {
	for _, b := range f.of[:f.count] {
		if b.by != by {
			return b.no, true
		}
	}
	return 0, false
}

func newBookings(list []occupation) *bookings {
	b := &bookings{leaves: 1}
	for _, o := range list {
		b.days = append(b.days, o.from, o.to)
	}
	slices.Sort(b.days)
	b.days = slices.Compact(b.days)
	for b.leaves < len(b.days) {
		b.leaves *= 2
	}
	b.whole, b.within = make([]firstTwo, 2*b.leaves), make([]firstTwo, 2*b.leaves)
	return b
}

// at returns the leaf that begins with a day.
func (b *bookings) at(d period.Day) int {
	return b.leaves + sort.Search(len(b.days), func(i int) bool { return b.days[i] >= d })
}

// add books the leaves from <= leaf < to.
func (b *bookings) add(from, to int, entry booking) {
	cover(from, to, func(node int) {
		b.whole[node].add(entry)
		b.within[node].add(entry)
	})
	above(from, to, func(node int) { b.within[node].add(entry) })
}

// first returns the first booking by somebody else in the leaves from <= leaf < to.
func (b *bookings) first(from, to int, by int32) (no int32, found bool) {
	look := func(f *firstTwo) {
		if n, ok := f.notBy(by); ok && (!found || n < no) {
			no, found = n, true
		}
	}
	cover(from, to, func(node int) { look(&b.within[node]) })
	above(from, to, func(node int) { look(&b.whole[node]) })
	return no, found
}

// cover visits the fewest nodes that together are the leaves from <= leaf < to.
func cover(from, to int, visit func(node int)) {
	for ; from < to; from, to = from/2, to/2 {
		if from%2 == 1 {
			visit(from)
			from++
		}
		if to%2 == 1 {
			to--
			visit(to)
		}
	}
}

// above visits the nodes above the first and the last leaf: all that overlap the leaves in part are among them.
func above(from, to int, visit func(node int)) {
	for first, last := from/2, (to-1)/2; first > 0; first, last = first/2, last/2 {
		visit(first)
		if last != first {
			visit(last)
		}
	}
}
