package generate

import (
	"errors"

	"upline/internal/period"
)

// With several periods, one in 40 orders of the first one was placed before it, and paid within.
const (
	earlierShare = 40
	earlierDays  = 45
)

// A season is a run of days and the number of orders placed in it, one after the other.
type season struct {
	first, last period.Day
	orders      int
}

// seasons spread the orders over the periods as the network grows. A single period holds them all, so that a benchmark
// of n orders is one of n orders.
func (c *company) seasons() []season {
	periods := c.calendar.periods
	partners := make([]int64, periods) // who can order by the middle of each period
	sum := int64(0)
	for k := range periods {
		p := c.calendar.settled(k)
		partners[k] = int64(c.network.joinedBy((p.Start() + p.End()) / 2))
		sum += partners[k]
	}
	var seasons []season
	done, passed := 0, int64(0)
	for k := range periods {
		p := c.calendar.settled(k)
		passed += partners[k]
		orders := int(int64(c.options.Orders)*passed/sum) - done
		done += orders
		if k == 0 && periods > 1 {
			earlier := orders / earlierShare
			seasons = append(seasons, season{p.Start() - earlierDays, p.Start() - 1, earlier})
			orders -= earlier
		}
		seasons = append(seasons, season{p.Start(), p.End(), orders})
	}
	return seasons
}

// writeOrders writes orders.csv in the order of time, and cancellations.csv next to it.
func (c *company) writeOrders(f *folder) error {
	orders, err := f.create("orders.csv", "id,partner,kind,placed_on,paid_on,points,cv")
	if err != nil {
		return err
	}
	cancellations, err := newCancellations(f, c.options.Seed)
	if err != nil {
		return errors.Join(err, orders.close())
	}
	d := newDice(c.options.Seed, ordering)
	sellers := newSellers(c)
	number := 0
	for _, s := range c.seasons() {
		sellers.beginRound()
		for k := range s.orders {
			placed := spread(k, s.orders, s.first, s.last)
			seller, kind := sellers.pick(placed)
			points, cv := basket(kind, d)
			orders.order(number).partner(int32(seller)).text(kind).day(placed).day(c.payment(placed, d))
			orders.hundredths(points).hundredths(cv).end()
			cancellations.draw(number, placed)
			number++
			f.progress.row()
		}
	}
	return errors.Join(orders.close(), cancellations.table.close())
}

// Of 1000 orders, so many are paid at once, within a week, and late. The others are never paid.
const (
	atOncePerMille = 880
	weekPerMille   = 60
	latePerMille   = 40
)

// payment draws the day on which an order is paid, period.Forever if never.
func (c *company) payment(placed period.Day, d dice) period.Day {
	if placed < c.calendar.start() {
		return c.calendar.start() + period.Day(d.below(28))
	}
	drawn := d.below(1000)
	if drawn -= atOncePerMille; drawn < 0 {
		return placed
	}
	if drawn -= weekPerMille; drawn < 0 {
		return placed + period.Day(d.between(1, 6))
	}
	if drawn -= latePerMille; drawn < 0 {
		return placed + period.Day(d.between(7, 75))
	}
	return period.Forever
}
