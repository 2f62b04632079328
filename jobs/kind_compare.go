package jobs

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"upline/graph"
	"upline/internal/bundle"
	"upline/internal/compare"
	"upline/internal/fault"
	"upline/internal/period"
)

// PlanText is a plan file that is proposed.
type PlanText struct {
	File string `json:"file"` // its name, such as 2026.yaml
	Text string `json:"text"`
}

// compareArgs say which plans are tried on which months.
type compareArgs struct {
	Plans         []PlanText    `json:"plans"`
	From, Through period.Period `json:",omitempty"`
}

// CompareResult is what other plans would have paid, and to whom: the figures, and a file with a page and a table.
type CompareResult struct {
	FileResult
	Comparison compare.Object `json:"comparison"`
}

// Compare is the job that settles real months under proposed plans beside those that are published. Nothing is recorded.
func Compare(plans []PlanText, from, through period.Period) graph.NewJob {
	return newJob("compare", from.String()+" to "+through.String(), compareArgs{plans, from, through})
}

func doCompare(ctx context.Context, _ *Worker, j *graph.Job, s *Settlement) (any, error) {
	args, err := argsOf[compareArgs](j)
	if err != nil {
		return nil, err
	}
	parent, err := os.MkdirTemp("", "upline-compare-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(parent)
	comparison, err := s.compare(ctx, parent, args)
	if err != nil {
		return nil, err
	}
	out := filepath.Join(parent, "comparison")
	if err := comparison.Write(out); err != nil {
		return nil, err
	}
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(zipFolder(ctx, writer, out)) }()
	file, err := s.Keep(ctx, j.ID+".zip", "application/zip", reader)
	if err != nil {
		reader.CloseWithError(err)
		return nil, err
	}
	return CompareResult{FileResult{file}, compare.NewObject(comparison, "")}, nil
}

// compare exports the company, and reads it twice, as ranks and trees have meaning only by their plans.
func (s *Settlement) compare(ctx context.Context, parent string, args compareArgs) (*compare.Comparison, error) {
	dir, plans := filepath.Join(parent, "company"), filepath.Join(parent, "plans")
	if _, err := s.Export(ctx, dir, period.Forever, time.Time{}); err != nil {
		return nil, err
	}
	if err := os.Mkdir(plans, 0o700); err != nil {
		return nil, err
	}
	for _, plan := range args.Plans {
		if !filepath.IsLocal(plan.File) || filepath.Base(plan.File) != plan.File {
			return nil, fault.Invalidf("compare", "the plan's file %q is no name: write one such as 2026.yaml", plan.File)
		}
		if err := os.WriteFile(filepath.Join(plans, plan.File), []byte(plan.Text), 0o600); err != nil {
			return nil, err
		}
	}
	options := bundle.Options{From: args.From, Through: args.Through, Settle: true, Workers: s.workers()}
	now, err := bundle.Read(dir, options)
	if err != nil {
		return nil, err
	}
	options.PlansDir = plans
	proposed, err := bundle.Read(dir, options)
	if err != nil {
		return nil, err
	}
	return compare.Settle(ctx, now, proposed, compare.Options{
		From: args.From, Through: args.Through, Workers: s.workers(),
		Progress: func(done, of int) { s.progress("settling", done, of) },
	})
}
