package graph

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// CancellationFilter says which cancellations are asked for. What is empty does not matter.
type CancellationFilter struct {
	Order, Partner, Reason string // Partner: to whom the order is credited
	From, Through          period.Day
}

// CancellationRow is a cancellation as recorded now.
type CancellationRow struct {
	Cancellation
	Partner  string    // to whom the order is credited
	Recorded time.Time // as it is now
	Version  string    // another one after each change
}

// Cancellations returns a slice of the cancellations that are not withdrawn, and the cursor of the next one; empty: there is
// none. They can be sorted by cancelled_on (without more ado) and id.
//
// Errors: Invalid when the slice cannot be.
func (s *Store) Cancellations(ctx context.Context, f CancellationFilter, slice Slice) (rows []CancellationRow, next string, err error) {
	p, err := slice.Begin("cancellations", chronicle.Sorting{Name: "cancelled_on", Key: chronicle.DayKey}, chronicle.Sorting{Name: "id"})
	if err != nil {
		return nil, "", err
	}
	from, through := chronicle.Bounds(f.From, f.Through)
	p.Within(from, through)
	params := p.Params()
	params["order"], params["partner"], params["reason"] = f.Order, f.Partner, f.Reason
	params["from"], params["through"] = chronicle.Date(from), chronicle.Date(through)
	err = s.Read(ctx, f.query(p), params, func() { rows = nil }, func(record *neo4j.Record) error {
		rows = append(rows, cancellationRow(chronicle.ColumnsOf(record)))
		return nil
	})
	rows, next = chronicle.CutOff(p, rows, func(r CancellationRow) (key, id any) {
		if p.Name == "cancelled_on" {
			return r.On, r.ID
		}
		return "", r.ID
	})
	return rows, next, err
}

// query chooses how cancellations are found: by what leaves the fewest of them, or else in the order of the list.
func (f *CancellationFilter) query(p *chronicle.Place) string {
	switch {
	case f.Order != "":
		return cypher.CancellationsOfOrder
	case f.Partner != "":
		return cypher.CancellationsOfPartner
	}
	return p.Either(map[string][2]string{
		"cancelled_on": {cypher.CancellationsByDay, cypher.CancellationsByDayDown},
		"id":           {cypher.CancellationsListed, cypher.CancellationsListedDown},
	})
}

func cancellationRow(c chronicle.Columns) CancellationRow {
	return CancellationRow{
		Cancellation: Cancellation{
			ID: c.Text("id"), Order: c.Text("order"), On: chronicle.Day(c["cancelledOn"]), Share: money.Share(c.Number("share")), Reason: c.Text("reason"),
		},
		Partner: c.Text("partner"), Recorded: c.Time("recorded"), Version: chronicle.VersionOf([]any{c["recorded"]}),
	}
}

// Cancellation returns a cancellation.
//
// Errors: NotFound when there is no such cancellation, or it is withdrawn.
func (s *Store) Cancellation(ctx context.Context, id string) (*CancellationRow, error) {
	var row *CancellationRow
	err := s.Read(ctx, cypher.CancellationView, map[string]any{"id": id}, nil, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		if c["withdrawn"].(bool) {
			return fault.NotFoundf("cancellation", "cancellation %s is withdrawn", id)
		}
		found := cancellationRow(c)
		row = &found
		return nil
	})
	if err == nil && row == nil {
		err = fault.NotFoundf("cancellation", "there is no cancellation %s", id)
	}
	return row, err
}
