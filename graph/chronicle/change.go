package chronicle

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/audit"
	"upline/internal/fault"
)

// stripes is how many changes can be under way at the same time; cypher/schema makes as many clocks, each with an audit chain.
const stripes = audit.Stripes

// By says who changes something, and why.
type By struct {
	Actor   string // a user, a job or a command, as audit.Actor writes it
	Session string // the id of the session or token; empty: a job or a command
	From    string // the IP address; empty: a job or a command
	Reason  string // may be empty where the change speaks for itself
}

// Change is a writing transaction.
type Change struct {
	Ctx      context.Context
	tx       runner
	stripe   int64
	locks    []Lock
	heads    []audit.Head // of the audit chains of the stripes that it holds
	abouts   []about
	unsaid   error     // why what it is about cannot be kept
	Recorded time.Time // of everything that it writes
	Live     int       // facts made visible, less those superseded
	Facts    int       // visible when the clock was stopped
	Bulk     bool      // a part of a bulk import: nobody else records anything, and followers read everything anyway
}

// Run runs a query of the transaction, and hands its records to each, which may be nil.
func (c *Change) Run(query string, params map[string]any, each func(record *neo4j.Record) error) error {
	return eachRecord(c.Ctx, c.tx, query, params, each)
}

// Change records something: work checks and writes in one transaction, at one time, all or nothing. It may run several
// times, when the database asks for it, so it must have no effect besides the transaction's. It returns when it was recorded.
//
// What is locked is locked before the time is taken. So whoever holds a lock sees everything that was recorded under it
// before, and records later: what is known of one tree, order or partner grows in time.
//
// Every change leaves at least one entry in the audit chain of its stripe: work says what it is about (Change.About).
func (s *Store) Change(ctx context.Context, operation string, by By, locks []Lock, work func(c *Change) error) (time.Time, error) {
	stripe := int64(s.stripe.Add(1) % stripes)
	return s.write(ctx, operation, by, func(c *Change) error {
		c.stripe, c.locks, c.Bulk = stripe, locks, BulkOf(ctx)
		after, err := c.lock()
		if err != nil {
			return err
		}
		now := s.Time()
		if !now.After(after) {
			now = after.Add(time.Microsecond)
		}
		return c.Open(cypher.ClockTake, map[string]any{"stripe": stripe, "now": now})
	}, work)
}

// Stopped is a change during which the clock stands still: everything recorded up to its time is committed, and nothing
// more will be. c.facts tells how many facts are visible at that time. It is made each time, under a key too (see Once): its
// callers want to know what is so now.
func (s *Store) Stopped(ctx context.Context, operation string, by By, work func(c *Change) error) (time.Time, error) {
	return s.write(EachTime(ctx), operation, by, func(c *Change) error {
		return c.Open(cypher.ClockStop, map[string]any{"now": s.Time()})
	}, work)
}

// Standing stops the clock for a moment: it returns a time up to which everything recorded is committed, for ever, and how many facts
// were visible then. It records nothing, and so leaves no receipt.
func (s *Store) Standing(ctx context.Context) (at time.Time, facts int, err error) {
	stopped := false
	err = s.Single(ctx, cypher.ClockStop, map[string]any{"now": s.Time()}, func(record *neo4j.Record) error {
		stopped, at, facts = true, Moment(record.Values[0].(time.Time)), int(record.Values[1].(int64))
		return nil
	})
	if err == nil && !stopped {
		err = noSchema()
	}
	return at, facts, err
}

