package main

import (
	"context"
	"errors"
	"fmt"

	"upline/graph"
	"upline/internal/period"
	"upline/internal/results"
	"upline/jobs"
)

// runCommand groups what is done with runs in the database.
type runCommand struct {
	Settle  runSettleCommand  `cmd:"" help:"Compute, approve and post periods in turn." example:"upline run settle --from 2026-01 --through 2026-03"`
	Compute runComputeCommand `cmd:"" help:"Settle a period from what is known now." example:"upline run compute --period 2026-01"`
	Reverse runReverseCommand `cmd:"" help:"Handle what is cancelled or paid late at once." example:"upline run reverse --period 2026-04 --on 2026-04-15"`
	Approve runApproveCommand `cmd:"" help:"Record that a computed run is right." example:"upline run approve --period 2026-01"`
	Post    runPostCommand    `cmd:"" help:"Make an approved run hold." example:"upline run post --period 2026-01"`
	Discard runDiscardCommand `cmd:"" help:"Discard a run that is not posted." example:"upline run discard --period 2026-01 --reason TEXT"`
	Show    runShowCommand    `cmd:"" help:"Show the runs of a period." example:"upline run show --period 2026-01"`
	Verify  runVerifyCommand  `cmd:"" help:"Compute a run again, and compare." example:"upline run verify --period 2026-01"`
	Export  runExportCommand  `cmd:"" help:"Write posted runs as result files." example:"upline run export --from 2026-01 --through 2026-03 --out DIR"`
}

// Help is what run --help says.
func (runCommand) Help() string {
	return `A run goes from draft to computed, approved and posted, or is discarded before it is posted. What is posted is never
changed. Each call may be repeated, after whatever has happened to the one before.`
}

// whichRun names a run.
type whichRun struct {
	Period   period.Period `placeholder:"YYYY-MM" help:"The period: its settlement is meant, unless --reversal is given."`
	Reversal bool          `help:"The latest reversal run of the period is meant."`
	Run      string        `placeholder:"ID" help:"The run of this id is meant."`
}

// Validate refuses to guess. It is called by kong.
func (w whichRun) Validate() error {
	if (w.Period == 0) == (w.Run == "") {
		return errors.New("name the run: by --period, with --reversal if it is one, or by --run")
	}
	return nil
}

func (w whichRun) find(ctx context.Context, s *jobs.Settlement) (*graph.Run, error) {
	if w.Run != "" {
		return s.Graph.Run(ctx, w.Run, graph.Everybody)
	}
	kind := graph.Settlement
	if w.Reversal {
		kind = graph.Reversal
	}
	return s.Find(ctx, kind, w.Period)
}

// runSettleCommand does all steps of several periods.
type runSettleCommand struct {
	periodFlags
	workersFlag
	actorFlag
	jsonFlag
}

// Help is what run settle --help says besides the flags.
func (runSettleCommand) Help() string {
	return `Computes, approves and posts each period in turn: a single operator's short cut, refused where four eyes are demanded
(UPLINE_FOUR_EYES=true). Periods that are posted already stay as they are, and a run that was interrupted goes on.`
}

// Run settles, and shows each run.
func (c *runSettleCommand) Run(ctx context.Context, m *Main) error {
	return m.withSettlement(ctx, c.workersFlag, func(s *jobs.Settlement) error {
		var runs []*graph.Run
		err := s.Settle(ctx, c.From, c.Through, c.by(""), func(run *graph.Run) { runs = append(runs, run) })
		if err != nil {
			return err
		}
		return m.printRuns(runs, c.JSON)
	})
}

// runComputeCommand computes a run.
type runComputeCommand struct {
	Period period.Period `required:"" placeholder:"YYYY-MM" help:"The period to settle: the one after the last that is posted."`
	workersFlag
	actorFlag
	jsonFlag
}

// Run computes.
func (c *runComputeCommand) Run(ctx context.Context, m *Main) error {
	return m.withSettlement(ctx, c.workersFlag, func(s *jobs.Settlement) error {
		run, err := s.Compute(ctx, c.Period, c.by(""))
		if err != nil {
			return err
		}
		return m.printRuns([]*graph.Run{run}, c.JSON)
	})
}

// runReverseCommand computes a reversal run.
type runReverseCommand struct {
	Period period.Period `required:"" placeholder:"YYYY-MM" help:"The open period: the one after the last that is posted."`
	On     period.Day    `required:"" placeholder:"YYYY-MM-DD" help:"Payments and cancellations up to this day of the period count."`
	workersFlag
	actorFlag
	jsonFlag
}

// Help is what run reverse --help says besides the flags.
func (runReverseCommand) Help() string {
	return `Computes a reversal run: cancellations of settled orders are reversed, and orders of settled periods that were paid late are
paid, with lines in the open period. Approve and post it as any run (--reversal). The settlement of the period takes its
lines up: the statements are the same as without it.`
}

