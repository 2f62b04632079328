package jobs

import (
	"cmp"
	"context"
	"os"
	"slices"

	"upline/commission"
	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
)

// Reverse computes a reversal run: what was paid late or cancelled by a day of the open period is handled at once, with
// lines in that period. It writes what the settlement of the period would, less what earlier reversal runs of the period
// have written already; a line of theirs that does not hold any more, since its order was cancelled meanwhile, say, is taken
// back by one of the opposite amount. The settlement takes all of it up, so the statements are the same as without.
//
// Errors: those of Compute; Conflict when nothing is posted yet; Invalid when the day is not one of the open period.
func (s *Settlement) Reverse(ctx context.Context, p period.Period, day period.Day, by graph.By) (*graph.Run, error) {
	if day < p.Start() || day > p.End() {
		return nil, fault.Invalidf("reverse", "%v is not a day of %s: write one from %v to %v", day, p, p.Start(), p.End())
	}
	ctx, lease, err := s.Graph.Lease(ctx, graph.RunLease(p), by.Actor)
	if err != nil {
		return nil, err
	}
	defer lease.Release()
	run, err := s.Graph.BeginRun(ctx, graph.Reversal, p, day, by)
	if err != nil {
		return nil, err
	}
	result, err := s.computeReversal(ctx, run, s.archive)
	if err != nil {
		return nil, err
	}
	if err := s.Graph.FinishRun(ctx, run, *result, by); err != nil {
		return nil, err
	}
	return s.Graph.Run(ctx, run.ID)
}

// computeReversal computes the lines of a reversal run from what it knew.
func (s *Settlement) computeReversal(ctx context.Context, run *graph.Run, keep keepEvidence) (*graph.Result, error) {
	snapshot, history, err := s.recall(ctx, run)
	if err != nil {
		return nil, err
	}
	late, err := commission.SettleLate(snapshot.Facts, history, run.Period, run.LastDay, s.workers())
	if err != nil {
		return nil, err
	}
	lines := newBalance()
	for _, block := range late.Blocks() {
		for _, line := range block.Append(nil) {
			lines.add(row(snapshot.Facts, &line))
		}
	}
	if err := s.subtractEarlier(ctx, run, lines); err != nil {
		return nil, err
	}
	rows := lines.rows()
	dir, err := os.MkdirTemp("", "upline-run-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	plan := late.Plan()
	file, err := evidence.WriteLines(dir, evidence.Meta{Period: run.Period, Scale: plan.Money.Scale, Currency: plan.Currency}, rows)
	if err != nil {
		return nil, err
	}
	result := &graph.Result{
		Orders: len(late.SettledOrders()), Late: len(late.SettledOrders()), Cancellations: len(late.HandledCancellations()),
		Lines: len(rows), Currency: plan.Currency, Scale: plan.Money.Scale,
		Evidence: []graph.Evidence{{Name: file.Name, SHA256: file.SHA256, Size: file.Size}},
	}
	result.Digest, result.Plans = digest(snapshot)
	return result, keep(ctx, dir, result.Evidence)
}

// subtractEarlier takes off what reversal runs of the period have written before.
func (s *Settlement) subtractEarlier(ctx context.Context, run *graph.Run, lines *balance) error {
	runs, err := s.Graph.Runs(ctx, run.Period, run.Period)
	if err != nil {
		return err
	}
	for _, earlier := range runs {
		if earlier.Kind != graph.Reversal || earlier.State != graph.Posted || earlier.No >= run.No {
			continue
		}
		err := readEvidence(ctx, s.Archive, earlier, evidence.LinesFile, evidence.ReadAllLines, func(row *evidence.Line) error {
			lines.subtract(row)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// balance holds lines by what they are for; amounts of the same are summed.
type balance struct {
	byKey map[balanceKey]*evidence.Line
	keys  []balanceKey
}

// balanceKey is what a line is for.
type balanceKey struct {
	kind, bonus, order, source, beneficiary string
	level                                   int32
}

func newBalance() *balance { return &balance{byKey: map[balanceKey]*evidence.Line{}} }

func (b *balance) entry(row *evidence.Line) *evidence.Line {
	key := balanceKey{row.Kind, row.Bonus, row.Order, row.Source, row.Beneficiary, row.Level}
	line := b.byKey[key]
	if line == nil {
		line = &evidence.Line{
			Kind: row.Kind, Bonus: row.Bonus, Order: row.Order, Source: row.Source, Beneficiary: row.Beneficiary, Level: row.Level,
			Condition: row.Condition,
		}
		b.byKey[key] = line
		b.keys = append(b.keys, key)
	}
	return line
}

// add adds a line as it is now: what it is worked out from stays with it.
func (b *balance) add(row evidence.Line) {
	line := b.entry(&row)
	sum := line.Amount + row.Amount
	*line = row
	line.Amount = sum
}

// subtract takes off a line that was written before.
func (b *balance) subtract(row *evidence.Line) { b.entry(row).Amount -= row.Amount }

// rows are the lines that are left, sorted by plan-language §9.
func (b *balance) rows() []evidence.Line {
	var rows []evidence.Line
	for _, key := range b.keys {
		if line := b.byKey[key]; line.Amount != 0 {
			rows = append(rows, *line)
		}
	}
	slices.SortFunc(rows, func(x, y evidence.Line) int {
		return cmp.Or(
			cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Bonus, y.Bonus), cmp.Compare(x.Order, y.Order), cmp.Compare(x.Source, y.Source),
			cmp.Compare(x.Beneficiary, y.Beneficiary), cmp.Compare(x.Level, y.Level), cmp.Compare(x.Amount, y.Amount),
		)
	})
	return rows
}

// row writes a line with ids.
func row(f *commission.Facts, line *commission.Line) evidence.Line {
	r := evidence.Line{
		Kind: line.Kind.String(), Bonus: f.Bonuses()[line.Bonus], Beneficiary: f.Partners[line.Beneficiary].ID, Level: line.Level,
		HasBase: line.HasBase, Base: line.Base, Percent: line.Percent, Amount: line.Amount, Condition: line.Condition,
	}
	if line.Order != commission.NoOrder {
		r.Order = f.Orders[line.Order].ID
	}
	if line.Source != commission.NoPartner {
		r.Source = f.Partners[line.Source].ID
	}
	return r
}

