package generate

import "upline/internal/period"

const (
	terminatedPerMille = 30 // partners who leave
	dismissedPerMille  = 5  // who are suspended and then leave
	suspendedPerMille  = 15 // who are suspended and come back
)

// writeStatuses writes status.csv and notes who left, for nobody orders after that. The first partner and the leaders
// stay.
func (c *company) writeStatuses(f *folder) error {
	t, err := f.create("status.csv", "partner,status,from,to")
	if err != nil {
		return err
	}
	d := newDice(c.options.Seed, leaving)
	for i := 1; i < len(c.left); i++ {
		drawn := d.below(1000)
		if drawn >= terminatedPerMille+dismissedPerMille+suspendedPerMille || c.network.leads(int32(i)) {
			continue
		}
		day, ok := c.calendar.someday(c.network.joined[i], d)
		if !ok {
			continue
		}
		if drawn >= terminatedPerMille {
			from := day
			day += period.Day(d.between(20, 120))
			t.partner(int32(i)).text("suspended").day(from).day(day).end()
		}
		status := "active"
		if drawn < terminatedPerMille+dismissedPerMille {
			status = "terminated"
			c.left[i] = day
		}
		t.partner(int32(i)).text(status).day(day).day(period.Forever).end()
	}
	return t.close()
}
