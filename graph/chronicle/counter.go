package chronicle

import (
	"context"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
)

// Everything recorded gets a number that never changes, so that it can be read in chunks while others write. Numbers are
// taken ahead of the transaction that uses them, some at a time; what is not used is a gap.

// counters keeps the numbers that this process has taken and not used.
type counters struct {
	mutex sync.Mutex
	taken map[string]*block
}

type block struct{ next, end int64 }

// ahead is how many numbers are taken at least.
const ahead = 32

// Numbers takes so many numbers of a sequence, in a row.
func (s *Store) Numbers(ctx context.Context, sequence string, count int) (first int64, err error) {
	s.counters.mutex.Lock()
	defer s.counters.mutex.Unlock()
	if s.counters.taken == nil {
		s.counters.taken = map[string]*block{}
	}
	b := s.counters.taken[sequence]
	if b == nil || b.end-b.next < int64(count) {
		take := int64(max(count, ahead))
		start, err := s.TakeNumbers(ctx, sequence, take)
		if err != nil {
			return 0, err
		}
		b = &block{start, start + take}
		s.counters.taken[sequence] = b
	}
	first = b.next
	b.next += int64(count)
	return first, nil
}

// TakeNumbers takes just so many numbers: for those that people see.
func (s *Store) TakeNumbers(ctx context.Context, sequence string, count int64) (first int64, err error) {
	err = s.Single(ctx, cypher.CounterTake, map[string]any{"name": sequence, "count": count}, func(record *neo4j.Record) error {
		first = record.Values[0].(int64)
		return nil
	})
	return first, err
}

// Reached tells how far each sequence has come: nothing that is recorded has that number or a higher one.
func (s *Store) Reached(ctx context.Context) (map[string]int64, error) {
	next := map[string]int64{}
	err := s.Read(ctx, cypher.CountersRead, nil, nil, func(record *neo4j.Record) error {
		next[record.Values[0].(string)] = record.Values[1].(int64)
		return nil
	})
	return next, err
}
