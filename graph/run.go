package graph

import (
	"context"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// A run goes from draft to computed, approved and posted, or is discarded before that. Two runs of one period cannot both
// be under way: a constraint sees to it. Who computes or posts one holds its lease (see RunLease).

// RunLease is the name of the lease under which the runs of a period are computed, posted and discarded.
func RunLease(p period.Period) string { return "the run of " + p.String() }

// AuditLease is the name of the lease under which the audit is anchored, verified, and erased in parts: one after the other.
const AuditLease = "the audit"

// BeginRun stops the clock, and records that a run of the facts known now has begun. The lease of the period must be held:
// a draft that is there is one whose process has died, and is discarded.
//
// Errors: Conflict when the period is not the one after the last that is posted, when a run of it is under way, or when an
// import did not finish.
func (s *Store) BeginRun(ctx context.Context, kind RunKind, p period.Period, lastDay period.Day, by By) (*Run, error) {
	no, err := s.TakeNumbers(ctx, runSeq, 1)
	if err != nil {
		return nil, err
	}
	var run *Run
	_, err = s.stopped(ctx, "begin run", by, func(c *change) error {
		if err := c.refuseUnfinishedImport(); err != nil {
			return err
		}
		runs, err := c.runs()
		if err != nil {
			return err
		}
		first, err := firstOf(runs, kind, p)
		if err != nil {
			return err
		}
		for _, other := range runs {
			if err := c.clear(other, p, by); err != nil {
				return err
			}
		}
		run = &Run{
			ID: fmt.Sprintf("%s-%s-%d", p, kind, no), No: no, Kind: kind, Period: p, State: Draft, First: first, LastDay: lastDay,
			At: Watermark{c.Recorded, c.Facts}, StartedAt: c.Recorded, ComputedBy: by.Actor,
		}
		c.aboutRun(run.ID, "", Draft)
		return c.Run(cypher.RunCreate, map[string]any{
			"id": run.ID, "no": no, "kind": string(kind), "period": p.String(), "first": first.String(), "lastDay": chronicle.Date(lastDay),
			"knownAt": c.Recorded, "facts": c.Facts, "liveKey": p.String(), "actor": by.Actor, "startedAt": c.Recorded,
		}, nil)
	})
	return run, err
}

func (c *change) refuseUnfinishedImport() error {
	return c.Run(cypher.ImportUnfinished, nil, func(record *neo4j.Record) error {
		return fault.Conflictf("run", "the import that began %s did not finish: repeat it first", record.Values[1].(time.Time).Format(time.DateTime))
	})
}

// runs returns all runs of the company.
func (c *change) runs() (runs []*Run, err error) {
	err = c.Run(cypher.RunsList, map[string]any{"from": "0001-01", "through": "9999-12"}, func(record *neo4j.Record) error {
		runs = append(runs, runOf(record))
		return nil
	})
	return runs, err
}

// firstOf returns the first settled period, and refuses a period whose turn it is not.
func firstOf(runs []*Run, kind RunKind, p period.Period) (first period.Period, err error) {
	last := period.Period(0)
	first = p
	for _, r := range runs {
		if r.State == Posted && r.Kind == Settlement {
			first, last = r.First, max(last, r.Period)
		}
	}
	switch {
	case last == 0 && kind == Reversal:
		return 0, fault.Conflictf("run", "nothing is posted yet: a reversal run stands between settlements")
	case last != 0 && p <= last:
		return 0, fault.Conflictf("run", "the run of %s is posted: the next period is %s", p, last+1)
	case last != 0 && p > last+1:
		return 0, fault.Conflictf("run", "the last period that is posted is %s: settle %s first", last, last+1)
	}
	return first, nil
}

// clear makes way for a run of a period: a draft is discarded, and any other run under way refused.
func (c *change) clear(r *Run, p period.Period, by By) error {
	switch {
	case r.State == Draft:
		c.aboutRun(r.ID, Draft, Discarded)
		return c.Run(cypher.RunDiscarded, map[string]any{"id": r.ID, "actor": by.Actor, "reason": "its process did not finish", "at": c.Recorded}, nil)
	case r.Period == p && (r.State == Computed || r.State == Approved):
		return fault.Conflictf("run", "run %s is %s: post it, or discard it first", r.ID, r.State)
	}
	return nil
}

// runSeq is the sequence of the numbers of runs.
const runSeq = "run"

// Run returns a run.
//
// Errors: NotFound, also when it is not posted and only posted ones are seen.
func (s *Store) Run(ctx context.Context, id string, within Sight) (*Run, error) {
	var run *Run
	err := s.Read(ctx, cypher.RunFind, map[string]any{"id": id}, nil, func(record *neo4j.Record) error {
		run = runOf(record)
		return nil
	})
	if err == nil && (run == nil || run.State != Posted && !within.drafts && !within.all) {
		return nil, fault.NotFoundf("run", "there is no run %s", id)
	}
	return run, err
}

// Runs returns the runs of periods, the earliest first, discarded ones too.
func (s *Store) Runs(ctx context.Context, from, through period.Period) (runs []*Run, err error) {
	params := map[string]any{"from": from.String(), "through": through.String()}
	err = s.Read(ctx, cypher.RunsList, params, func() { runs = nil }, func(record *neo4j.Record) error {
		runs = append(runs, runOf(record))
		return nil
	})
	return runs, err
}

// changeRun changes a run that is in one of some states.
func (s *Store) changeRun(ctx context.Context, operation, id string, by By, states []RunState, work func(c *change, r *Run) error) error {
	_, err := s.change(ctx, operation, by, noLocks, func(c *change) error {
		var r *Run
		err := c.Run(cypher.RunLock, map[string]any{"id": id}, func(record *neo4j.Record) error {
			r = runOf(record)
			return nil
		})
		if err != nil {
			return err
		}
		if r == nil {
			return fault.NotFoundf("run", "there is no run %s", id)
		}
		if by.Seen != "" && by.Seen != r.Version {
			return stale("run", id)
		}
		for _, state := range states {
			if r.State == state {
				return work(c, r)
			}
		}
		return fault.Conflictf("run", "run %s is %s, and must be %s for that", id, r.State, states[0])
	})
	return err
}

// FinishRun records what a run came to.
//
// Errors: Conflict when the run is no draft any more: somebody else has taken over.
func (s *Store) FinishRun(ctx context.Context, run *Run, result Result, by By) error {
	return s.changeRun(ctx, "finish run", run.ID, by, []RunState{Draft}, func(c *change, _ *Run) error {
		c.aboutRun(run.ID, Draft, Computed)
		return c.Run(cypher.RunComputed, map[string]any{"id": run.ID, "values": result.values(), "at": c.Recorded}, nil)
	})
}

// ApproveRun records that somebody has found a run to be right. It must be somebody else than who computed it, and no deputy: of users
// always, of whom may everything with fourEyes.
//
// Errors: NotFound; Conflict when the run is not computed; Forbidden to who computed it, and to who counts as that one.
func (s *Store) ApproveRun(ctx context.Context, id string, fourEyes bool, by By) error {
	return s.changeRun(ctx, "approve run", id, by, []RunState{Computed}, func(c *change, r *Run) error {
		if fourEyes || !by.Within.all {
			on := period.Day(r.ComputedAt.Unix() / chronicle.DaySeconds)
			if err := RefuseSameEyes(c.Change, access.ApproveRun, access.RunComputed, r.ComputedBy, on, by); err != nil {
				return err
			}
		}
		c.aboutRun(id, r.State, Approved)
		return c.Run(cypher.RunApproved, map[string]any{"id": id, "actor": by.Actor, "at": c.Recorded}, nil)
	})
}

// DiscardRun records that a run counts nowhere. What it has written stays out of sight, and is swept.
//
// Errors: NotFound; Conflict when the run is posted: what is posted is never changed.
func (s *Store) DiscardRun(ctx context.Context, id string, by By) error {
	states := []RunState{Computed, Approved, Draft}
	err := s.changeRun(ctx, "discard run", id, by, states, func(c *change, r *Run) error {
		c.aboutRun(id, r.State, Discarded)
		return c.Run(cypher.RunDiscarded, map[string]any{"id": id, "actor": by.Actor, "reason": by.Reason, "at": c.Recorded}, nil)
	})
	if err != nil {
		return err
	}
	run, err := s.Run(ctx, id, Everybody)
	if err != nil {
		return err
	}
	return s.sweep(ctx, run, by, func(*change) error { return nil }) // nobody posts what is discarded
}

// AllPeriods returns the first and the last period that can be written.
func AllPeriods() (from, through period.Period) {
	return period.Period(12), period.Of(chronicle.FarDays)
}
