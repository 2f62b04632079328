package graph

import (
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/fault"
)

// locks are what a change locks until it is committed: always in the order of the fields, and before its stripe of the
// clock, so that no two changes wait for each other.
type locks struct {
	trees    []string // sorted: changes of structure come one after the other
	orders   []string // sorted
	partners []string
}

// noLocks is for what constraints protect well enough.
var noLocks = locks{}

// Latest is the time of knowing at which everything counts that is committed and not superseded, whatever the clocks of the
// machines are that recorded it.
var Latest = moment(farDay.Add(-time.Second))

// believed is Latest for reading within a change.
var believed = Latest

// lock locks, and returns the latest time at which anything was recorded under these locks.
func (c *change) lock() (latest time.Time, err error) {
	err = c.eachKind(func(ids []string, kind *lockKind) error {
		there := map[string]bool{}
		err := c.run(kind.lock, map[string]any{"ids": ids}, func(record *neo4j.Record) error {
			there[record.Values[0].(string)] = true
			if at := record.Values[1].(time.Time); at.After(latest) {
				latest = at
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !there[id] {
				return fault.NotFoundf(kind.name, "there is no %s %s", kind.name, id)
			}
		}
		return nil
	})
	return moment(latest), err
}

// unlock keeps with each lock when something was recorded under it. The locks themselves go with the transaction.
func (c *change) unlock() error {
	return c.eachKind(func(ids []string, kind *lockKind) error {
		return c.run(kind.recorded, map[string]any{"ids": ids, "recorded": c.recorded}, nil)
	})
}

// lockKind is a kind of node that is locked.
type lockKind struct{ name, lock, recorded string }

// eachKind visits the kinds of which something is locked.
func (c *change) eachKind(visit func(ids []string, kind *lockKind) error) error {
	for _, of := range []struct {
		ids  []string
		kind lockKind
	}{
		{c.locks.trees, lockKind{"tree", cypher.TreesLock, cypher.TreesRecorded}},
		{c.locks.orders, lockKind{"order", cypher.OrdersLock, cypher.OrdersRecorded}},
		{c.locks.partners, lockKind{"partner", cypher.PartnersLock, cypher.PartnersRecorded}},
	} {
		if len(of.ids) == 0 {
			continue
		}
		if err := visit(of.ids, &of.kind); err != nil {
			return err
		}
	}
	return nil
}