// write commits a change. When the connection is lost at commit, nobody knows how it ended; so each change leaves its id
// behind, and is looked for.
func (s *Store) write(ctx context.Context, operation string, by By, open, work func(c *Change) error) (time.Time, error) {
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
	s.Config.Step(operation, "before")
	recorded, err := s.untilKnown(ctx, operation, id, func() (recorded time.Time, err error) {
		err = s.transact(ctx, func(tx runner) error {
			c := &Change{Ctx: ctx, tx: tx}
			if err := open(c); err != nil {
				return err
			}
			if err := work(c); err != nil {
				return err
			}
			recorded = c.Recorded
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
		s.Config.Step(operation, "after")
	}
	return recorded, err
}

// Plainly runs a transaction that records no fact, takes no stripe of the clock and leaves no receipt. It must be one that can be
// repeated: nobody looks whether it was committed when the connection is lost.
func (s *Store) Plainly(ctx context.Context, work func(c *Change) error) error {
	err := s.transact(ctx, func(tx runner) error { return work(&Change{Ctx: ctx, tx: tx, Recorded: s.Time()}) })
	return s.FaultOf("graph", err)
}

// untilKnown tries until the change is known to be committed or refused.
func (s *Store) untilKnown(ctx context.Context, operation, id string, attempt func() (time.Time, error)) (time.Time, error) {
	deadline := time.Now().Add(s.Config.Patience)
	for {
		recorded, err := attempt()
		if err == nil {
			return recorded, nil
		}
		problem := s.FaultOf(operation, err)
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
	err = s.Read(ctx, cypher.ChangeFind, map[string]any{"id": id}, nil, func(record *neo4j.Record) error {
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

// Open takes a stripe, or all of them. Everything else that a change locks, it locks afterwards.
func (c *Change) Open(query string, params map[string]any) error {
	opened := false
	err := c.Run(query, params, func(record *neo4j.Record) error {
		opened = true
		c.Recorded = Moment(record.Values[0].(time.Time))
		switch more := record.Values[1].(type) {
		case int64:
			c.Facts = int(more)
		case bool:
			if more && !c.Bulk {
				return fault.Conflictf("graph", "a large import is under way: wait until it is finished, or repeat it if its process has died")
			}
		}
		c.heads = headsOf(record.Values[2])
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

// close counts, leaves the receipt, and puts what the change was about into the audit chain of its stripe. A change during which the
// clock stands still has all stripes, and takes the chain of the first.
func (c *Change) close(id, operation string, by By) error {
	if err := c.unlock(); err != nil {
		return err
	}
	actor, err := audit.ActorOf(by.Actor)
	if err != nil {
		return err
	}
	chain, err := c.chain(id, operation, actor, by)
	if err != nil {
		return err
	}
	return c.Run(cypher.ClockClose, map[string]any{
		"stripe": c.stripe, "live": c.Live, "id": id, "recorded": c.Recorded,
		"actor": actor.String(), "operation": operation, "reason": by.Reason,
		"entries": chain.rows, "first": chain.first, "last": chain.head.No, "hash": string(chain.head.Hash),
	}, nil)
}

// Expect runs a query that writes so many facts and returns how many it wrote, each of which makes live more or less.
func (c *Change) Expect(count int, query string, params map[string]any, live int) error {
	written := 0
	err := c.Run(query, params, func(record *neo4j.Record) error {
		written = int(record.Values[0].(int64))
		return nil
	})
	if err == nil && written != count {
		return fault.NotFoundf("graph", "%d of %d facts could be written: a partner or an order that they name is not there", written, count)
	}
	c.Live += live * count
	return err
}

// Rows are the parameters of a query that records facts.
func (c *Change) Rows(list []any) map[string]any {
	params := map[string]any{"rows": list, "recorded": c.Recorded, "superseded": FarTime, "changed": nil}
	if !c.Bulk {
		params["changed"] = c.Recorded
	}
	return params
}

// InBulk marks the context of an import in bulk: while it is under way, nobody else records anything.
func InBulk(ctx context.Context) context.Context { return context.WithValue(ctx, bulkKey{}, true) }

type bulkKey struct{}

// BulkOf says whether a context is that of an import in bulk.
func BulkOf(ctx context.Context) bool { return ctx.Value(bulkKey{}) != nil }
