package main

import (
	"context"
	"fmt"
	"strings"

	"upline/commission"
	"upline/commission/explain"
	"upline/commission/explain/prose"
	"upline/internal/bundle"
	"upline/internal/period"
)

// explainCommand tells a partner why a period gave what it gave.
type explainCommand struct {
	dataFlag
	Period  period.Period `required:"" placeholder:"YYYY-MM" help:"The period to explain."`
	Partner string        `required:"" placeholder:"ID" help:"The partner to explain it to."`
	Order   string        `placeholder:"ID" help:"Explain this order alone, and whom it paid: also why it did not pay the partner."`
	From    period.Period `placeholder:"YYYY-MM" help:"The first period to settle. Default: that of the earliest payment."`
	All     bool          `help:"Show every member of every walk, and every leg."`
	workersFlag
	jsonFlag
}

// Help is what explain --help says besides the flags.
func (explainCommand) Help() string { return explainHelp }

const explainHelp = `Settles from the first period through the one to explain, and tells how each amount of the partner came about: the
order, its conditions and plan version, every member of the upline in turn, who was paid or not and why, the
calculation and its rounding; ranks, volumes, period bonuses, reserve, reversals and the statement.

All of it is worked out a second time, apart from the settlement, and compared with it: where they disagree, there
is an error instead of an explanation.

What is settled depends on the first period: what was paid earlier is due in it, and before it no run has recorded
anyone's rank. To explain what was paid out, name the --from with which it was settled.

With --json it is one object, with everything that --all shows. commission/explain/README.md tells its fields.
`

// Validate refuses periods in the wrong order. It is called by kong.
func (c *explainCommand) Validate() error {
	if c.Period < c.From {
		return fmt.Errorf("--period %s is before --from %s: name the first period to settle, or leave --from out", c.Period, c.From)
	}
	return nil
}

// wholeWalks is for how many orders, and sources of a matching bonus, the text tells a walk member by member.
const wholeWalks = 20

// Run settles, explains, and prints.
func (c *explainCommand) Run(ctx context.Context, m *Main) error {
	facts, err := m.read(ctx, c.Data, bundle.Options{From: c.firstRead(), Through: c.Period, Settle: true, Workers: c.Workers.count()})
	if err != nil {
		return err
	}
	query := explain.Query{Partner: c.Partner, Order: c.Order, Whole: wholeWalks}
	if c.All || c.JSON {
		query.Whole = -1
	}
	if err := explain.Known(facts, query); err != nil {
		return err
	}
	first, why := c.first(facts)
	run, err := c.settle(ctx, m, facts, first)
	if err != nil {
		return err
	}
	explanation, err := explain.New(run).Explain(query)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(explanation)
	}
	var text strings.Builder
	if err := prose.Write(&text, explanation, prose.Options{Settled: why, All: c.All}); err != nil {
		return err
	}
	return m.print(text.String())
}

// firstRead is the first period that must have a plan version. A first period that is not named has one, since a paid
// order was placed under one.
func (c *explainCommand) firstRead() period.Period {
	if c.From == 0 {
		return c.Period
	}
	return c.From
}

// first returns the first period to settle, and why it is that.
func (c *explainCommand) first(facts *commission.Facts) (first period.Period, why string) {
	if c.From != 0 {
		return c.From, "as --from says"
	}
	first = explain.FirstPeriod(facts, c.Period)
	if first == c.Period {
		return first, "as nothing was paid before (--from names another first period)"
	}
	return first, "the period of the earliest payment (--from names another one)"
}

// settle returns the run of the period to explain.
func (c *explainCommand) settle(ctx context.Context, m *Main, facts *commission.Facts, first period.Period) (*commission.Run, error) {
	bar := m.progress()
	defer bar.finish()
	periods := int64(c.Period - first + 1)
	bar.show("settling "+first.String(), 0, periods)
	var last *commission.Run
	err := commission.SettleEach(facts, first, c.Period, c.Workers.count(), func(run *commission.Run) error {
		last = run
		next := run.Period() + 1
		bar.show("settling "+next.String(), int64(next-first), periods)
		return context.Cause(ctx)
	})
	return last, err
}
