package generate

import (
	"errors"
	"io/fs"
	"os"

	"upline/internal/fault"
	"upline/internal/period"
)

// A company is what all tables of a bundle tell about.
type company struct {
	options  Options
	calendar *calendar
	network  *network
	left     []period.Day // when each partner left for good; period.Forever: stays
}

func newCompany(o Options, first period.Period) *company {
	c := &company{options: o, calendar: newCalendar(first, o.Periods), left: make([]period.Day, o.Partners)}
	c.network = grow(o.Partners, o.Shape, c.calendar.founded, c.calendar.end(), newDice(o.Seed, growing))
	for i := range c.left {
		c.left[i] = period.Forever
	}
	return c
}

// Bundle writes a data bundle into the folder dir, which it creates; an empty folder that exists is fine too. The
// optional progress is called now and then, from the same goroutine, with the rows written so far and their number.
//
// Errors: fault.Invalid for options that no bundle can follow and for a folder that holds something,
// fault.Unavailable when the folder cannot be written; what it then holds is not a whole bundle.
func Bundle(dir string, o Options, report func(done, total int)) error {
	o = o.completed()
	if err := o.check(); err != nil {
		return err
	}
	first, err := period.Parse(o.First)
	if err != nil {
		return err
	}
	if err := claim(dir); err != nil {
		return err
	}
	return newCompany(o, first).write(dir, &progress{report: report, total: o.Partners + o.Orders})
}

// claim makes sure that dir is an empty folder.
func claim(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return failed("creating the folder "+dir, err)
		}
	case err != nil:
		return &fault.Error{Kind: fault.Invalid, Op: op, Msg: "name a new or an empty folder", Err: err}
	case len(entries) > 0:
		return invalid("%s is not empty (it holds %s): name a new or an empty folder", dir, entries[0].Name())
	}
	return nil
}

// write writes the files. The statuses come before the orders, which depend on who left.
func (c *company) write(dir string, progress *progress) error {
	f := &folder{dir, c.calendar, newIDs('P', c.options.Partners), newIDs('O', c.options.Orders), progress}
	for _, write := range []func(*folder) error{
		c.writePlans, c.writePartners, c.writeSponsorships, c.writePlacements, c.writeStatuses, c.writeCareers, c.writeOrders,
	} {
		if err := write(f); err != nil {
			return err
		}
	}
	return nil
}
