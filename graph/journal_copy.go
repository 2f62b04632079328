package graph

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// StandingTime waits for the changes that are under way, and returns a time after them.
//
// Errors: Conflict while an import in bulk is under way.
func (s *Store) StandingTime(ctx context.Context) (time.Time, error) {
	return s.standstill(ctx, func(c *change) error {
		_, err := c.bulkImports(chronicle.FarTime)
		return err
	})
}

// CopyAll hands copies of everything of which there is much to write, while others go on: it is as of no single time. Whatever
// changes after since, a StandingTime, CopyChanged copies again; both together are the company as it was at one time. Write is
// called by one goroutine at a time.
//
// Errors: those of write, and of reading.
func (s *Store) CopyAll(ctx context.Context, since time.Time, write func(copies []Copied) error, progress func(done, of int)) error {
	reached, err := s.Reached(ctx)
	if err != nil {
		return err
	}
	runs, err := s.postedBetween(ctx, time.Time{}, since)
	if err != nil {
		return err
	}
	j := &journalCopier{store: s, write: write, progress: progress}
	var group *errgroup.Group
	group, j.ctx = errgroup.WithContext(ctx)
	group.SetLimit(chronicle.LargeReads) // those that are read and not written yet are held in memory
	for _, of := range numbered {
		j.of += int(reached[of.sequence]+journalChunk-1) / journalChunk
	}
	for _, of := range numbered {
		for first := int64(0); first < reached[of.sequence]; first += journalChunk {
			group.Go(func() error {
				seqs := make([]int64, 0, journalChunk)
				for seq := first; seq < min(first+journalChunk, reached[of.sequence]); seq++ {
					seqs = append(seqs, seq)
				}
				return j.chunk(of.kind, of.query, seqs)
			})
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	j.ctx = ctx
	if err := j.streams(time.Time{}, time.Time{}); err != nil {
		return err
	}
	return j.runs(runs)
}

// journalCopier reads copies and hands them on.
type journalCopier struct {
	store    *Store
	ctx      context.Context
	progress func(done, of int)
	mutex    sync.Mutex
	write    func(copies []Copied) error
	done, of int
}

func (j *journalCopier) chunk(kind, query string, seqs []int64) error {
	var copies []Copied
	err := j.store.ReadLarge(j.ctx, query, map[string]any{"seqs": seqs}, func() { copies = copies[:0] }, func(record *neo4j.Record) error {
		copied, err := copyOf(kind, record)
		copies = append(copies, copied)
		return err
	})
	if err != nil {
		return err
	}
	j.mutex.Lock()
	defer j.mutex.Unlock()
	j.done++
	if j.progress != nil {
		j.progress(j.done, j.of)
	}
	return j.write(copies)
}

// jobsAgain is how far back jobs are copied again: who works on one says so without the clock, by that of another machine.
const jobsAgain = 10 * time.Minute

// streams copies receipts, audit entries and jobs.
func (j *journalCopier) streams(receipts, jobs time.Time) error {
	if err := j.stream(receiptKind, cypher.JournalReceipts, map[string]any{"since": receipts}); err != nil {
		return err
	}
	if err := j.stream(auditEntryKind, cypher.JournalAuditEntries, map[string]any{"since": receipts}); err != nil {
		return err
	}
	if err := j.stream(auditBodyKind, cypher.JournalAuditBodies, map[string]any{"since": receipts}); err != nil {
		return err
	}
	return j.stream(jobKind, cypher.JournalJobs, map[string]any{"since": jobs})
}

// runs copies what runs state. It never changes once they are posted.
func (j *journalCopier) runs(nos []int64) error {
	for _, no := range nos {
		if err := j.stream(statementKind, cypher.JournalStatements, map[string]any{"run": no}); err != nil {
			return err
		}
		if err := j.stream(standingKind, cypher.JournalStandings, map[string]any{"run": no}); err != nil {
			return err
		}
	}
	return nil
}

// stream copies what a query returns.
//
// Errors: Unavailable when the connection is lost in the middle, since what was handed on cannot be taken back.
func (j *journalCopier) stream(kind, query string, params map[string]any) error {
	var copies []Copied
	begun := 0
	err := j.store.Read(j.ctx, query, params, func() { begun++ }, func(record *neo4j.Record) error {
		if begun > 1 {
			return &fault.Error{Kind: fault.Unavailable, Op: "backup", Msg: "the connection to the database was lost: back up again"}
		}
		copied, err := streamed(kind, params["run"], record)
		if err != nil {
			return err
		}
		if copies = append(copies, copied); len(copies) < journalChunk {
			return nil
		}
		part := copies
		copies = nil
		return j.write(part)
	})
	if err != nil {
		return err
	}
	return j.write(copies)
}

func streamed(kind string, run any, record *neo4j.Record) (Copied, error) {
	if kind != standingKind {
		copied, err := copyOf(kind, record)
		if kind == statementKind {
			copied.Key = fmt.Sprintf("%v/%s", run, copied.Key)
		}
		return copied, err
	}
	link, err := appendLink(nil, []any{"HOLDS", "Rank", record.Values[1], record.Values[2]})
	return Copied{
		Kind: kind, Key: fmt.Sprintf("%v/%v", run, record.Values[0]), Properties: []byte("{}"), Versions: []byte("[]"), Links: listOf([][]byte{link}),
	}, err
}

// bulkImports tells whether an import in bulk has finished since a time.
//
// Errors: Conflict while one is under way.
func (c *change) bulkImports(since time.Time) (finished bool, err error) {
	err = c.Run(cypher.JournalImports, map[string]any{"since": since}, func(record *neo4j.Record) error {
		if record.Values[0].(int64) > 0 {
			return fault.Conflictf("backup", "a large import is under way: back up when it is finished")
		}
		finished = record.Values[1].(int64) > 0
		return nil
	})
	return finished, err
}

// postedBetween returns the numbers of runs that were posted after a time, up to another one.
func (s *Store) postedBetween(ctx context.Context, after, until time.Time) (nos []int64, err error) {
	first, last := AllPeriods()
	runs, err := s.Runs(ctx, first, last)
	for _, r := range runs {
		if r.State == Posted && r.PostedAt.After(after) && !r.PostedAt.After(until) {
			nos = append(nos, r.No)
		}
	}
	return nos, err
}
