package main

import (
	"context"

	"upline/commission"
	"upline/internal/bundle"
	"upline/internal/results"
)

// settleCommand settles periods and writes their results.
type settleCommand struct {
	dataFlag
	periodFlags
	Out string `required:"" placeholder:"DIR" help:"The folder of results: new, empty, or one with earlier results, which are replaced."`
	workersFlag
	jsonFlag
}

// Help is what settle --help says besides the flags.
func (settleCommand) Help() string { return settleHelp }

// Run settles each period in turn. The results appear whole, or not at all.
func (c *settleCommand) Run(ctx context.Context, m *Main) error {
	facts, err := m.read(ctx, c.Data, bundle.Options{From: c.From, Through: c.Through, Settle: true, Workers: c.Workers.count()})
	if err != nil {
		return err
	}
	sum := newSummary(facts)
	if err := c.write(ctx, m, facts, sum); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(sum.object(c.Out))
	}
	return m.print(sum.text(c.Out))
}

// write settles, writes and sums up run by run, so that only one is in memory.
func (c *settleCommand) write(ctx context.Context, m *Main, facts *commission.Facts, sum *summary) error {
	w, err := results.Create(c.Out, facts, c.Workers.count())
	if err != nil {
		return err
	}
	defer w.Abort()
	bar := m.progress()
	defer bar.finish()
	const steps = 1000 // of the bar, for each period
	all := int64(c.Through-c.From+1) * steps
	bar.show("settling "+c.From.String(), 0, all)
	err = commission.SettleEach(facts, c.From, c.Through, c.Workers.count(), func(run *commission.Run) error {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		before := int64(run.Period()-c.From) * steps
		err := w.Add(run, func(written, of int) {
			bar.show("writing "+run.Period().String(), before+int64(written)*steps/int64(of), all)
		})
		if err != nil {
			return err
		}
		sum.add(run)
		bar.show("settling "+(run.Period()+1).String(), before+steps, all)
		return context.Cause(ctx)
	})
	if err != nil {
		return err
	}
	return w.Commit()
}
