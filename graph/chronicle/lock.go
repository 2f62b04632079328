package chronicle

import (
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/internal/fault"
)

// LockKind is a kind of node that is locked: what it is called, the query that locks some of them, and the one that keeps with each
// when something was recorded under it.
type LockKind struct{ Name, Lock, Recorded string }

// Lock is what a change locks until it is committed, before its stripe of the clock: nodes of a kind, by their sorted ids. All
// changes name the kinds in the same order, so that no two wait for each other.
type Lock struct {
	Kind *LockKind
	IDs  []string
}

// lock locks, and returns the latest time at which anything was recorded under these locks.
func (c *Change) lock() (latest time.Time, err error) {
	err = c.eachLock(func(l Lock) error {
		there := map[string]bool{}
		err := c.Run(l.Kind.Lock, map[string]any{"ids": l.IDs}, func(record *neo4j.Record) error {
			there[record.Values[0].(string)] = true
			if at := record.Values[1].(time.Time); at.After(latest) {
				latest = at
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, id := range l.IDs {
			if !there[id] {
				return fault.NotFoundf(l.Kind.Name, "there is no %s %s", l.Kind.Name, id)
			}
		}
		return nil
	})
	return Moment(latest), err
}

// unlock keeps with each lock when something was recorded under it. The locks themselves go with the transaction.
func (c *Change) unlock() error {
	return c.eachLock(func(l Lock) error {
		return c.Run(l.Kind.Recorded, map[string]any{"ids": l.IDs, "recorded": c.Recorded}, nil)
	})
}

func (c *Change) eachLock(visit func(l Lock) error) error {
	for _, l := range c.locks {
		if len(l.IDs) == 0 {
			continue
		}
		if err := visit(l); err != nil {
			return err
		}
	}
	return nil
}
