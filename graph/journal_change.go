package graph

import (
	"context"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Cut is what has changed up to a time, at which the clock stood still.
type Cut struct {
	To     time.Time
	Live   int // facts visible then
	copies []Copied
	runs   []int64 // posted since
	store  *Store
}

// CopyChanged copies what has changed since a time, and everything of which there are few. It copies while others go on, stops the
// clock for a moment, and copies again what has changed in the meantime, so that they wait for little. When more than most things
// have changed (0: however many), or an import in bulk has written what nobody counts, the cut is nil: then everything is to be
// copied.
//
// Errors: Conflict while an import in bulk is under way, or when most is 0 and one has finished since.
func (s *Store) CopyChanged(ctx context.Context, since time.Time, most int) (*Cut, error) {
	between, err := s.StandingTime(ctx)
	if err != nil {
		return nil, err
	}
	var early, cut *Cut
	err = s.plainly(ctx, func(c *change) (err error) {
		early, err = c.cutSince(since, most)
		return err
	})
	if err != nil || early == nil {
		return nil, err
	}
	at, err := s.standstill(ctx, func(c *change) (err error) {
		if cut, err = c.cutSince(between, most); err != nil || cut == nil {
			return err
		}
		cut.Live = c.Facts
		if err := c.copyFew(cut); err != nil {
			return err
		}
		return c.Run(cypher.JournalStopped, map[string]any{"stopped": c.Recorded}, nil)
	})
	if err != nil || cut == nil {
		return nil, err
	}
	cut.To, cut.store = at, s
	cut.replace(early)
	cut.runs, err = s.postedBetween(ctx, since, at)
	return cut, err
}

// cutSince copies what has changed since a time; nil when that is too much (see CopyChanged).
func (c *change) cutSince(since time.Time, most int) (*Cut, error) {
	finished, err := c.bulkImports(since)
	if err != nil {
		return nil, err
	}
	if finished && most == 0 {
		return nil, fault.Conflictf("backup", "a large import came in between: back up again")
	}
	changed, count, err := c.changedSince(since, most)
	if err != nil || finished || most > 0 && count > most {
		return nil, err
	}
	cut := &Cut{}
	return cut, c.copyChanged(cut, changed, since)
}

// replace takes up what was copied earlier, but for what was copied again.
func (cut *Cut) replace(early *Cut) {
	type name struct{ kind, key string }
	again := map[name]bool{}
	for i := range cut.copies {
		again[name{cut.copies[i].Kind, cut.copies[i].Key}] = true
	}
	for _, copied := range early.copies {
		if !again[name{copied.Kind, copied.Key}] {
			cut.copies = append(cut.copies, copied)
		}
	}
}

// changedSince returns the numbers of what has changed since a time, by kind.
func (c *change) changedSince(since time.Time, most int) (changed map[string][]int64, count int, err error) {
	limit := int64(1) << 40
	if most > 0 {
		limit = int64(most) + 1
	}
	changed = map[string][]int64{}
	err = c.Run(cypher.JournalChanged, map[string]any{"since": since, "limit": limit}, func(record *neo4j.Record) error {
		kind := record.Values[0].(string)
		changed[kind] = append(changed[kind], record.Values[1].(int64))
		count++
		return nil
	})
	return changed, count, err
}

// copyChanged copies what has changed, and the receipts, audit entries and jobs since a time.
func (c *change) copyChanged(cut *Cut, changed map[string][]int64, since time.Time) error {
	for _, of := range numbered {
		for seqs := changed[of.kind]; len(seqs) > 0; {
			part := seqs[:min(journalChunk, len(seqs))]
			seqs = seqs[len(part):]
			if err := c.copyTo(cut, of.kind, of.query, map[string]any{"seqs": part}); err != nil {
				return err
			}
		}
	}
	if err := c.copyTo(cut, receiptKind, cypher.JournalReceipts, map[string]any{"since": since}); err != nil {
		return err
	}
	if err := c.copyTo(cut, auditEntryKind, cypher.JournalAuditEntries, map[string]any{"since": since}); err != nil {
		return err
	}
	if err := c.copyTo(cut, auditBodyKind, cypher.JournalAuditBodies, map[string]any{"since": since}); err != nil {
		return err
	}
	return c.copyTo(cut, jobKind, cypher.JournalJobs, map[string]any{"since": since.Add(-jobsAgain)})
}

func (c *change) copyTo(cut *Cut, kind, query string, params map[string]any) error {
	return c.Run(query, params, func(record *neo4j.Record) error {
		copied, err := copyOf(kind, record)
		cut.copies = append(cut.copies, copied)
		return err
	})
}

func (c *change) copyFew(cut *Cut) error {
	return c.Run(cypher.JournalFew, nil, func(record *neo4j.Record) error {
		kind, properties := record.Values[0].(string), record.Values[2].(map[string]any)
		text, err := appendProperties(nil, properties)
		cut.copies = append(cut.copies, Copied{
			Kind: kind, Key: keyOfFew(kind, properties), Properties: text, Versions: []byte("[]"), Links: []byte("[]"),
		})
		return err
	})
}

// keyOfFew is what tells things of a kind apart.
func keyOfFew(kind string, properties map[string]any) string {
	switch kind {
	case "Clock":
		return fmt.Sprint(properties["stripe"])
	case "Counter", "Schedule", "Rights":
		return fmt.Sprint(properties["name"])
	case "PlanVersion":
		return fmt.Sprintf("%v %v", chronicle.Day(properties["validFrom"]), properties["recorded"].(time.Time).UTC().Format(time.RFC3339Nano))
	case "Import":
		return properties["began"].(time.Time).UTC().Format(time.RFC3339Nano)
	case "ProfileVersion":
		return fmt.Sprintf("%v %v", properties["profile"], properties["recorded"].(time.Time).UTC().Format(time.RFC3339Nano))
	default: // trees, ranks, statuses, runs, departments, profiles
		return fmt.Sprint(properties["id"])
	}
}

// Each hands the copies to write, those of the statements of runs posted since last.
//
// Errors: those of write, and of reading.
func (cut *Cut) Each(ctx context.Context, write func(copies []Copied) error) error {
	if err := write(cut.copies); err != nil {
		return err
	}
	return (&journalCopier{store: cut.store, ctx: ctx, write: write}).runs(cut.runs)
}
