package proof

import (
	"encoding/csv"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"upline/internal/bundletest"
)

// spoiled is a valid bundle while faults are put into it: the records of its tables, header first, and the text of all
// files that are no tables.
type spoiled struct {
	tables map[string][][]string
	texts  map[string]string

	ids, days []string // what stands in it, to draw from
}

// spoil puts up to four faults into a bundle, and returns its files.
func spoil(t *rapid.T, b bundletest.Bundle) map[string]string {
	s := &spoiled{tables: map[string][][]string{}, texts: map[string]string{}}
	for file, text := range b.Files() {
		if !strings.HasSuffix(file, ".csv") {
			s.texts[file] = text
			continue
		}
		records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		s.tables[file] = records
	}
	s.collect(b)
	for range rapid.IntRange(1, 4).Draw(t, "faults") {
		s.fault(t)
	}
	return s.files(t)
}

// collect finds the ids and days of a bundle, and the days next to them.
func (s *spoiled) collect(b bundletest.Bundle) {
	for _, p := range b.Partners {
		s.ids = append(s.ids, p.ID)
	}
	for _, file := range slices.Sorted(maps.Keys(s.tables)) {
		for _, record := range s.tables[file] {
			for _, text := range record {
				if d, err := time.Parse(time.DateOnly, text); err == nil {
					s.days = append(s.days, text, d.AddDate(0, 0, 1).Format(time.DateOnly), d.AddDate(0, 0, -1).Format(time.DateOnly))
				}
			}
		}
	}
}

// fault puts in one fault, or something that only looks like one.
func (s *spoiled) fault(t *rapid.T) {
	file := s.file(t)
	if _, isTable := s.tables[file]; !isTable {
		s.texts[file] = spoilPlan(t, s.texts[file])
		return
	}
	switch rapid.SampledFrom([]string{"cell", "cell", "cell", "mixed", "mixed", "mixed", "again", "less", "order", "header"}).Draw(t, "fault") {
	case "cell":
		if row := s.row(t, file); row != nil {
			column := rapid.IntRange(0, len(row)-1).Draw(t, "column")
			row[column] = s.cell(t, file, column)
		}
	case "mixed":
		if row := s.row(t, file); row != nil {
			s.insert(t, file, s.mix(t, file, row))
		}
	case "again":
		if row := s.row(t, file); row != nil {
			s.insert(t, file, slices.Clone(row))
		}
	case "less":
		if rows := s.tables[file]; len(rows) > 1 {
			at := rapid.IntRange(1, len(rows)-1).Draw(t, "row")
			s.tables[file] = slices.Delete(rows, at, at+1)
		}
	case "order":
		if rows := s.tables[file]; len(rows) > 2 {
			one, other := rapid.IntRange(1, len(rows)-1).Draw(t, "row"), rapid.IntRange(1, len(rows)-1).Draw(t, "other")
			rows[one], rows[other] = rows[other], rows[one]
		}
	case "header":
		s.spoilHeader(t, file)
	}
}

var tableFiles = []string{"partners.csv", "sponsorships.csv", "placements.csv", "status.csv", "careers.csv", "overrides.csv", "orders.csv", "cancellations.csv"}

// file draws a file; relations rather, since they have the most rules.
func (s *spoiled) file(t *rapid.T) string {
	var names []string
	for file := range s.texts {
		names = append(names, file)
	}
	slices.Sort(names)
	for _, file := range tableFiles {
		if _, exists := s.tables[file]; exists {
			names = append(names, file)
		}
		if _, exists := s.tables[file]; exists && (file == "sponsorships.csv" || file == "placements.csv") {
			names = append(names, file, file)
		}
	}
	return rapid.SampledFrom(names).Draw(t, "file")
}

// row draws a row of a file; nil without any.
func (s *spoiled) row(t *rapid.T, file string) []string {
	rows := s.tables[file]
	if len(rows) < 2 {
		return nil
	}
	return rows[rapid.IntRange(1, len(rows)-1).Draw(t, "row")]
}

func (s *spoiled) insert(t *rapid.T, file string, row []string) {
	at := len(s.tables[file])
	if rapid.Bool().Draw(t, "anywhere") {
		at = rapid.IntRange(1, at).Draw(t, "at")
	}
	s.tables[file] = slices.Insert(s.tables[file], at, row)
}

// mix makes a row of the cells of others, mostly of one.
func (s *spoiled) mix(t *rapid.T, file string, of []string) []string {
	row := slices.Clone(of)
	for column := range row {
		switch rapid.IntRange(0, 5).Draw(t, "cell") {
		case 0, 1:
			other := s.row(t, file)
			row[column] = other[min(column, len(other)-1)]
		case 2:
			row[column] = s.plausible(t, file, column)
		}
	}
	return row
}

// cell draws what may stand in a column, or may not.
func (s *spoiled) cell(t *rapid.T, file string, column int) string {
	if rapid.IntRange(0, 2).Draw(t, "odd") == 0 {
		return rapid.SampledFrom(oddCells).Draw(t, "cell")
	}
	return s.plausible(t, file, column)
}

// plausible draws something of the kind that the column holds.
func (s *spoiled) plausible(t *rapid.T, file string, column int) string {
	switch header := s.tables[file][0]; header[min(column, len(header)-1)] {
	case "partner", "sponsor", "parent":
		return rapid.SampledFrom(append(s.ids, "", "nobody")).Draw(t, "id")
	case "joined", "from", "to", "placed_on", "paid_on", "cancelled_on", "on":
		return rapid.SampledFrom(append(s.days, "", "2026-01-31")).Draw(t, "day")
	case "slot":
		return rapid.SampledFrom([]string{"0", "1", "2", "3", "4", "00", "-0", "-1", "1.0"}).Draw(t, "slot")
	case "share":
		return rapid.SampledFrom([]string{"", "0", "1", "0.5", "0.500001", "0.999999", "1.000001", "0.0000001", "-0.5"}).Draw(t, "share")
	default:
		row := s.row(t, file)
		return row[min(column, len(row)-1)]
	}
}

