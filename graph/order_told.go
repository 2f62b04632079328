package graph

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/money"
)

// OrderTold is an order with its cancellations, as recorded now.
type OrderTold struct {
	OrderRow
	Cancellations []Cancellation // the first one first
}

// OrdersTold returns some orders with their cancellations, by their ids, for jobs that write about them. One that is not there is left out.
func (s *Store) OrdersTold(ctx context.Context, ids []string) (map[string]OrderTold, error) {
	told := map[string]OrderTold{}
	if len(ids) == 0 {
		return told, nil
	}
	err := s.Read(ctx, cypher.OrdersTold, map[string]any{"ids": ids}, func() { clear(told) }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		o := OrderTold{OrderRow: orderRowOf(c)}
		for _, each := range c.List("cancellations") {
			row := each.([]any)
			x := Cancellation{ID: row[0].(string), Order: o.ID, On: chronicle.Day(row[1]), Share: money.Share(row[2].(int64)), Reason: row[3].(string)}
			o.Cancellations = append(o.Cancellations, x)
			o.Cancelled += x.Share
		}
		told[o.ID] = o
		return nil
	})
	return told, err
}
