package jobs

import (
	"context"
	"strings"

	"upline/documents/evidence"
	"upline/graph"
)

// Post makes an approved run hold: what it states becomes visible at once, or not at all. A repetition after a crash, or by
// somebody else, ends in the same.
//
// Errors: NotFound; Conflict when the run is not approved, or somebody else is at work on it; Unavailable when a store does
// not answer: then the call is repeated.
func (s *Settlement) Post(ctx context.Context, id string, by graph.By) error {
	run, err := s.Graph.Run(ctx, id, graph.Everybody)
	if err != nil {
		return err
	}
	ctx, lease, err := s.Graph.Lease(ctx, graph.RunLease(run.Period), by.Actor)
	if err != nil {
		return err
	}
	defer lease.Release()
	posting, err := s.Graph.BeginPosting(ctx, id, by)
	if err != nil {
		return err
	}
	if run.Kind == graph.Settlement {
		if err := s.state(ctx, run, posting); err != nil {
			return err
		}
		if err := s.promote(ctx, run, posting); err != nil {
			return err
		}
	}
	s.progress("posting "+run.Period.String(), 0, 0)
	var then []graph.NewJob
	if s.Posted != nil {
		then = s.Posted(run)
	}
	return posting.Post(ctx, then...)
}

// state writes the statements of a run.
func (s *Settlement) state(ctx context.Context, run *graph.Run, posting *graph.Posting) error {
	stated := 0
	return readEvidence(ctx, s.Archive, run, evidence.Statements, evidence.ReadStatements, func(row *evidence.Statement) error {
		posting.State(graph.Statement{
			Partner: row.Partner, Opening: int64(row.Opening), Earnings: int64(row.Earnings), Reversals: int64(row.Reversals),
			Reserve: int64(row.Reserve), Release: int64(row.Release), Balance: int64(row.Balance), Payout: int64(row.Payout),
			Closing: int64(row.Closing),
		})
		stated++
		s.progress("writing the statements of "+run.Period.String(), stated, run.Statements)
		return nil
	})
}

// promote writes the career ranks that the run found to be others than before.
func (s *Settlement) promote(ctx context.Context, run *graph.Run, posting *graph.Posting) error {
	former, err := s.formerCareers(ctx, run)
	if err != nil {
		return err
	}
	return readEvidence(ctx, s.Archive, run, evidence.Standings, evidence.ReadStandings, func(row *evidence.Standing) error {
		if before := former.of(row.Partner); before != row.Career {
			posting.Promote(graph.CareerChange{Partner: row.Partner, Rank: row.Career, Former: before})
		}
		return nil
	})
}

// formerCareers are the career ranks before a run: those of the run before; whom that did not record has the one of before
// the first settled period, or the lowest.
type formerCareers struct {
	partners, ranks []string // of the run before, in the order of the ids
	next            int
	atStart         map[string]string
	lowest          string
}

func (s *Settlement) formerCareers(ctx context.Context, run *graph.Run) (*formerCareers, error) {
	f := &formerCareers{}
	var err error
	f.atStart, err = s.Graph.CareersOn(ctx, graph.View{AsOf: run.First.Start() - 1, KnownAt: run.At.KnownAt})
	if err != nil {
		return nil, err
	}
	if f.lowest, err = s.Graph.LowestRank(ctx); err != nil {
		return nil, err
	}
	before, err := s.posted(ctx, run.Period)
	if err != nil || len(before) == 0 {
		return f, err
	}
	return f, readEvidence(ctx, s.Archive, before[len(before)-1], evidence.Standings, evidence.ReadStandings, func(row *evidence.Standing) error {
		f.partners, f.ranks = append(f.partners, row.Partner), append(f.ranks, row.Career)
		return nil
	})
}

// of returns the rank of a partner; they are asked for in the order of their ids.
func (f *formerCareers) of(partner string) string {
	for f.next < len(f.partners) && strings.Compare(f.partners[f.next], partner) < 0 {
		f.next++
	}
	if f.next < len(f.partners) && f.partners[f.next] == partner {
		return f.ranks[f.next]
	}
	if rank, held := f.atStart[partner]; held {
		return rank
	}
	return f.lowest
}
