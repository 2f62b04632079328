package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"upline/internal/bundle"
	"upline/internal/compare"
	"upline/internal/fault"
)

// compareCommand settles the same facts under the plans of the bundle and under others.
type compareCommand struct {
	dataFlag
	periodFlags
	Plans string `required:"" placeholder:"DIR" help:"The proposed plan versions: a folder of YAML files."`
	Out   string `placeholder:"DIR" help:"A folder for differences.csv and comparison.html: new, empty, or one with an earlier comparison, which is replaced."`
	workersFlag
	jsonFlag
}

// Help is what compare --help says besides the flags.
func (compareCommand) Help() string { return compareHelp }

// Run compares, and writes the folder if one is asked for: whole, or not at all.
func (c *compareCommand) Run(ctx context.Context, m *Main) error {
	comparison, err := c.settle(ctx, m)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := comparison.Write(c.Out); err != nil {
			return err
		}
	}
	if c.JSON {
		return m.printJSON(compare.NewObject(comparison, c.Out))
	}
	return m.print(comparisonText(comparison, c.Out))
}

// settle reads the facts twice, as ranks and trees have meaning only by their plans, and settles them.
func (c *compareCommand) settle(ctx context.Context, m *Main) (*compare.Comparison, error) {
	o := bundle.Options{From: c.From, Through: c.Through, Settle: true, Workers: c.Workers.count()}
	now, err := m.read(ctx, c.Data, o)
	if err != nil {
		return nil, err
	}
	o.PlansDir = c.Plans
	proposed, err := m.read(ctx, c.Data, o)
	if err != nil {
		return nil, c.proposedFindings(err)
	}
	for _, plan := range proposed.Plans {
		plan.File = c.proposedFile(plan.File)
	}
	bar := m.progress()
	defer bar.finish()
	return compare.Settle(ctx, now, proposed, compare.Options{
		From: c.From, Through: c.Through, Workers: c.Workers.count(),
		Progress: func(done, total int) { bar.show("settling", int64(done), int64(total)) },
	})
}

// proposedFindings names the files of the proposed plans as the user did: bundle.Read names all plans as if they were
// the bundle's own.
func (c *compareCommand) proposedFindings(err error) error {
	findings, ok := errors.AsType[fault.Findings](err)
	if !ok {
		return err
	}
	for i := range findings {
		findings[i].File = c.proposedFile(findings[i].File)
	}
	return findings
}

// proposedFile returns the path of a file in the folder plans, or that folder, as it is among the proposed plans.
func (c *compareCommand) proposedFile(file string) string {
	if name, ok := strings.CutPrefix(file, "plans"); ok && (name == "" || name[0] == '/') {
		return filepath.Join(c.Plans, name)
	}
	return file
}
