package registrations

import (
	"context"
	"maps"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/period"
)

// Filter says which registrations are asked for. What is empty does not matter.
type Filter struct {
	Sponsor string
	State   string
	Held    bool // just those that wait for a decision
}

// Row is a registration as others see it: of who has not confirmed, nobody sees anything.
type Row struct {
	ID, State, Name string
	Sponsor         string // empty: none
	Partner         string // empty: not yet
	Received        time.Time
	Held            []string    // marks that others have, too
	Waiting         *period.Day // the last day in the holding tank
	seq             int64
}

// List returns a slice of registrations, the latest first, and the cursor of the next one.
//
// Errors: Invalid when the slice cannot be.
func (s *Store) List(ctx context.Context, f Filter, at graph.View, slice chronicle.Slice) ([]Row, string, error) {
	query := cypher.ApplicationsListed
	params := map[string]any{"state": f.State, "held": f.Held}
	if f.Sponsor != "" {
		query = cypher.ApplicationsOfSponsor
		params["sponsor"] = f.Sponsor
	}
	return s.rows(ctx, "registrations", query, params, at, slice)
}

// Tank returns a slice of those who wait in the holding tank, under a sponsor or all of them, the latest first.
//
// Errors: Invalid when the slice cannot be.
func (s *Store) Tank(ctx context.Context, sponsor string, at graph.View, slice chronicle.Slice) ([]Row, string, error) {
	return s.rows(ctx, "holding tank", cypher.ApplicationsWaiting, map[string]any{"sponsor": sponsor}, at, slice)
}

// Registration returns a registration.
//
// Errors: NotFound.
func (s *Store) Registration(ctx context.Context, id string, _ graph.View) (*Row, error) {
	a, err := s.byID(ctx, id)
	if err != nil {
		return nil, err
	}
	row := rowOf(a)
	return &row, nil
}

func (s *Store) rows(ctx context.Context, list, query string, filter map[string]any, _ graph.View, slice chronicle.Slice) (rows []Row, next string, err error) {
	slice.Sort, slice.Descending = "", true
	p, err := slice.Begin(list, chronicle.Sorting{Name: "no", Numbered: true})
	if err != nil {
		return nil, "", err
	}
	params := map[string]any{"no": p.Params()["no"], "limit": p.Limit + 1}
	maps.Copy(params, filter)
	var a *application
	take := s.take(&a)
	err = s.Read(ctx, query, params, func() { rows = nil }, func(record *neo4j.Record) error {
		if err := take(record); err != nil {
			return err
		}
		rows = append(rows, rowOf(a))
		return nil
	})
	rows, next = chronicle.CutOff(p, rows, func(r Row) (key, id any) { return "", r.seq })
	return rows, next, err
}

func rowOf(a *application) Row {
	form := a.form.Normal()
	row := Row{
		ID: a.ID, State: string(a.State), Name: form.Given + " " + form.Family, Sponsor: a.sponsor, Partner: a.Partner, Received: a.Received,
		Held: a.held, Waiting: a.Waiting, seq: a.seq,
	}
	if a.State == joining.Registered || a.State == joining.Ended {
		row.Held = nil
	}
	return row
}