var oddCells = []string{
	"", " ", "nobody", "0", "-0", "-1", "-0.0001", "+1", "1.00001", "0.123456", "1e3", "1,5", ".5", "1.", "two\nlines", "\r", "\u0085", "\u200b",
	strings.Repeat("ü", 64), strings.Repeat("ü", 65), "2026-02-29", "2024-02-29", "2026-1-1", "01.01.2026", "2026-01-01 ", "9999-12-31", "active", "Active",
	"terminated", "starter", "emperor", "bin", "sponsor", "\xff", `a "quoted" word`,
}

// spoilHeader renames, doubles, adds or removes a column, or the file.
func (s *spoiled) spoilHeader(t *rapid.T, file string) {
	rows := s.tables[file]
	column := rapid.IntRange(0, len(rows[0])-1).Draw(t, "column")
	switch rapid.IntRange(0, 12).Draw(t, "header") {
	case 0:
		rows[0][column] += "s"
	case 1:
		rows[0][column] = rows[0][(column+1)%len(rows[0])]
	case 2:
		delete(s.tables, file)
	case 3:
		for i, row := range rows {
			if at := min(column, len(row)-1); at > 0 { // a record has a field at least
				rows[i] = slices.Delete(slices.Clone(row), at, at+1)
			}
		}
	case 4, 5, 6:
		for i := range rows {
			rows[i] = append(slices.Clone(rows[i]), "more")
		}
	default:
		at := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		rows[at] = append(slices.Clone(rows[at]), "more")
		if at > 0 && len(rows[at]) > 2 && rapid.Bool().Draw(t, "less") {
			rows[at] = rows[at][:len(rows[at])-2]
		}
	}
}

// files writes the tables, with blank lines and a BOM now and then.
func (s *spoiled) files(t *rapid.T) map[string]string {
	files := maps.Clone(s.texts)
	for _, file := range tableFiles {
		rows, exists := s.tables[file]
		if !exists {
			continue
		}
		end := rapid.SampledFrom([]string{"\n", "\n", "\r\n", "\n\n"}).Draw(t, "end")
		var text strings.Builder
		if rapid.IntRange(0, 7).Draw(t, "bom") == 0 {
			text.WriteString("\ufeff")
		}
		for _, row := range rows {
			for i, cell := range row {
				if i > 0 {
					text.WriteByte(',')
				}
				text.WriteString(quoted(cell))
			}
			text.WriteString(end)
		}
		files[file] = text.String()
		if rapid.IntRange(0, 15).Draw(t, "text") == 0 {
			files[file] = spoilText(t, files[file])
		}
	}
	return files
}

func quoted(cell string) string {
	if strings.ContainsAny(cell, ",\"\r\n") {
		return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
	}
	return cell
}

// spoilText changes a character of a table: a quote, a line end or a comma too many or too few.
func spoilText(t *rapid.T, text string) string {
	at := rapid.IntRange(0, len(text)).Draw(t, "at")
	if at < len(text) && rapid.IntRange(0, 2).Draw(t, "less") == 0 {
		return text[:at] + text[at+1:]
	}
	return text[:at] + rapid.SampledFrom([]string{`"`, `""`, "\r", "\n", "\r\n", ",", " ", "\n\n", "\xff", "\ufeff", "0"}).Draw(t, "more") + text[at:]
}

// scalars are words of a plan: keys and values alike.
var scalars = regexp.MustCompile(`[^\s{}\[\],:"']+`)

// spoilPlan changes the text of a plan: words, lines, and what only looks like YAML.
func spoilPlan(t *rapid.T, text string) string {
	lines := strings.SplitAfter(text, "\n")
	at := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
	switch rapid.IntRange(0, 11).Draw(t, "plan fault") {
	case 0:
		lines = slices.Delete(lines, at, at+1)
	case 1:
		lines = slices.Insert(lines, at, lines[at])
	case 2:
		other := rapid.IntRange(0, len(lines)-1).Draw(t, "other")
		lines[at], lines[other] = lines[other], lines[at]
	case 3:
		lines[at] = "# a comment\n\n" + lines[at]
	default:
		return spoilWord(t, text)
	}
	return strings.Join(lines, "")
}

func spoilWord(t *rapid.T, text string) string {
	places := scalars.FindAllStringIndex(text, -1)
	if len(places) == 0 {
		return text
	}
	place := rapid.SampledFrom(places).Draw(t, "word")
	word := ""
	if rapid.Bool().Draw(t, "of the plan") {
		other := rapid.SampledFrom(places).Draw(t, "other")
		word = text[other[0]:other[1]]
	} else {
		word = rapid.SampledFrom(oddWords).Draw(t, "odd")
	}
	return text[:place[0]] + word + text[place[1]:]
}

var oddWords = []string{
	`""`, "{}", "[]", "[1]", "{a: 1}", "0", "1", "-1", "5", "1.5", "-0", "1201", "1200", "1.00001", "1.0000001", "1e3", "+1", "emperor", "tombola", "m9", "sponsor",
	"true", "maybe", "none", "inactive", "unqualified", "never", "binary", "pool", "2026-01-01", "2026-02-30", "percent", "percent_by_rank", "levels", "of", "when",
	"gv", "months", "width", "auto", "id", "type", "needs_active", "only", "~", "null",
}
