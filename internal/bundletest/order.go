package bundletest

import "pgregory.net/rapid"

// purchase is an order as drawn, with its cancellations.
type purchase struct {
	kind       string
	placed     day
	paid       day // forever: not paid
	points, cv string
	returns    []refund
}

// refund is a cancellation as drawn.
type refund struct {
	on    day
	share string
}

func drawPurchases(t *rapid.T, c *company, joined day) []purchase {
	most := pick(t, c.appetite, c.appetite, c.appetite, 0, 3*c.appetite)
	earliest := max(joined, c.inForce)
	return several(t, 0, most, func(t *rapid.T) purchase {
		p := purchase{kind: pick(t, c.kinds...), placed: drawPlaced(t, c, joined, earliest), points: volume(t)}
		p.paid = drawPaid(t, p.placed)
		p.cv = pick(t, p.points, p.points, volume(t), volume(t), "0")
		if c.bulk && chance(t, 15) {
			p.cv = pick(t, "100000000", "99999999.9999", "12345678.5")
		}
		if chance(t, 30) {
			p.returns = drawRefunds(t, c, p)
		}
		return p
	})
}

// drawPlaced draws the day an order is placed, seldom outside the settled periods, often at an edge of something.
func drawPlaced(t *rapid.T, c *company, joined, earliest day) day {
	var placed day
	switch below(t, 10) {
	case 0, 1, 2, 3, 4:
		placed = max(earliest, c.start)
		placed += day(below(t, max(1, int(c.end-placed)+1)))
	case 5:
		placed = c.start - 1 - day(below(t, 60))
	case 6:
		placed = c.start.firstOfMonth(below(t, 7)) - day(below(t, 2))
	case 7:
		// The edges of `first_days`.
		placed = joined + pick(t, day(0), 1, 6, 7, 29, 30, 89, 90)
	case 8:
		placed = earliest + day(below(t, 40))
	default:
		placed = c.end + day(between(t, -20, 5))
	}
	return max(placed, earliest)
}

func drawPaid(t *rapid.T, placed day) day {
	switch below(t, 16) {
	case 0, 1, 2, 3, 4, 5, 6:
		return placed
	case 7, 8:
		return placed + day(below(t, 10))
	case 9:
		return placed.lastOfMonth()
	case 10:
		return placed.firstOfMonth(1)
	case 11, 12, 13:
		return placed + day(between(t, 20, 100))
	case 14:
		return placed.plusMonths(between(t, 1, 3))
	default:
		return forever
	}
}

// refundShares are ways to cancel an order: whole, in part, and in parts that sum to exactly 1.
var refundShares = [][]string{
	{""},
	{"1"},
	{"0.5"},
	{"0.25"},
	{"0.9"},
	{"1.000000"},
	{"0.333333"},
	{"0.000001"},
	{"0.5", "0.5"},
	{"0.5", "0.25"},
	{"0.999999", "0.000001"},
	{"0.123456", "0.654321"},
	{"0.75", "0.250000"},
	{"0.1", "0.2", "0.7"},
	{"0.333333", "0.333333", "0.333334"},
	{"0.142857", "0.142857", "0.142857"},
	{"0.05", "0.9", "0.05"},
}

func drawRefunds(t *rapid.T, c *company, p purchase) []refund {
	var refunds []refund
	for _, share := range pick(t, refundShares...) {
		refunds = append(refunds, refund{drawCancelled(t, c, p), share})
	}
	return refunds
}

// drawCancelled draws the day of a cancellation: from the day of the order on, about the payment, and about the days on
// which liability and reserve end.
func drawCancelled(t *rapid.T, c *company, p purchase) day {
	cancelled := p.placed
	switch below(t, 8) {
	case 0:
	case 1:
		cancelled += day(below(t, 15))
	case 2:
		cancelled = p.placed.plusMonths(between(t, 1, 4)) + day(between(t, -1, 1))
	case 3:
		if p.paid != forever {
			cancelled = p.paid + day(between(t, -2, 3))
		}
	case 4:
		cancelled = p.placed.firstOfMonth(between(t, 1, 3)) - day(below(t, 2))
	case 5:
		cancelled += day(between(t, 100, 300))
	default:
		cancelled += day(below(t, max(1, int(c.end-p.placed))))
	}
	return max(cancelled, p.placed)
}
