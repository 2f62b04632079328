package chronicle

import (
	"context"
	"iter"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/audit"
)

// Ledger is the audit as it is kept, up to a time at which the clock stood still.
type Ledger struct {
	At      time.Time
	Heads   []audit.Head // of all stripes
	Anchors Anchors
	store   *Store
	// What stands behind the heads, by stripe: numbers of entries, and of the first entries of receipts. Nothing we have written does.
	entries, receipts map[int][]int64
}

// ledgerChunk is how many numbers are read at a time.
const ledgerChunk = 5000

// Ledger stops the clock for a moment, and reads where all chains end. It records nothing.
func (s *Store) Ledger(ctx context.Context) (*Ledger, error) {
	var l *Ledger
	err := s.Plainly(ctx, func(c *Change) error {
		l = &Ledger{store: s, entries: map[int][]int64{}, receipts: map[int][]int64{}}
		if err := c.Open(cypher.ClockStop, map[string]any{"now": s.Time()}); err != nil {
			return err
		}
		l.At, l.Heads = c.Recorded, everyStripe(c.heads)
		ends := make([]any, len(l.Heads))
		for i, h := range l.Heads {
			ends[i] = []any{h.Stripe, h.No}
		}
		return c.Run(cypher.AuditBeyond, map[string]any{"heads": ends}, l.takeBeyond)
	})
	if err != nil {
		return nil, err
	}
	l.Anchors, err = s.Anchors(ctx)
	return l, err
}

func (l *Ledger) takeBeyond(record *neo4j.Record) error {
	stripe := int(record.Values[0].(int64))
	if no, is := record.Values[1].(int64); is {
		l.entries[stripe] = append(l.entries[stripe], no)
	}
	if first, is := record.Values[2].(int64); is {
		l.receipts[stripe] = append(l.receipts[stripe], first)
	}
	return nil
}

// everyStripe are the heads of all stripes in their order. One that is not there is empty.
func everyStripe(kept []audit.Head) []audit.Head {
	heads := make([]audit.Head, audit.Stripes)
	for i := range heads {
		heads[i].Stripe = i
	}
	for _, h := range kept {
		if h.Stripe >= 0 && h.Stripe < len(heads) {
			heads[h.Stripe] = h
		}
	}
	return heads
}

// windows hands a stripe's numbers to read, in parts: up to the head, and then those behind it.
func (l *Ledger) windows(stripe int, beyond []int64, read func(after, through int64) (more bool, err error)) error {
	for after, head := int64(0), l.Heads[stripe].No; after < head; after += ledgerChunk {
		if more, err := read(after, min(head, after+ledgerChunk)); err != nil || !more {
			return err
		}
	}
	for _, no := range beyond {
		if more, err := read(no-1, no); err != nil || !more {
			return err
		}
	}
	return nil
}

// Entries are those of a stripe, in the order of the numbers that are kept beside them.
func (l *Ledger) Entries(ctx context.Context, stripe int) iter.Seq2[KeptEntry, error] {
	return func(yield func(KeptEntry, error) bool) {
		err := l.windows(stripe, l.entries[stripe], func(after, through int64) (bool, error) {
			var part []KeptEntry
			params := map[string]any{"stripe": stripe, "after": after, "through": through}
			err := l.store.Read(ctx, cypher.AuditEntries, params, func() { part = part[:0] }, func(record *neo4j.Record) error {
				part = append(part, keptEntry(stripe, record))
				return nil
			})
			for i := range part {
				if err == nil && !yield(part[i], nil) {
					return false, nil
				}
			}
			return true, err
		})
		if err != nil {
			yield(KeptEntry{}, err)
		}
	}
}

// Receipts are those of a stripe, in the order of their first entries.
func (l *Ledger) Receipts(ctx context.Context, stripe int) iter.Seq2[audit.Receipt, error] {
	return func(yield func(audit.Receipt, error) bool) {
		err := l.windows(stripe, l.receipts[stripe], func(after, through int64) (bool, error) {
			var part []audit.Receipt
			params := map[string]any{"stripe": stripe, "after": after, "through": through}
			err := l.store.Read(ctx, cypher.AuditReceipts, params, func() { part = part[:0] }, func(record *neo4j.Record) error {
				c := ColumnsOf(record)
				part = append(part, audit.Receipt{
					ID: c.Text("id"), First: c.Number("first"), Last: c.Number("last"), Recorded: c.Time("recorded"),
					Actor: c.Text("actor"), Operation: c.Text("operation"),
				})
				return nil
			})
			for i := range part {
				if err == nil && !yield(part[i], nil) {
					return false, nil
				}
			}
			return true, err
		})
		if err != nil {
			yield(audit.Receipt{}, err)
		}
	}
}
