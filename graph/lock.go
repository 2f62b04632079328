package graph

import (
	"upline/cypher"
	"upline/graph/chronicle"
)

// locks are what a change locks until it is committed: always in the order of the fields.
type locks struct {
	trees    []string // sorted: changes of structure come one after the other
	orders   []string // sorted
	partners []string
}

// noLocks is for what constraints protect well enough.
var noLocks = locks{}

var (
	treeLock    = &chronicle.LockKind{Name: "tree", Lock: cypher.TreesLock, Recorded: cypher.TreesRecorded}
	orderLock   = &chronicle.LockKind{Name: "order", Lock: cypher.OrdersLock, Recorded: cypher.OrdersRecorded}
	partnerLock = &chronicle.LockKind{Name: "partner", Lock: cypher.PartnersLock, Recorded: cypher.PartnersRecorded}
)

func (l locks) inOrder() []chronicle.Lock {
	return []chronicle.Lock{{Kind: treeLock, IDs: l.trees}, {Kind: orderLock, IDs: l.orders}, {Kind: partnerLock, IDs: l.partners}}
}

// locking adds a partner to what a change locks, when the caller has seen a version: then no other change of the partner may
// come in between.
func (l locks) locking(by By, partner string) locks {
	if by.Seen != "" && len(l.partners) == 0 {
		l.partners = []string{partner}
	}
	return l
}
