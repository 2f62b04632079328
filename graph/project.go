package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/sync/errgroup"

	"upline/cypher"
)

// Line is a line of a run as analysts see it: (:Order)-[:EARNED]->(:Partner), or (:Run)-[:EARNED]->(:Partner) without an order.
type Line struct {
	Kind, Bonus, Order, Source, Beneficiary string
	Level                                   any    // int, or nil where it means nothing
	Base, Percent                           string // plain decimals; empty where they mean nothing
	Amount                                  int64  // smallest unit
	Condition                               string // YYYY-MM
}

// Projection puts lines of a run into the graph.
type Projection struct {
	store     *Store
	run       *Run
	by        By
	ctx       context.Context
	group     *errgroup.Group
	withOrder []Line // not yet sent
	without   []Line
	count     int
}

// ProjectLines takes lines of a run that are in the graph out, and begins to put others in. The lease of the projection must
// be held (ProjectionLease).
func (s *Store) ProjectLines(ctx context.Context, run *Run, by By) (*Projection, error) {
	if _, err := s.DropLines(ctx, run, by); err != nil {
		return nil, err
	}
	p := &Projection{store: s, run: run, by: by}
	p.group, p.ctx = errgroup.WithContext(ctx)
	p.group.SetLimit(batchSessions)
	return p, nil
}

// ProjectionLease is the name of the lease under which the lines of a run are projected and dropped.
func ProjectionLease(run *Run) string { return "the lines of " + run.Period.String() }

// Add puts a line in. It waits while enough is being written.
func (p *Projection) Add(line Line) {
	p.count++
	to := &p.withOrder
	if line.Order == "" {
		to = &p.without
	}
	if *to = append(*to, line); len(*to) == batchRows {
		p.flush()
	}
}

func (p *Projection) flush() {
	p.send(cypher.LinesProject, p.withOrder)
	p.send(cypher.LinesProjectPeriod, p.without)
	p.withOrder, p.without = nil, nil
}

func (p *Projection) send(query string, lines []Line) {
	if len(lines) == 0 {
		return
	}
	p.group.Go(func() error {
		_, err := p.store.change(p.ctx, "project lines", p.by, noLocks, func(c *change) error {
			c.AboutMany(runKind, p.run.ID, len(lines))
			rows := make([]any, len(lines))
			for i, l := range lines {
				rows[i] = []any{l.Order, l.Beneficiary, l.Kind, l.Bonus, l.Level, l.Base, l.Percent, l.Amount, l.Condition, l.Source}
			}
			return c.Expect(len(rows), query, map[string]any{"run": p.run.No, "rows": rows, "currency": p.run.Currency}, 0)
		})
		return err
	})
}

// Finish waits until everything is in the graph, and says how many lines that are.
func (p *Projection) Finish() (lines int, err error) {
	p.flush()
	return p.count, p.group.Wait()
}

// DropLines takes the lines of a run out of the graph, and says how many they were.
func (s *Store) DropLines(ctx context.Context, run *Run, by By) (lines int, err error) {
	for {
		dropped := 0
		_, err := s.change(ctx, "drop lines", by, noLocks, func(c *change) error {
			err := c.Run(cypher.LinesDrop, map[string]any{"run": run.No, "limit": sweepRows}, func(record *neo4j.Record) error {
				dropped = int(record.Values[0].(int64))
				return nil
			})
			c.AboutMany(runKind, run.ID, dropped)
			return err
		})
		if err != nil {
			return lines, err
		}
		if lines += dropped; dropped < sweepRows {
			return lines, nil
		}
	}
}
