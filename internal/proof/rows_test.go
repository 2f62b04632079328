package proof

import (
	"encoding/csv"
	"math/big"
	"strings"

	"upline/internal/settletest"
)

// row is a row of a result file, by column.
type row map[string]string

// rows reads a result file.
func rows(t settletest.T, text string) []row {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []row
	for _, record := range records[1:] {
		r := row{}
		for i, column := range records[0] {
			r[column] = record[i]
		}
		all = append(all, r)
	}
	return all
}

// where returns the rows that are wanted.
func where(all []row, wanted func(row) bool) []row {
	var some []row
	for _, r := range all {
		if wanted(r) {
			some = append(some, r)
		}
	}
	return some
}

// sum adds a column.
func sum(t settletest.T, all []row, column string) *big.Rat {
	t.Helper()
	total := new(big.Rat)
	for _, r := range all {
		x, ok := new(big.Rat).SetString(r[column])
		if !ok {
			t.Fatalf("%s %q is not a number", column, r[column])
		}
		total.Add(total, x)
	}
	return total
}
