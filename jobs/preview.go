package jobs

import (
	"context"
	"slices"

	"upline/documents/evidence"
	"upline/graph"
	"upline/graph/access"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// MovePreview is what a move would touch. It changes nothing; closed periods stay as they were posted.
type MovePreview struct {
	Partners int             // the partner and everyone below, on the first day of the move
	Closed   []period.Period // posted periods that end on that day or later: they are not settled again
	Upline   []string        // who stands above now, the nearest first
	Earnings []Touched       // what those above were paid in these periods for what comes along, by period and partner
}

// Touched is what somebody above was paid for the branch that a move takes along.
type Touched struct {
	Period      period.Period
	Beneficiary string
	Lines       int
	Amount      money.Amount // earnings less reversals
	Scale       int          // decimal places of Amount
}

// PreviewMove says what a move would touch: how many partners come along, which closed periods lie after its first day, and
// what the present upline was paid in them for orders of those who come along.
//
// Errors: NotFound when there is no such partner or sponsor, or none within.
func (s *Settlement) PreviewMove(ctx context.Context, m graph.Move, within graph.Sight) (*MovePreview, error) {
	at := s.Graph.Now(m.From)
	at.Within = within
	upline, err := s.Graph.Upline(ctx, m.Partner, at)
	if err == nil && m.Sponsor != "" {
		_, err = s.Graph.OneWithin(ctx, within, m.Sponsor, m.From)
	}
	if err != nil {
		return nil, err
	}
	members, err := s.branch(ctx, m.Partner, at)
	if err != nil {
		return nil, err
	}
	p := &MovePreview{Partners: len(members)}
	for _, member := range upline {
		p.Upline = append(p.Upline, member.ID)
	}
	if slices.Contains(p.Upline, m.Partner) {
		return nil, fault.Internalf("preview", "partner %s stands above itself", m.Partner)
	}
	_, last := graph.AllPeriods()
	runs, err := s.posted(ctx, last)
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		if run.LastDay < m.From || run.Period.Start() >= m.Until {
			continue
		}
		p.Closed = append(p.Closed, run.Period)
		shown, err := s.earningsShown(ctx, p.Upline, within, run.LastDay)
		if err != nil {
			return nil, err
		}
		touched, err := s.touched(ctx, run, members, shown)
		if err != nil {
			return nil, err
		}
		p.Earnings = append(p.Earnings, touched...)
	}
	return p, nil
}

// earningsShown are those whose earnings are shown on a day: whoever may look at a move need not see what everybody above got.
func (s *Settlement) earningsShown(ctx context.Context, partners []string, within graph.Sight, day period.Day) (shown []string, err error) {
	for _, id := range partners {
		err := s.Graph.See(ctx, within, id, day, access.Earnings)
		switch {
		case err == nil:
			shown = append(shown, id)
		case fault.KindOf(err) != fault.NotFound:
			return nil, err
		}
	}
	return shown, nil
}

// touched sums what those above were paid in a run for the sales of a branch.
func (s *Settlement) touched(ctx context.Context, run *graph.Run, branch map[string]bool, above []string) ([]Touched, error) {
	sums := map[string]*Touched{}
	for _, id := range above {
		sums[id] = &Touched{Period: run.Period, Beneficiary: id, Scale: run.Scale}
	}
	err := readEvidence(ctx, s.Archive, run, evidence.Lines, evidence.ReadLines, func(row *evidence.Line) error {
		sum := sums[row.Beneficiary]
		if sum == nil || !branch[row.Source] {
			return nil
		}
		sum.Lines++
		var ok bool
		if sum.Amount, ok = sum.Amount.Plus(row.Amount); !ok {
			return fault.Invalidf("preview", "the sum for partner %s is too large", row.Beneficiary)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var list []Touched
	for _, id := range above {
		if sums[id].Lines > 0 {
			list = append(list, *sums[id])
		}
	}
	return list, nil
}
