package jobs

import (
	"context"
	"io"

	"upline/graph"
	"upline/internal/bundle"
)

// ImportOrders records the orders of a file such as orders.csv of a bundle (see graph.ImportOrders).
//
// Errors: fault.Findings when a row is at fault; those of graph.ImportOrders.
func (s *Settlement) ImportOrders(ctx context.Context, file io.Reader, size int64, by graph.By) (graph.ImportedOrders, error) {
	s.progress("reading orders", 0, 0)
	rows, err := bundle.ReadOrders(file, size)
	if err != nil {
		return graph.ImportedOrders{}, err
	}
	orders := make([]graph.OrderLine, len(rows))
	for i, row := range rows {
		orders[i] = graph.OrderLine{Line: row.Line, Order: graph.Order{
			ID: row.ID, Partner: row.Partner, Kind: row.Kind, PlacedOn: row.PlacedOn, PaidOn: row.PaidOn, Points: row.Points, CV: row.CV,
		}}
	}
	s.progress("recording orders", 0, len(orders))
	return s.Graph.ImportOrders(ctx, orders, by)
}
