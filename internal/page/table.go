package page

import (
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Table is a piece of a result file.
type Table struct {
	File          string
	Column, Value string // only the rows with that value, if Column is not empty
	Rows          [][]string
}

// readCSV reads a table, of which the first row is the header.
func readCSV(text string) ([][]string, error) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err == nil && len(rows) == 0 {
		err = errors.New("the header is missing")
	}
	return rows, err
}

// Compare compares the table with the content of its result file, and says what is missing and what is there as well.
// The order of rows does not matter.
func (t Table) Compare(content string) error {
	all, err := readCSV(content)
	if err != nil {
		return err
	}
	cut, err := t.cut(all)
	if err != nil {
		return err
	}
	var differences []string
	for _, row := range without(t.Rows[1:], cut) {
		differences = append(differences, t.File+" has no row "+strings.Join(row, ","))
	}
	for _, row := range without(cut, t.Rows[1:]) {
		differences = append(differences, t.File+" has the row "+strings.Join(row, ",")+" as well")
	}
	if len(differences) > 0 {
		return errors.New(strings.Join(differences, "\n"))
	}
	return nil
}

// cut returns the rows of a result file, without the header, as the table shows them.
func (t Table) cut(all [][]string) (shown [][]string, err error) {
	columns := make([]int, len(t.Rows[0]))
	for i, name := range t.Rows[0] {
		if columns[i] = slices.Index(all[0], name); columns[i] < 0 {
			return nil, fmt.Errorf("%s has no column %s", t.File, name)
		}
	}
	filter := slices.Index(all[0], t.Column)
	if t.Column != "" && filter < 0 {
		return nil, fmt.Errorf("%s has no column %s", t.File, t.Column)
	}
	for _, row := range all[1:] {
		if filter >= 0 && row[filter] != t.Value {
			continue
		}
		cut := make([]string, len(columns))
		for i, column := range columns {
			cut[i] = row[column]
		}
		shown = append(shown, cut)
	}
	return shown, nil
}

// without returns the rows of a that b lacks, counting equal ones.
func without(a, b [][]string) (rest [][]string) {
	b = slices.Clone(b)
	for _, row := range a {
		i := slices.IndexFunc(b, func(other []string) bool { return slices.Equal(row, other) })
		if i < 0 {
			rest = append(rest, row)
		} else {
			b = slices.Delete(b, i, i+1)
		}
	}
	return rest
}
