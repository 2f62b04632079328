package compare

import (
	"cmp"
	"iter"
	"slices"
)

// Partner is a partner's commission under both sides.
type Partner struct {
	ID, Name     string
	RankA, RankB string // paid-as rank at the end of the last period; empty for who joined later
	Earnings     Amounts
}

// Figures returns the partners with figures, those whose commission is not 0 on both sides, by id.
func (c *Comparison) Figures() iter.Seq[Partner] {
	return func(yield func(Partner) bool) {
		for p := range c.people {
			if c.figures(p) && !yield(c.partner(p)) {
				return
			}
		}
	}
}

func (c *Comparison) figures(p int) bool { return c.a.earnings[p] != 0 || c.b.earnings[p] != 0 }

func (c *Comparison) earnings(p int) Amounts { return Amounts{c.a.earnings[p], c.b.earnings[p]} }

func (c *Comparison) partner(p int) Partner {
	return Partner{
		ID: c.people[p].ID, Name: c.people[p].Name,
		RankA: c.a.rank(p), RankB: c.b.rank(p),
		Earnings: c.earnings(p),
	}
}

// listed is how many partners are named who win most, and who lose most.
const listed = 10

// comparePartners finds who wins and who loses, and by how much.
func (c *Comparison) comparePartners() {
	buckets := newBuckets(c.Scale)
	var most, least []int // the first listed, ties by id
	for p := range c.people {
		difference := c.earnings(p).Difference()
		switch {
		case difference > 0:
			c.Winners.add(difference)
			most = c.list(most, p, func(a, b int) int { return cmp.Compare(c.earnings(b).Difference(), c.earnings(a).Difference()) })
		case difference < 0:
			c.Losers.add(difference)
			least = c.list(least, p, func(a, b int) int { return cmp.Compare(c.earnings(a).Difference(), c.earnings(b).Difference()) })
		case c.figures(p):
			c.Unchanged++
		}
		buckets.add(difference)
	}
	c.Buckets = buckets.used()
	for _, p := range most {
		c.Most = append(c.Most, c.partner(p))
	}
	for _, p := range least {
		c.Least = append(c.Least, c.partner(p))
	}
}

// list puts a partner in a short sorted list, if there is a place. Partners come by id, so ties stay in that order.
func (c *Comparison) list(list []int, p int, order func(a, b int) int) []int {
	i := len(list)
	for i > 0 && order(p, list[i-1]) < 0 {
		i--
	}
	if i == listed {
		return list
	}
	list = slices.Insert(list, i, p)
	return list[:min(len(list), listed)]
}
