package generate

import "upline/internal/period"

const (
	cancelPerMille    = 20  // orders with a cancellation
	withdrawPerMille  = 600 // of these, within the two weeks of withdrawal, mostly before the settlement
	wholePerMille     = 500 // cancellations of the whole order
	returnTwoPerMille = 100 // orders given back in two parts
)

// parts are the shares of an order that are given back when it is not the whole.
var parts = []string{"0.5", "0.25", "0.1", "0.333333", "0.75"}

// cancellations are drawn order by order, while the orders are written.
type cancellations struct {
	table *table
	ids   ids
	dice  dice
	count int
}

func newCancellations(f *folder, seed uint64) (*cancellations, error) {
	t, err := f.create("cancellations.csv", "id,order,cancelled_on,share")
	if err != nil {
		return nil, err
	}
	return &cancellations{table: t, ids: ids{'C', f.orders.unit}, dice: newDice(seed, cancelling)}, nil
}

// draw cancels some orders: whole, in part, or in two parts.
func (c *cancellations) draw(order int, placed period.Day) {
	if !c.dice.chance(cancelPerMille) {
		return
	}
	day := placed + period.Day(c.dice.between(1, 14))
	if !c.dice.chance(withdrawPerMille) {
		day = placed + period.Day(c.dice.between(15, 200))
	}
	switch drawn := c.dice.below(1000); {
	case drawn < wholePerMille:
		c.write(order, day, "")
	case drawn < wholePerMille+returnTwoPerMille:
		c.write(order, day, "0.3")
		c.write(order, day+period.Day(c.dice.between(1, 30)), "0.6")
	default:
		c.write(order, day, parts[c.dice.below(len(parts))])
	}
}

func (c *cancellations) write(order int, day period.Day, share string) {
	c.table.id(c.ids, c.count).order(order).day(day).text(share).end()
	c.count++
}
