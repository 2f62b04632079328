package graph

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/fault"
)

// stripes is how many changes can be under way at the same time; cypher/schema makes as many clocks.
const stripes = 16

// By says who changes something, and why.
type By struct {
	Actor  string // a person or a job
	Reason string // may be empty where the change speaks for itself
	// Seen is the version that was looked at of the thing that is changed; empty: whatever it is. When it is another one by
	// then, the change is Stale.
	Seen string
}

// change is a writing transaction.
type change struct {
	store    *Store
	ctx      context.Context
	tx       runner
	stripe   int64
	locks    locks
	recorded time.Time // of everything that it writes
	live     int       // facts made visible, less those superseded
	facts    int       // visible when the clock was stopped
	bulk     bool      // a part of a bulk import: nobody else records anything, and followers read everything anyway
}

// run runs a query of the transaction, and hands its records to each, which may be nil.
func (c *change) run(query string, params map[string]any, each func(record *neo4j.Record) error) error {
	return eachRecord(c.ctx, c.tx, query, params, each)
}

// change records something: work checks and writes in one transaction, at one time, all or nothing. It may run several
// times, when the database asks for it, so it must have no effect besides the transaction's. It returns when it was recorded.
//
// What is locked is locked before the time is taken. So whoever holds a lock sees everything that was recorded under it
// before, and records later: what is known of one tree, order or partner grows in time.
func (s *Store) change(ctx context.Context, operation string, by By, locks locks, work func(c *change) error) (time.Time, error) {
	stripe := int64(s.stripe.Add(1) % stripes)
	return s.write(ctx, operation, by, func(c *change) error {
		c.stripe, c.locks, c.bulk = stripe, locks, bulkOf(ctx)
		after, err := c.lock()
		if err != nil {
			return err
		}
		now := s.now()
		if !now.After(after) {
			now = after.Add(time.Microsecond)
		}
		return c.open(cypher.ClockTake, map[string]any{"stripe": stripe, "now": now})
	}, work)
}

// stopped is a change during which the clock stands still: everything recorded up to its time is committed, and nothing
// more will be. c.facts tells how many facts are visible at that time. It is made each time, under a key too (see Once): its
// callers want to know what is so now.
func (s *Store) stopped(ctx context.Context, operation string, by By, work func(c *change) error) (time.Time, error) {
	return s.write(eachTime(ctx), operation, by, func(c *change) error {
		return c.open(cypher.ClockStop, map[string]any{"now": s.now()})
	}, work)
}

// write commits a change. When the connection is lost at commit, nobody knows how it ended; so each change leaves its id
// behind, and is looked for.
func (s *Store) write(ctx context.Context, operation string, by By, open, work func(c *change) error) (time.Time, error) {
	id, repeatable, made := receiptOf(ctx, operation)
	if repeatable {
		recorded, found, err := s.findChange(ctx, id)
		if err != nil {
			return recorded, err
		}
		if found {
			made()
			return recorded, nil
		}
	}
	s.config.Step(operation, "before")
	recorded, err := s.untilKnown(ctx, operation, id, func() (recorded time.Time, err error) {
		err = s.transact(ctx, func(tx runner) error {
			c := &change{store: s, ctx: ctx, tx: tx}
			if err := open(c); err != nil {
				return err
			}
			if err := work(c); err != nil {
				return err
			}
			recorded = c.recorded
			return c.close(id, operation, by)
		})
		return recorded, err
	})
	if err != nil && repeatable {
		if at, found, lookErr := s.findChange(ctx, id); lookErr == nil && found { // by another request under the same key, meanwhile
			recorded, err = at, nil
		}
	}
	if err == nil {
		made()
		s.config.Step(operation, "after")
	}
	return recorded, err
}

// plainly runs a transaction that records no fact, takes no stripe of the clock and leaves no receipt. It must be one that can be
// repeated: nobody looks whether it was committed when the connection is lost.
func (s *Store) plainly(ctx context.Context, work func(c *change) error) error {
	err := s.transact(ctx, func(tx runner) error { return work(&change{store: s, ctx: ctx, tx: tx, recorded: s.now()}) })
	return s.faultOf("graph", err)
}

// untilKnown tries until the change is known to be committed or refused.
func (s *Store) untilKnown(ctx context.Context, operation, id string, attempt func() (time.Time, error)) (time.Time, error) {
	deadline := time.Now().Add(s.config.Patience)
	for {
		recorded, err := attempt()
		if err == nil {
			return recorded, nil
		}
		problem := s.faultOf(operation, err)
		if fault.KindOf(problem) != fault.Unavailable {
			return time.Time{}, problem
		}
		for {
			recorded, found, lookErr := s.findChange(ctx, id)
			if lookErr == nil && found {
				return recorded, nil
			}
			if time.Now().After(deadline) || ctx.Err() != nil {
				return time.Time{}, problem
			}
			if lookErr == nil {
				break // it was not committed, and can be tried again
			}
			if err := pause(ctx, 200*time.Millisecond); err != nil {
				return time.Time{}, err
			}
		}
	}
}

// findChange looks for a change that may have been committed.
func (s *Store) findChange(ctx context.Context, id string) (recorded time.Time, found bool, err error) {
	err = s.read(ctx, cypher.ChangeFind, map[string]any{"id": id}, nil, func(record *neo4j.Record) error {
		found = true
		recorded = record.Values[0].(time.Time)
		return nil
	})
	return recorded, found, err
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// open takes a stripe, or all of them. Everything else that a change locks, it locks afterwards.
func (c *change) open(query string, params map[string]any) error {
	opened := false
	err := c.run(query, params, func(record *neo4j.Record) error {
		opened = true
		c.recorded = moment(record.Values[0].(time.Time))
		switch more := record.Values[1].(type) {
		case int64:
			c.facts = int(more)
		case bool:
			if more && !c.bulk {
				return fault.Conflictf("graph", "a large import is under way: wait until it is finished, or repeat it if its process has died")
			}
		}
		return nil
	})
	if err == nil && !opened {
		err = noSchema()
	}
	return err
}

func noSchema() error {
	return &fault.Error{Kind: fault.Unavailable, Op: "graph", Msg: "the database has no schema yet: run upline migrate"}
}

func (c *change) close(id, operation string, by By) error {
	if err := c.unlock(); err != nil {
		return err
	}
	return c.run(cypher.ClockClose, map[string]any{
		"stripe": c.stripe, "live": c.live, "id": id, "recorded": c.recorded,
		"actor": by.Actor, "operation": operation, "reason": by.Reason,
	}, nil)
}

// bulkKey marks the context of a bulk import.
type bulkKey struct{}

func bulkOf(ctx context.Context) bool { return ctx.Value(bulkKey{}) != nil }
