package page

import (
	"encoding/csv"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"upline/internal/settletest"
)

// Example is a fenced block that holds a bundle and what settling it gives, each part behind its marker:
//
//	-- partners.csv --                        a file of the bundle; what it lacks is filled in
//	-- plans/2026.yaml --                     likewise
//	-- settle 2026-01 through 2026-03 --      the periods, if not just January 2026
//	-- lines.csv --                           all rows of a result file, cut down to some columns
//	-- lines.csv where kind=reversal --       only the rows with that value
//	-- findings --                            instead of results: why the bundle is refused
type Example struct {
	From, Through string
	Bundle        map[string]string // path to content
	Tables        []Table
	Findings      string
}

var (
	fileMarker   = regexp.MustCompile(`^-- (\S+)(?: where (\S+)=(\S+))? --$`)
	settleMarker = regexp.MustCompile(`^-- settle (\S+) through (\S+) --$`)
)

// ParseExample reads the text of a block.
func ParseExample(text string) (*Example, error) {
	e := &Example{From: "2026-01", Through: "2026-01", Bundle: map[string]string{}}
	parts := strings.Split("\n"+text, "\n-- ")
	if parts[0] != "" {
		return nil, fmt.Errorf("a marker like -- orders.csv -- must come first, not %q", parts[0])
	}
	for _, part := range parts[1:] {
		marker, content, _ := strings.Cut("-- "+part, "\n")
		if settle := settleMarker.FindStringSubmatch(marker); settle != nil {
			e.From, e.Through = settle[1], settle[2]
		} else if file := fileMarker.FindStringSubmatch(marker); file == nil {
			return nil, fmt.Errorf("no marker like -- orders.csv --: %q", marker)
		} else if err := e.add(file[1], file[2], file[3], strings.TrimSuffix(content, "\n")+"\n"); err != nil {
			return nil, fmt.Errorf("%s: %w", marker, err)
		}
	}
	return e, nil
}

// add adds a part. Column and value are those of a result file's rows.
func (e *Example) add(file, column, value, content string) error {
	switch {
	case slices.Contains(settletest.Names, file):
		rows, err := readCSV(content)
		e.Tables = append(e.Tables, Table{File: file, Column: column, Value: value, Rows: rows})
		return err
	case column != "":
		return fmt.Errorf("%s is no result file: it is shown whole", file)
	case file == "findings":
		e.Findings = strings.TrimSuffix(content, "\n")
		return nil
	case path.Ext(file) == ".yaml":
		e.Bundle[file] = completePlan(content)
		return nil
	default:
		table, err := completeTable(file, content)
		e.Bundle[file] = table
		return err
	}
}

// completePlan appends what a plan lacks, so that its lines keep their numbers.
func completePlan(text string) string {
	for _, missing := range []struct{ key, lines string }{
		{"plan", "plan: example\n"},
		{"valid_from", "valid_from: 2025-01-01\n"},
		{"currency", "currency: EUR\n"},
		{"ranks", "ranks: [{id: starter}, {id: leader, when: {gv: 1000000}}, {id: director, when: {gv: 2000000}}]\n" +
			"career: {paid_as: career}\n"},
		{"bonuses", "bonuses: []\n"},
	} {
		if !strings.HasPrefix(text, missing.key+":") && !strings.Contains(text, "\n"+missing.key+":") {
			text += missing.lines
		}
	}
	return text
}

// filling says what stands in a column that a table lacks: a text, or, after an equals sign, what another column has.
type filling struct{ column, value string }

var (
	always   = []filling{{"from", "2025-01-01"}, {"to", ""}}
	fillings = map[string][]filling{
		"partners.csv":      {{"name", "=id"}, {"joined", "2025-01-01"}},
		"orders.csv":        {{"kind", "own"}, {"placed_on", "2026-01-10"}, {"paid_on", "=placed_on"}, {"points", "=cv"}},
		"sponsorships.csv":  always,
		"placements.csv":    always,
		"status.csv":        always,
		"careers.csv":       always,
		"overrides.csv":     {{"reason", "as promised"}},
		"cancellations.csv": nil,
	}
)

// completeTable adds the columns that a table lacks.
func completeTable(file, text string) (string, error) {
	columns, known := fillings[file]
	if !known {
		return "", fmt.Errorf("a bundle has no file %s", file)
	}
	rows, err := readCSV(text)
	if err != nil {
		return "", err
	}
	for _, fill := range columns {
		if slices.Contains(rows[0], fill.column) {
			continue
		}
		other, copied := strings.CutPrefix(fill.value, "=")
		from := slices.Index(rows[0], other)
		if copied && from < 0 {
			return "", fmt.Errorf("column %s is missing", other)
		}
		rows[0] = append(rows[0], fill.column)
		for i, row := range rows[1:] {
			value := fill.value
			if copied {
				value = row[from]
			}
			rows[1+i] = append(row, value)
		}
	}
	var out strings.Builder
	err = csv.NewWriter(&out).WriteAll(rows)
	return out.String(), err
}
