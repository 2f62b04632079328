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
	Partner  string     // to whom the order is credited
	PlacedOn period.Day // of the order
	Recorded time.Time  // as it is now
	Version  string     // another one after each change
}

// Cancellations returns a slice of the cancellations that are not withdrawn, and the cursor of the next one; empty: there is
// none. They can be sorted by cancelled_on (without more ado) and id. A cancellation is seen by whoever sees its order.
//
// Errors: Invalid when the slice cannot be; NotFound when an order or a partner is named that is not seen.
func (s *Store) Cancellations(ctx context.Context, f CancellationFilter, within Sight, slice Slice) (rows []CancellationRow, next string, err error) {
	p, err := slice.Begin("cancellations", chronicle.Sorting{Name: "cancelled_on", Key: chronicle.DayKey}, chronicle.Sorting{Name: "id"})
	if err != nil {
		return nil, "", err
	}
	from, through := chronicle.Bounds(f.From, f.Through)
	p.Within(from, through)
	partners, all, err := s.named(ctx, within, f.Partner)
	if err != nil {
		return nil, "", err
	}
	if err := s.SeeOrder(ctx, within, f.Order, false); err != nil {
		return nil, "", err
	}
	read := func() (rows []CancellationRow, err error) {
		params := p.Params()
		params["order"], params["partner"], params["partners"], params["reason"] = f.Order, f.Partner, partners, f.Reason
		params["from"], params["through"] = chronicle.Date(from), chronicle.Date(through)
		err = s.Read(ctx, f.query(p, all), params, func() { rows = nil }, func(record *neo4j.Record) error {
			rows = append(rows, cancellationRow(chronicle.ColumnsOf(record)))
			return nil
		})
		return rows, err
	}
	list := &seenList[CancellationRow]{
		place: p, within: within, read: read,
		glance: func(r *CancellationRow) glance { return glance{r.Partner, r.PlacedOn} },
		keyOf: func(r CancellationRow) (key, id any) {
			if p.Name == "cancelled_on" {
				return r.On, r.ID
			}
			return "", r.ID
		},
	}
	return list.page(ctx, s)
}

// query chooses how cancellations are found: by what leaves the fewest of them, or else in the order of the list.
func (f *CancellationFilter) query(p *chronicle.Place, all bool) string {
	switch {
	case f.Order != "":
		return cypher.CancellationsOfOrder
	case !all:
		return cypher.CancellationsOfPartners
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
		Partner: c.Text("partner"), PlacedOn: chronicle.Day(c["placedOn"]), Recorded: c.Time("recorded"), Version: chronicle.VersionOf([]any{c["recorded"]}),
	}
}

// Cancellation returns a cancellation.
//
// Errors: NotFound when there is no such cancellation, or it is withdrawn, or its order is not seen.
func (s *Store) Cancellation(ctx context.Context, id string, within Sight) (*CancellationRow, error) {
	var row *CancellationRow
	gone := false
	err := s.Read(ctx, cypher.CancellationView, map[string]any{"id": id}, nil, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		found := cancellationRow(c)
		row, gone = &found, c["withdrawn"].(bool)
		return nil
	})
	if row != nil {
		if out := s.see(ctx, within, row.Partner, row.PlacedOn); out != nil {
			row, err = nil, unlessMissing(out)
			if err == nil {
				err = outside(noCancellation(id))
			}
		}
	}
	switch {
	case err != nil:
		return nil, err
	case row == nil:
		return nil, noCancellation(id)
	case gone:
		return nil, fault.NotFoundf("cancellation", "cancellation %s is withdrawn", id)
	}
	return row, nil
}

func noCancellation(id string) error {
	return fault.NotFoundf("cancellation", "there is no cancellation %s", id)
}
