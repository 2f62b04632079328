package main

import (
	"context"
	"errors"
	"fmt"

	"upline/internal/bundle"
	"upline/internal/fault"
	"upline/internal/period"
)

// checkCommand checks a bundle without settling it.
type checkCommand struct {
	dataFlag
	From    period.Period `placeholder:"YYYY-MM" help:"With --through: check too that each period from here on has a plan version in force."`
	Through period.Period `placeholder:"YYYY-MM" help:"With --from: the last of these periods."`
	workersFlag
	jsonFlag
}

// Validate refuses one period without the other, and periods in the wrong order. It is called by kong.
func (c checkCommand) Validate() error {
	if (c.From == 0) != (c.Through == 0) {
		return errors.New("--from and --through go together: name both, or neither")
	}
	return inOrder(c.From, c.Through)
}

// Help is what check --help says besides the flags.
func (checkCommand) Help() string {
	return `Findings go to standard error, one a line, as

  file:line: what is wrong and what would be right

at most 50 of them, and the exit status is 2. With --json, standard output holds one object: partners, orders
and plan_versions (counts; 0 when there are findings), and findings, each with file, line and message.`
}

// checked is what check --json prints.
type checked struct {
	Partners int       `json:"partners"`
	Orders   int       `json:"orders"`
	Plans    int       `json:"plan_versions"`
	Findings []finding `json:"findings"`
}

// finding is fault.Finding as JSON.
type finding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// Run reads the bundle, which is all there is to checking it.
func (c *checkCommand) Run(ctx context.Context, m *Main) error {
	facts, err := m.read(ctx, c.Data, bundle.Options{
		From: c.From, Through: c.Through, Settle: c.From != 0, Workers: c.Workers.count(),
	})
	if findings, ok := errors.AsType[fault.Findings](err); ok && c.JSON {
		object := checked{} // nobody has counted what is at fault
		for _, f := range findings {
			object.Findings = append(object.Findings, finding{f.File, f.Line, f.Msg})
		}
		return errors.Join(m.printJSON(object), err)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(checked{len(facts.Partners), len(facts.Orders), len(facts.Plans), []finding{}})
	}
	return m.print(fmt.Sprintf("%s, %s, %s: no findings\n", counting(len(facts.Partners), "partner"),
		counting(len(facts.Orders), "order"), counting(len(facts.Plans), "plan version")))
}