// Run computes.
func (c *runReverseCommand) Run(ctx context.Context, m *Main) error {
	return m.withSettlement(ctx, c.workersFlag, func(s *jobs.Settlement) error {
		run, err := s.Reverse(ctx, c.Period, c.On, c.by(""))
		if err != nil {
			return err
		}
		return m.printRuns([]*graph.Run{run}, c.JSON)
	})
}

// runApproveCommand approves a run.
type runApproveCommand struct {
	whichRun
	actorFlag
	jsonFlag
}

// Run approves.
func (c *runApproveCommand) Run(ctx context.Context, m *Main) error {
	return m.changeRun(ctx, c.whichRun, c.JSON, func(s *jobs.Settlement, id string) error { return s.Approve(ctx, id, c.by("")) })
}

// runPostCommand posts a run.
type runPostCommand struct {
	whichRun
	actorFlag
	jsonFlag
}

// Run posts.
func (c *runPostCommand) Run(ctx context.Context, m *Main) error {
	return m.changeRun(ctx, c.whichRun, c.JSON, func(s *jobs.Settlement, id string) error { return s.Post(ctx, id, c.by("")) })
}

// runDiscardCommand discards a run.
type runDiscardCommand struct {
	whichRun
	Reason string `required:"" placeholder:"TEXT" help:"Why it is discarded."`
	actorFlag
	jsonFlag
}

// Run discards.
func (c *runDiscardCommand) Run(ctx context.Context, m *Main) error {
	return m.changeRun(ctx, c.whichRun, c.JSON, func(s *jobs.Settlement, id string) error { return s.Discard(ctx, id, c.by(c.Reason)) })
}

// changeRun does something with a run, and shows it.
func (m *Main) changeRun(ctx context.Context, which whichRun, asJSON bool, change func(s *jobs.Settlement, id string) error) error {
	return m.withSettlement(ctx, workersFlag{}, func(s *jobs.Settlement) error {
		run, err := which.find(ctx, s)
		if err != nil {
			return err
		}
		if err := change(s, run.ID); err != nil {
			return err
		}
		if run, err = s.Graph.Run(ctx, run.ID, graph.Everybody); err != nil {
			return err
		}
		return m.printRuns([]*graph.Run{run}, asJSON)
	})
}

// runShowCommand shows runs.
type runShowCommand struct {
	Period period.Period `placeholder:"YYYY-MM" help:"The runs of this period. Default: all runs."`
	jsonFlag
}

// Run shows them.
func (c *runShowCommand) Run(ctx context.Context, m *Main) error {
	return m.withGraph(ctx, workersFlag{}, func(s *jobs.Settlement) error {
		from, through := c.Period, c.Period
		if c.Period == 0 {
			from, through = graph.AllPeriods()
		}
		runs, err := s.Graph.Runs(ctx, from, through)
		if err != nil {
			return err
		}
		return m.printRuns(runs, c.JSON)
	})
}

// runVerifyCommand verifies a run.
type runVerifyCommand struct {
	whichRun
	workersFlag
}

// Help is what run verify --help says besides the flags.
func (runVerifyCommand) Help() string {
	return `Computes the run again, from what was known when it began and what the runs before it recorded, and compares the facts, the
plan versions and every archived file byte by byte. It changes nothing.`
}

// Run verifies.
func (c *runVerifyCommand) Run(ctx context.Context, m *Main) error {
	return m.withSettlement(ctx, c.workersFlag, func(s *jobs.Settlement) error {
		run, err := c.find(ctx, s)
		if err != nil {
			return err
		}
		if run, err = s.Verify(ctx, run.ID); err != nil {
			return err
		}
		return m.print(fmt.Sprintf("Run %s comes out as it was computed: %s and the facts are the same, byte by byte\n", run.ID,
			counting(len(run.Evidence), "file")))
	})
}

// runExportCommand writes result files.
type runExportCommand struct {
	periodFlags
	Out string `required:"" placeholder:"DIR" help:"The folder of results: new, empty, or one with earlier results, which are replaced."`
	workersFlag
}

// Help is what run export --help says besides the flags.
func (runExportCommand) Help() string {
	return `Writes lines.csv, ranks.csv, binary.csv and statements.csv of posted periods, as upline settle does.`
}

// Run exports.
func (c *runExportCommand) Run(ctx context.Context, m *Main) error {
	return m.withSettlement(ctx, c.workersFlag, func(s *jobs.Settlement) error {
		if err := s.ExportRuns(ctx, c.Out, c.From, c.Through); err != nil {
			return err
		}
		return m.print(fmt.Sprintf("%s, %s, %s and %s of %s through %s are in %s\n", results.Lines, results.Ranks, results.Binary,
			results.Statements, c.From, c.Through, plain(c.Out)))
	})
}
