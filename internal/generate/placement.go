package generate

import "upline/internal/period"

// legEach of a leader's recruits goes to the power leg, so a leader of 100,000 has a leg 20,000 deep.
const legEach = 5

// A leg is the outer left line that a leader builds in the binary tree.
type leg struct {
	recruits int
	lowest   int32
}

// writePlacements lists the power legs of the leaders in the binary tree: every fifth recruit stands at slot 0 of the
// one before, from joining on. All others, and the whole matrix, are left to the automatic placement of the plan.
//
// No listed row can collide with it. A leader's leg begins with someone who joined after the leader, and leaders are in
// no leg: so whoever is placed automatically has nobody below on that day, and a slot is listed only once.
func (c *company) writePlacements(f *folder) error {
	if c.options.Plan == Two {
		return nil // it has no tree
	}
	t, err := f.create("placements.csv", "tree,partner,parent,slot,from,to")
	if err != nil {
		return err
	}
	legs := map[int32]leg{}
	for i, sponsor := range c.network.sponsor {
		partner, joined := int32(i), c.network.joined[i]
		if !c.network.leads(sponsor) || c.network.leads(partner) || joined == c.network.joined[sponsor] {
			continue
		}
		line, begun := legs[sponsor]
		if !begun {
			line.lowest = sponsor
		}
		if line.recruits%legEach == 0 {
			t.text("bin").partner(partner).partner(line.lowest).number(0).day(joined).day(period.Forever).end()
			line.lowest = partner
		}
		line.recruits++
		legs[sponsor] = line
	}
	return t.close()
}
