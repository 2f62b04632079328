package dms

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/money"
	"upline/internal/period"
)

// TaxOpen says how much tax was credited to each of some partners, and not paid yet, when the notes of a month were issued on a day:
// statements carry on amounts without tax, so that of a month without payout is paid with a later one. What is issued later does not
// matter, so that it is the same whenever it is asked for.
func (s *Store) TaxOpen(ctx context.Context, partners []string, month period.Period, issued period.Day) (map[string]money.Amount, error) {
	open := map[string]money.Amount{}
	params := map[string]any{"partners": partners, "period": month.String(), "issued": chronicle.Date(issued)}
	err := s.Read(ctx, cypher.CreditNotesTaxOpen, params, func() { clear(open) }, func(record *neo4j.Record) error {
		open[record.Values[0].(string)] = money.Amount(record.Values[1].(int64))
		return nil
	})
	return open, err
}
