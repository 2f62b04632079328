package main

import (
	"context"
	"fmt"
	"os"

	"upline/internal/fault"
	"upline/internal/generate"
	"upline/internal/period"
)

// generateCommand invents a bundle.
type generateCommand struct {
	Partners int            `required:"" placeholder:"N" help:"How many partners."`
	Orders   int            `required:"" placeholder:"N" help:"How many orders, over all periods."`
	Periods  int            `required:"" placeholder:"N" help:"How many periods."`
	Seed     uint64         `required:"" placeholder:"N" help:"What chance begins with: the same flags give the same bytes."`
	Out      string         `required:"" placeholder:"DIR" help:"The bundle: a new or an empty folder."`
	First    period.Period  `default:"2026-01" placeholder:"YYYY-MM" help:"The first period; ${default} if left out."`
	Shape    generate.Shape `default:"random" enum:"random,chain,star" help:"The sponsor tree: ${enum}; ${default} if left out."`
	Plan     generate.Plan  `default:"full" enum:"full,bench,two" help:"The plan: ${enum}; ${default} if left out."`
}

// Run generates the bundle, whole or not at all.
func (c *generateCommand) Run(ctx context.Context, m *Main) error {
	bar := m.progress()
	defer bar.finish()
	err := generate.Bundle(c.Out, generate.Options{
		Partners: c.Partners, Orders: c.Orders, Periods: c.Periods, First: c.First.String(), Seed: c.Seed, Shape: c.Shape, Plan: c.Plan,
	}, func(done, total int) { bar.show("writing", int64(done), int64(total)) })
	if fault.KindOf(err) == fault.Invalid { // nothing was written
		return err
	}
	if err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		_ = os.RemoveAll(c.Out) // it was new or empty, and half a bundle must not pass for a whole one
		return err
	}
	bar.finish()
	last := c.First + period.Period(c.Periods) - 1
	return m.print(fmt.Sprintf("%s holds %s and %s. Settle it with\n\n  upline settle --data %s --from %s --through %s --out RESULTS\n",
		c.Out, counting(c.Partners, "partner"), counting(c.Orders, "order"), c.Out, c.First, last))
}
