package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// RunFilter says which runs are asked for. What is empty does not matter.
type RunFilter struct {
	Kind          RunKind
	State         RunState
	From, Through period.Period
}

// RunList returns a slice of the runs, and the cursor of the next one; empty: there is none. The newest are the first, whatever
// the slice says of a direction.
//
// Errors: Invalid when the slice cannot be.
func (s *Store) RunList(ctx context.Context, f RunFilter, slice Slice) (runs []*Run, next string, err error) {
	slice.Descending = true
	p, err := slice.Begin("runs", chronicle.Sorting{Name: "number", Numbered: true})
	if err != nil {
		return nil, "", err
	}
	from, through := AllPeriods()
	if f.From != 0 {
		from = f.From
	}
	if f.Through != 0 {
		through = f.Through
	}
	params := p.Params()
	params["kind"], params["state"], params["from"], params["through"] = string(f.Kind), string(f.State), from.String(), through.String()
	err = s.Read(ctx, cypher.RunsNewest, params, func() { runs = nil }, func(record *neo4j.Record) error {
		runs = append(runs, runOf(record))
		return nil
	})
	runs, next = chronicle.CutOff(p, runs, func(r *Run) (key, id any) { return "", r.No })
	return runs, next, err
}
