package jobs

import (
	"context"
	"io"
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
	return s.begin(ctx, graph.Reversal, p, day, by)
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
	b := &balance{facts: snapshot.Facts, bonuses: snapshot.Facts.Bonuses(), byKey: map[lineFor]*commission.Line{}}
	for _, block := range late.Blocks() {
		for _, line := range block.Append(nil) {
			b.add(line)
		}
	}
	if err := s.subtractEarlier(ctx, run, b); err != nil {
		return nil, err
	}
	lines, plan := b.lines(), late.Plan()
	dir, err := os.MkdirTemp("", "upline-run-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	head := evidence.Head{Period: run.Period, Scale: plan.Money.Scale, Currency: plan.Currency}
	file, err := evidence.WriteFile(dir, evidence.Lines, func(w io.Writer) error {
		return evidence.WriteLines(w, head, snapshot.Facts, slices.Values([][]commission.Line{lines}), 1, nil)
	})
	if err != nil {
		return nil, err
	}
	orders := len(late.SettledOrders())
	result := &graph.Result{
		Orders: orders, Late: orders, Cancellations: len(late.HandledCancellations()), Lines: len(lines),
		Currency: plan.Currency, Scale: plan.Money.Scale, Evidence: []graph.Evidence{{Name: string(file.Name), SHA256: file.SHA256, Size: file.Size}},
	}
	result.Digest, result.Plans = digest(snapshot)
	return result, keep(ctx, dir, result.Evidence)
}

// subtractEarlier takes off what reversal runs of the period have written before.
func (s *Settlement) subtractEarlier(ctx context.Context, run *graph.Run, b *balance) error {
	runs, err := s.Graph.Runs(ctx, run.Period, run.Period)
	if err != nil {
		return err
	}
	for _, earlier := range runs {
		if earlier.Kind != graph.Reversal || earlier.State != graph.Posted || earlier.No >= run.No {
			continue
		}
		if err := readEvidence(ctx, s.Archive, earlier, evidence.Lines, evidence.ReadLines, b.subtract); err != nil {
			return err
		}
	}
	return nil
}

// balance holds lines by what they are for; amounts of the same are summed.
type balance struct {
	facts   *commission.Facts
	bonuses []string // by BonusNo
	byKey   map[lineFor]*commission.Line
}

// lineFor is what a line is for.
type lineFor struct {
	kind                commission.Kind
	bonus               commission.BonusNo
	order               commission.OrderNo
	source, beneficiary commission.PartnerNo
	level               int32
}

// entry returns what is known of the lines that are for the same as one.
func (b *balance) entry(line *commission.Line) *commission.Line {
	key := lineFor{line.Kind, line.Bonus, line.Order, line.Source, line.Beneficiary, line.Level}
	kept := b.byKey[key]
	if kept == nil {
		kept = &commission.Line{}
		*kept = *line
		kept.HasBase, kept.Amount = false, 0
		b.byKey[key] = kept
	}
	return kept
}

// add adds a line as it is now: what it is worked out from stays with it.
func (b *balance) add(line commission.Line) {
	kept := b.entry(&line)
	sum := kept.Amount + line.Amount
	*kept = line
	kept.Amount = sum
}

// subtract takes off a line that was written before.
func (b *balance) subtract(row *evidence.Line) error {
	line, err := numbered(b.facts, b.bonuses, row)
	if err == nil {
		b.entry(&line).Amount -= line.Amount
	}
	return err
}

// lines are those that are left, sorted by plan-language §9.
func (b *balance) lines() []commission.Line {
	var lines []commission.Line
	for _, line := range b.byKey {
		if line.Amount != 0 {
			lines = append(lines, *line)
		}
	}
	slices.SortFunc(lines, commission.CompareLines)
	return lines
}
