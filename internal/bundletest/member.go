package bundletest

import (
	"cmp"
	"slices"

	"pgregory.net/rapid"
)

// member is a partner as drawn. All that is theirs is in one group of draws, so that shrinking takes it away together;
// other partners are meant by words that are mapped to whoever is there in the end.
type member struct {
	id, name string
	style    int
	joined   day
	// root has no sponsor; otherwise the sponsor is whom word means.
	root bool
	word uint64
	// moves is the sponsor history, seats the history in each placement tree; without stays there are no rows.
	moves     history
	seats     []history
	statuses  []standing
	careers   []standing
	overrides []override
	orders    []purchase
}

// standing is a row of status.csv or careers.csv: what held for a while.
type standing struct {
	lapse
	value string
}

func drawMember(t *rapid.T, c *company) member {
	m := member{style: drawStyle(t), name: pick(t, partnerNames...), joined: drawJoined(t, c), root: chance(t, 5), word: words.Draw(t, "sponsor")}
	if chance(t, 15) {
		m.moves = drawHistory(t)
	}
	for _, tree := range c.trees {
		seats := history{}
		listed := 80
		if tree.Auto == "breadth_first" {
			listed = 25 // the rest are placed automatically
		}
		if chance(t, listed) {
			seats = drawHistory(t)
		}
		m.seats = append(m.seats, seats)
	}
	if chance(t, 20) {
		m.statuses = drawStandings(t, "active", "suspended", "terminated")
	}
	if chance(t, 30) {
		m.careers = drawStandings(t, c.ranks...)
	}
	if chance(t, 20) {
		m.overrides = drawOverrides(t, c, m.joined)
	}
	m.orders = drawPurchases(t, c, m.joined)
	return m
}

func drawStyle(t *rapid.T) int {
	if below(t, 10) < plainIDs {
		return 0
	}
	return below(t, len(idStyles))
}

// drawJoined spreads the partners over the months before and during the settled periods, some of them on common days,
// since the order of those of one day counts for automatic placement.
func drawJoined(t *rapid.T, c *company) day {
	switch below(t, 10) {
	case 0, 1, 2:
		return c.start - day(between(t, 1, 400))
	case 3, 4:
		return c.start - day(20*between(t, 1, 5))
	case 5:
		return c.start - day(between(t, 0, 2))
	case 6:
		return c.start + day(15*below(t, 6))
	case 7:
		return c.start.firstOfMonth(below(t, 4)) - day(below(t, 2))
	case 8:
		return c.start + day(below(t, int(c.end-c.start)))
	default:
		return c.end - day(between(t, -10, 40))
	}
}

func drawStandings(t *rapid.T, values ...string) []standing {
	return several(t, 1, 4, func(t *rapid.T) standing {
		return standing{
			lapse: lapse{
				gap:    pick(t, 0, 0, below(t, 30), below(t, 200)),
				length: pick(t, 0, below(t, 30)+1, below(t, 100)+1, below(t, 200)+1),
			},
			value: pick(t, values...),
		}
	})
}

func nameMembers(members []member) {
	for i := range members {
		members[i].id = idStyles[members[i].style](i)
	}
}

func sortMembers(members []member) {
	slices.SortStableFunc(members, func(a, b member) int { return cmp.Compare(a.joined, b.joined) })
}
