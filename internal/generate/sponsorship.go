package generate

import "upline/internal/period"

const (
	movePerMille      = 6   // partners who move to another sponsor
	moveAgainPerMille = 100 // of these, who move once more
	againWithin       = 200 // days
)

// writeSponsorships writes the sponsor history of those who moved: some partners of a random network. The two other
// shapes stay what they are.
func (c *company) writeSponsorships(f *folder) error {
	t, err := f.create("sponsorships.csv", "partner,sponsor,from,to")
	if err != nil {
		return err
	}
	d := newDice(c.options.Seed, moving)
	for i := 2; i < len(c.network.sponsor) && c.options.Shape == Random; i++ {
		if c.network.sponsor[i] != none && d.chance(movePerMille) {
			c.writeMoves(t, int32(i), d)
		}
	}
	return t.close()
}

// writeMoves lets a partner move once or twice, each time to someone who joined before.
func (c *company) writeMoves(t *table, partner int32, d dice) {
	from, sponsor := c.network.joined[partner], c.network.sponsor[partner]
	to, ok := c.calendar.someday(from, d)
	if !ok {
		return
	}
	for to != period.Forever {
		t.partner(partner).partner(sponsor).day(from).day(to).end()
		from, sponsor = to, otherThan(sponsor, int(partner), d)
		to = period.Forever
		if again := from + period.Day(d.between(1, againWithin)); again <= c.calendar.end() && d.chance(moveAgainPerMille) {
			to = again
		}
	}
	t.partner(partner).partner(sponsor).day(from).day(period.Forever).end()
}

// otherThan draws a partner below n who is not the given one.
func otherThan(partner int32, n int, d dice) int32 {
	other := int32(d.below(n - 1))
	if other >= partner {
		other++
	}
	return other
}
