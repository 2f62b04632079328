package graph

import (
	"context"
	"sync"
	"time"

	"upline/graph/chronicle"
)

// Config says where the database is, and how the company is kept in it.
type Config struct {
	chronicle.Config
	// JobSilence is after how long a job whose worker is not heard of may be taken by another one; 0: half a minute.
	JobSilence time.Duration
	// BulkFrom is from how many partners and orders on an import into an empty store is one in bulk; 0: 100,000.
	BulkFrom int
}

// By says who changes something, why, and of whom that one may.
type By struct {
	Actor   string // a user, a job or a command, as audit.Actor writes it
	Session string // the id of the session or token; empty: a job or a command
	From    string // the IP address; empty: a job or a command
	Reason  string // may be empty where the change speaks for itself
	// Seen is the version that was looked at of the thing that is changed; empty: whatever it is. When it is another one by
	// then, the change is Stale.
	Seen string
	// Within is of whom it may be; whoever is outside is not found.
	Within Sight
}

// Recorded is what the chronicle keeps of it.
func (b By) Recorded() chronicle.By {
	return chronicle.By{Actor: b.Actor, Session: b.Session, From: b.From, Reason: b.Reason}
}

// Slice says which part of a list is asked for.
type Slice = chronicle.Slice

// Store is the company's graph.
type Store struct {
	*chronicle.Store
	jobSilence time.Duration
	bulkFrom   int
	places     placeFinder
	trees      treeNumbers
	gates      gates
}

// Open connects to the database.
//
// Errors: those of chronicle.Open.
func Open(ctx context.Context, c Config) (*Store, error) {
	if c.JobSilence == 0 {
		c.JobSilence = 30 * time.Second
	}
	if c.BulkFrom == 0 {
		c.BulkFrom = 100_000
	}
	kept, err := chronicle.Open(ctx, c.Config)
	if err != nil {
		return nil, err
	}
	s := &Store{Store: kept, jobSilence: c.JobSilence, bulkFrom: c.BulkFrom}
	s.places.settled, s.places.trees = sync.NewCond(&s.places.mutex), map[string]*vacantTree{}
	return s, nil
}

// Latest is the time of knowing at which everything counts that is committed and not superseded, whatever the clocks of the
// machines are that recorded it.
var Latest = chronicle.Moment(chronicle.FarDay.Add(-time.Second))

// change is a writing transaction on the company.
type change struct {
	*chronicle.Change
	store *Store
}

// change records something (see chronicle.Store.Change).
func (s *Store) change(ctx context.Context, operation string, by By, locks locks, work func(c *change) error) (time.Time, error) {
	return s.Change(ctx, operation, by.Recorded(), locks.inOrder(), s.with(work))
}

// stopped is a change during which the clock stands still (see chronicle.Store.Stopped).
func (s *Store) stopped(ctx context.Context, operation string, by By, work func(c *change) error) (time.Time, error) {
	return s.Stopped(ctx, operation, by.Recorded(), s.with(work))
}

// plainly runs a transaction that records no fact (see chronicle.Store.Plainly).
func (s *Store) plainly(ctx context.Context, work func(c *change) error) error {
	return s.Plainly(ctx, s.with(work))
}

func (s *Store) with(work func(c *change) error) func(c *chronicle.Change) error {
	return func(c *chronicle.Change) error { return work(&change{c, s}) }
}
