package chronicle

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// The driver runs transactions again by itself, but waits a second first. When many record at the same time, the database ends
// one of two transactions that seem to wait for each other, and a second is long for a person: so we repeat them ourselves, soon.

// How long to wait before a transaction is repeated: the first time, and at most.
const (
	firstPause   = 5 * time.Millisecond
	longestPause = time.Second
)

// runner runs queries, in a transaction or not.
type runner interface {
	Run(ctx context.Context, query string, params map[string]any) (neo4j.ResultWithContext, error)
}

// Read runs a reading query and hands each record to each. The query may be run again when the connection is lost, so each must
// not keep what it was told before begin was called.
func (s *Store) Read(ctx context.Context, query string, params map[string]any, begin func(), each func(record *neo4j.Record) error) error {
	err := s.again(ctx, func() (final bool, err error) {
		session := s.Driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, FetchSize: 1000})
		defer session.Close(ctx)
		if begin != nil {
			begin()
		}
		return false, eachRecord(ctx, byItself{session, 0}, query, params, each)
	})
	return s.FaultOf("graph", err)
}

// LargeReads is how many large reads run at the same time, unless Config says otherwise: measured with chunks of a snapshot of
// 1,000,000 partners on 2 cores; a third session has something to send while the two others wait.
const LargeReads = 3

// ReadLarge is Read, for queries that take long and of which there are many: just some run at the same time.
func (s *Store) ReadLarge(ctx context.Context, query string, params map[string]any, begin func(), each func(record *neo4j.Record) error) error {
	if err := s.large.Acquire(ctx, 1); err != nil {
		return err
	}
	defer s.large.Release(1)
	return s.Read(ctx, query, params, begin, each)
}

// Single runs a writing query by itself, which is committed whatever each says. It must be one that can be repeated, since nobody
// looks whether it was committed when the connection is lost.
func (s *Store) Single(ctx context.Context, query string, params map[string]any, each func(record *neo4j.Record) error) error {
	return s.singleWithin(ctx, s.Config.TransactionTerm, query, params, each)
}

// singleWithin is single, but the database ends the query after a time; 0: never.
func (s *Store) singleWithin(ctx context.Context, term time.Duration, query string, params map[string]any, each func(record *neo4j.Record) error) error {
	err := s.again(ctx, func() (final bool, err error) {
		session := s.Driver.NewSession(ctx, neo4j.SessionConfig{})
		defer session.Close(ctx)
		return false, eachRecord(ctx, byItself{session, term}, query, params, each)
	})
	return s.FaultOf("graph", err)
}

// transact runs work in a writing transaction, again if need be. Nothing is known about an error of the commit.
func (s *Store) transact(ctx context.Context, work func(tx runner) error) error {
	return s.again(ctx, func() (committing bool, err error) {
		session := s.Driver.NewSession(ctx, neo4j.SessionConfig{})
		defer session.Close(ctx)
		tx, err := session.BeginTransaction(ctx, neo4j.WithTxTimeout(s.Config.TransactionTerm))
		if err != nil {
			return false, err
		}
		defer tx.Close(ctx)
		if err := work(tx); err != nil {
			return false, err
		}
		return true, tx.Commit(ctx)
	})
}

// again tries until it succeeds, or fails for good, or for too long.
func (s *Store) again(ctx context.Context, try func() (final bool, err error)) error {
	deadline := time.Now().Add(s.Config.Patience / 2)
	for wait := firstPause; ; wait = min(2*wait, longestPause) {
		final, err := try()
		if err == nil || final || !neo4j.IsRetryable(err) || time.Now().After(deadline) {
			return err
		}
		if pause(ctx, wait/2+rand.N(wait)) != nil {
			return err
		}
	}
}

// byItself runs each query in a transaction of its own, which takes one exchange with the database instead of three.
type byItself struct {
	session neo4j.SessionWithContext
	term    time.Duration // after how long the database ends it; 0: never
}

func (b byItself) Run(ctx context.Context, query string, params map[string]any) (neo4j.ResultWithContext, error) {
	if b.term == 0 {
		return b.session.Run(ctx, query, params)
	}
	return b.session.Run(ctx, query, params, neo4j.WithTxTimeout(b.term))
}

// eachRecord runs a query and hands its records to each, one after the other.
func eachRecord(ctx context.Context, in runner, query string, params map[string]any, each func(record *neo4j.Record) error) error {
	for name, value := range params {
		if t, ok := value.(time.Time); ok {
			params[name] = Moment(t)
		}
	}
	result, err := in.Run(ctx, query, params)
	if err != nil {
		return err
	}
	for result.Next(ctx) {
		if each == nil {
			continue
		}
		if err := each(result.Record()); err != nil {
			return err
		}
	}
	return result.Err()
}
