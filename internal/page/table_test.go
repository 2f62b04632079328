package page

import (
	"slices"
	"strings"
	"testing"
)

func TestTableCompare(t *testing.T) {
	const content = "kind,beneficiary,amount\nearning,anna,1.00\nearning,bernd,2.00\nearning,bernd,2.00\nreversal,anna,-1.00\n"
	row := func(fields ...string) []string { return fields }
	header := row("beneficiary", "amount")
	for name, c := range map[string]struct {
		table Table
		wrong []string
	}{
		"all rows, in another order": {Table{Rows: [][]string{header, row("bernd", "2.00"), row("anna", "-1.00"), row("anna", "1.00"), row("bernd", "2.00")}}, nil},
		"rows of a value":            {Table{Column: "kind", Value: "reversal", Rows: [][]string{header, row("anna", "-1.00")}}, nil},
		"one row of two":             {Table{Column: "beneficiary", Value: "bernd", Rows: [][]string{header, row("bernd", "2.00")}}, []string{"has the row bernd,2.00 as well"}},
		"another amount":             {Table{Column: "kind", Value: "reversal", Rows: [][]string{header, row("anna", "-2.00")}}, []string{"has no row anna,-2.00", "has the row anna,-1.00 as well"}},
		"unknown column":             {Table{Rows: [][]string{row("name")}}, []string{"no column name"}},
		"unknown filter":             {Table{Column: "name", Rows: [][]string{header}}, []string{"no column name"}},
	} {
		err := c.table.Compare(content)
		if len(c.wrong) == 0 && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if slices.ContainsFunc(c.wrong, func(w string) bool { return err == nil || !strings.Contains(err.Error(), w) }) {
			t.Errorf("%s: %v, want %q", name, err, c.wrong)
		}
	}
}
