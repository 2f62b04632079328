package generate

import (
	"slices"
	"sort"

	"upline/internal/period"
)

// ranks are those of every plan of this package, lowest first.
var ranks = []string{"starter", "builder", "leader", "director", "ambassador"}

// heldPerMille says how many partners hold each rank, or a higher one, when the first period begins.
var heldPerMille = [...]int{1000, 200, 80, 30, 10}

// writeCareers gives the partners with the largest groups the ranks they reached before the first period, step by step.
func (c *company) writeCareers(f *folder) error {
	t, err := f.create("careers.csv", "partner,rank,from,to")
	if err != nil {
		return err
	}
	d := newDice(c.options.Seed, rising)
	sizes := c.network.groups(c.network.joinedBy(c.calendar.start() - 1))
	needed := sizesNeeded(sizes)
	for i, size := range sizes {
		rank := 0
		for rank+1 < len(ranks) && size >= needed[rank+1] {
			rank++
		}
		c.writeCareer(t, int32(i), rank, d)
	}
	return t.close()
}

// writeCareer spreads the steps to the rank evenly over the days from joining to the first period; the first one comes
// some time within its share of the days. Who joined too late for all the steps skips the lower ones.
func (c *company) writeCareer(t *table, partner int32, rank int, d dice) {
	joined := c.network.joined[partner]
	days := int(c.calendar.start() - joined)
	steps := min(rank, days)
	for k := range steps {
		length := days / steps
		from, to := joined+period.Day(length*k), joined+period.Day(length*(k+1))
		if k == 0 {
			from += period.Day(d.below(length))
		}
		if k == steps-1 {
			to = period.Forever
		}
		t.partner(partner).text(ranks[rank-steps+1+k]).day(from).day(to).end()
	}
}

// groups counts each of the first n partners and everyone below among them.
func (net *network) groups(n int) []int32 {
	sizes := make([]int32, n)
	for i := n - 1; i >= 0; i-- {
		sizes[i]++
		if sponsor := net.sponsor[i]; sponsor != none {
			sizes[sponsor] += sizes[i]
		}
	}
	return sizes
}

// sizesNeeded finds the size of a group that makes each rank. Groups of one size share a rank; it is the size that comes
// closest to heldPerMille. A partner alone stays at the lowest rank.
func sizesNeeded(sizes []int32) []int32 {
	sorted := slices.Sorted(slices.Values(sizes))
	n := len(sorted)
	reach := func(size int32) int { // counts the groups of the size or more
		return n - sort.Search(n, func(i int) bool { return sorted[i] >= size })
	}
	needed := make([]int32, len(ranks))
	for rank := 1; rank < len(ranks); rank++ {
		wanted := n * heldPerMille[rank] / 1000
		size := sorted[n-1-wanted] // too many reach it, or just enough; with one more it is too few
		if wanted-reach(size+1) < reach(size)-wanted || size == 1 {
			size++
		}
		needed[rank] = size
	}
	return needed
}
