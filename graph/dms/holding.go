package dms

import (
	"context"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// Holding is what the object store should hold of a document, and how.
type Holding struct {
	ID       string
	Class    string
	State    State
	Partner  string    // whom it is about; empty: nobody
	Contents []Content // the present one first; hashes and sizes alone
	Kept
	Ended period.Day // the first day on which the partner was none any more; 0: is one, or nobody asked
	seq   int64
}

func holdingOf(c chronicle.Columns) Holding {
	h := Holding{ID: c.Text("id"), Class: c.Text("class"), State: State(c.Text("state")), Partner: c.Text("partner"), Kept: keptOf(c), seq: c.Number("seq")}
	for _, each := range c.List("contents") {
		of := each.([]any)
		content := Content{SHA256: of[0].(string), Size: of[1].(int64)}
		if !slices.Contains(h.Contents, content) {
			h.Contents = append(h.Contents, content)
		}
	}
	if c["ended"] != nil {
		h.Ended = chronicle.Day(c["ended"])
	}
	return h
}

// holdings reads holdings by a query.
func (s *Store) holdings(ctx context.Context, query string, params map[string]any) (list []Holding, err error) {
	err = s.Read(ctx, query, params, func() { list = nil }, func(record *neo4j.Record) error {
		list = append(list, holdingOf(chronicle.ColumnsOf(record)))
		return nil
	})
	return list, err
}

// holdingsAtOnce is how many are read at a time.
const holdingsAtOnce = 1000

// eachHolding visits what a query returns page by page.
func (s *Store) eachHolding(ctx context.Context, query string, params map[string]any, visit func(page []Holding) error) error {
	params["limit"], params["after"] = holdingsAtOnce, int64(0)
	for {
		page, err := s.holdings(ctx, query, params)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := visit(page); err != nil {
			return err
		}
		if len(page) < holdingsAtOnce {
			return nil
		}
		params["after"] = page[len(page)-1].seq
	}
}

// EachHolding visits what the object store should hold of all documents that are not deleted, some at a time.
func (s *Store) EachHolding(ctx context.Context, visit func(page []Holding) error) error {
	return s.eachHolding(ctx, cypher.HoldingsPage, map[string]any{}, visit)
}

// EachHeld visits those of the documents that are held.
func (s *Store) EachHeld(ctx context.Context, visit func(page []Holding) error) error {
	return s.eachHolding(ctx, cypher.HoldingsHeld, map[string]any{}, visit)
}

// EachOf visits those of the documents about a partner, and of those that an erasure has deleted already.
func (s *Store) EachOf(ctx context.Context, partner, erasure string, visit func(page []Holding) error) error {
	return s.eachHolding(ctx, cypher.HoldingsOfPartner, map[string]any{"partner": partner, "erasure": erasure}, visit)
}

// EachGoingOn visits the documents of a class, which are kept from the end of a matter, that are kept for less than through a day: each
// says whether, as of today, the partner whom it is about is one.
func (s *Store) EachGoingOn(ctx context.Context, class string, through, today period.Day, visit func(page []Holding) error) error {
	return s.eachHolding(ctx, cypher.HoldingsGoingOn, map[string]any{
		"class": class, "keep": chronicle.Date(through), "asOf": chronicle.Date(today), "knownAt": graph.Latest,
	}, visit)
}

// EachGone visits the ids of documents that are deleted, some at a time.
func (s *Store) EachGone(ctx context.Context, visit func(ids []string) error) error {
	for after := int64(0); ; {
		var ids []string
		params := map[string]any{"after": after, "limit": holdingsAtOnce}
		err := s.Read(ctx, cypher.DocumentsGone, params, func() { ids = nil }, func(record *neo4j.Record) error {
			ids, after = append(ids, record.Values[0].(string)), record.Values[1].(int64)
			return nil
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := visit(ids); err != nil {
			return err
		}
	}
}

// Extend records that documents are kept for longer, once the object store does so. It returns of how many that is true.
func (s *Store) Extend(ctx context.Context, list []Holding, by graph.By) (extended int, err error) {
	if len(list) == 0 {
		return 0, nil
	}
	rows, ids := make([]any, len(list)), make([]string, len(list))
	for i := range list {
		h := &list[i]
		rows[i], ids[i] = []any{h.ID, chronicle.Date(h.Through), string(h.Lock), h.lockedUntil()}, h.ID
	}
	slices.Sort(ids)
	_, err = s.Change(ctx, "keep documents longer", by.Recorded(), []chronicle.Lock{{Kind: documentLock, IDs: ids}}, func(c *chronicle.Change) error {
		err := c.Run(cypher.DocumentsExtend, map[string]any{"rows": rows, "recorded": c.Recorded}, func(record *neo4j.Record) error {
			extended = int(record.Values[0].(int64))
			return nil
		})
		c.AboutMany("Document", "kept longer", extended)
		return err
	})
	return extended, err
}

// Restrict restricts documents to who sees everybody.
func (s *Store) Restrict(ctx context.Context, ids []string, by graph.By) error {
	if len(ids) == 0 {
		return nil
	}
	ids = slices.Sorted(slices.Values(ids))
	_, err := s.Change(ctx, "restrict documents", by.Recorded(), []chronicle.Lock{{Kind: documentLock, IDs: ids}}, func(c *chronicle.Change) error {
		for _, id := range ids {
			c.About("Document", id, "", nil, map[string]string{"state": string(Restricted)})
		}
		return c.Run(cypher.DocumentsRestrict, map[string]any{"ids": ids, "recorded": c.Recorded}, nil)
	})
	return err
}

// Unchecked returns the documents whose bytes nobody has looked at since a time, those of longest ago first.
func (s *Store) Unchecked(ctx context.Context, since time.Time, limit int) ([]Holding, error) {
	return s.holdings(ctx, cypher.HoldingsUnchecked, map[string]any{"before": since, "limit": limit})
}

// Drawn returns the documents with some numbers, of those that are there, as they come. Numbers are 1 to Count.
func (s *Store) Drawn(ctx context.Context, numbers []int64) ([]Holding, error) {
	return s.holdings(ctx, cypher.HoldingsDrawn, map[string]any{"seqs": numbers})
}

// Holding returns what there should be of a document now; nil: it is deleted.
func (s *Store) Holding(ctx context.Context, of *Holding) (*Holding, error) {
	list, err := s.Drawn(ctx, []int64{of.seq})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Count returns how many documents have come in, those that were deleted included.
func (s *Store) Count(ctx context.Context) (int64, error) {
	reached, err := s.Reached(ctx)
	return max(reached[documentSeq]-1, 0), err
}
