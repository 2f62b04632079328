package dms

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/internal/money"
)

// TaxOpen says how much tax was credited to each of some partners, by notes of other runs than one, and not paid yet: statements carry on
// amounts without tax, so that of a month without payout is paid with a later one.
func (s *Store) TaxOpen(ctx context.Context, partners []string, run string) (map[string]money.Amount, error) {
	open := map[string]money.Amount{}
	err := s.Read(ctx, cypher.CreditNotesTaxOpen, map[string]any{"partners": partners, "run": run}, func() { clear(open) }, func(record *neo4j.Record) error {
		open[record.Values[0].(string)] = money.Amount(record.Values[1].(int64))
		return nil
	})
	return open, err
}
