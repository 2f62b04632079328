package main

import (
	"cmp"
	"encoding/csv"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// record is a row of a CSV file, by column.
type record map[string]string

func records(t *testing.T, file string) []record {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []record
	for _, row := range rows[1:] {
		r := record{}
		for i, column := range rows[0] {
			r[column] = row[i]
		}
		all = append(all, r)
	}
	return all
}

// matching returns the records that hold these values.
func matching(all []record, want map[string]string) []record {
	var some []record
	for _, r := range all {
		fits := true
		for column, value := range want {
			fits = fits && r[column] == value
		}
		if fits {
			some = append(some, r)
		}
	}
	return some
}

// distinct returns the different values of some columns, sorted by them.
func distinct(all []record, columns ...string) []map[string]string {
	var keys []map[string]string
	for _, r := range all {
		key := map[string]string{}
		for _, column := range columns {
			key[column] = r[column]
		}
		if !slices.ContainsFunc(keys, func(k map[string]string) bool { return reflect.DeepEqual(k, key) }) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b map[string]string) int {
		for _, column := range columns {
			if a[column] != b[column] {
				return cmp.Compare(a[column], b[column])
			}
		}
		return 0
	})
	return keys
}

func sum(some []record, column string) decimal.Decimal {
	total := decimal.Zero
	for _, r := range some {
		total = total.Add(decimal.RequireFromString(r[column]))
	}
	return total
}

// places writes a number with as many decimal places as another one has.
func places(d decimal.Decimal, like string) string {
	_, fraction, _ := strings.Cut(like, ".")
	return d.StringFixed(int32(len(fraction)))
}
