package naive

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The files of a bundle (plan-language §2).
const (
	partnersFile      = "partners.csv"
	sponsorshipsFile  = "sponsorships.csv"
	placementsFile    = "placements.csv"
	statusFile        = "status.csv"
	careersFile       = "careers.csv"
	overridesFile     = "overrides.csv"
	ordersFile        = "orders.csv"
	cancellationsFile = "cancellations.csv"
)

// A sheet is a CSV file whose header is sound, with the records that have a field for each column.
type sheet struct {
	file string
	rows []record
	lost []record // those that have not, or whose quotes make no sense
	// whole: all records are there. A quote that is not closed in its line may have swallowed some.
	whole bool
}

// record: "The line is the physical line on which the record begins (the header is line 1)" (plan-language §2).
type record struct {
	line   int
	fields []string // up to the one at which the quotes make no sense
	broken bool     // they do somewhere
	lines  int      // on which it stands
	column map[string]int
}

func (r record) field(column string) string { return r.fields[r.column[column]] }

// lostIDs are the ids in a column of the records that have faults of form: "a row with a valid id makes the id known even if
// its other fields are wrong" (plan-language §2).
func (s *sheet) lostIDs(column string) []string {
	var ids []string
	for _, r := range s.lost {
		if at := r.column[column]; at < len(r.fields) && isID(r.fields[at]) {
			ids = append(ids, r.fields[at])
		}
	}
	return ids
}

// sheet reads a file. It is nil when "a missing or doubled column" or a missing file makes the rest unreadable, and has
// no rows when an optional file is not there. "Unknown columns are accepted", doubled ones too.
func (v *validator) sheet(file string, optional bool, columns ...string) *sheet {
	text, exists := v.files[file]
	if !exists && optional {
		return &sheet{file: file, whole: true}
	}
	if !exists {
		v.report(file, 1)
		return nil
	}
	records := splitRecords(strings.TrimPrefix(text, "\ufeff"))
	if len(records) == 0 {
		v.report(file, 1)
		return nil
	}
	header, sound := records[0], true
	if header.broken {
		v.report(file, header.line)
		return nil
	}
	v.checkUTF8(file, header)
	column := map[string]int{}
	for _, name := range columns {
		column[name] = slices.Index(header.fields, name)
		if column[name] < 0 || slices.Contains(header.fields[column[name]+1:], name) {
			v.report(file, header.line, name)
			sound = false
		}
	}
	if !sound {
		return nil
	}
	s := &sheet{file: file, whole: true}
	for _, r := range records[1:] {
		r.column = column
		switch {
		case r.broken:
			v.report(file, r.line)
			s.lost = append(s.lost, r)
			s.whole = s.whole && r.lines == 1
		case len(r.fields) != len(header.fields):
			v.report(file, r.line, "fields")
			s.lost = append(s.lost, r)
		default:
			v.checkUTF8(file, r)
			s.rows = append(s.rows, r)
		}
	}
	return s
}

// checkUTF8: "CSV files, UTF-8" (plan-language §2), whatever the column.
func (v *validator) checkUTF8(file string, r record) {
	for _, field := range r.fields {
		if !utf8.ValidString(field) {
			v.report(file, r.line)
			return
		}
	}
}

// splitRecords: "Lines end with LF or CRLF; another CR is a control character. […] blank lines […] are accepted"
// (plan-language §2).
func splitRecords(text string) []record {
	var records []record
	line := 1
	for text != "" {
		if rest, blank := strings.CutPrefix(strings.TrimPrefix(text, "\r"), "\n"); blank {
			text, line = rest, line+1
			continue
		}
		r, length := firstRecord(text)
		r.line, r.lines = line, 1+strings.Count(strings.TrimSuffix(text[:length], "\n"), "\n")
		records = append(records, r)
		line += strings.Count(text[:length], "\n")
		text = text[length:]
	}
	return records
}

// firstRecord reads the record at the beginning of a text, and how long it is, its line end included. Where the quotes
// make no sense it goes on to the end of the line.
func firstRecord(text string) (r record, length int) {
	at := 0
	for {
		field, size, sound := firstField(text[at:])
		at += size
		rest := text[at:]
		atEnd := rest == "" || rest[0] == '\n' || strings.HasPrefix(rest, "\r\n")
		if !sound || !atEnd && rest[0] != ',' {
			r.broken = true
			return r, at + endOfLine(rest)
		}
		r.fields = append(r.fields, field)
		if atEnd {
			return r, at + endOfLine(rest)
		}
		at++
	}
}

// endOfLine is where the next line begins.
func endOfLine(text string) int {
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		return end + 1
	}
	return len(text)
}

// firstField reads a field, and how long it is; its comma or line end is not taken.
func firstField(text string) (field string, size int, sound bool) {
	if strings.HasPrefix(text, `"`) {
		return quotedField(text)
	}
	size = strings.IndexAny(text, ",\n")
	switch {
	case size < 0:
		size = len(text)
	case text[size] == '\n' && strings.HasSuffix(text[:size], "\r"):
		size--
	}
	return text[:size], size, !strings.Contains(text[:size], `"`)
}

// quotedField reads a field in quotes: what it holds, how long it is with its quotes, and whether it ends.
func quotedField(text string) (field string, size int, closed bool) {
	var content strings.Builder
	for at := 1; at < len(text); at++ {
		switch {
		case text[at] != '"':
			content.WriteByte(text[at])
		case strings.HasPrefix(text[at:], `""`):
			content.WriteByte('"')
			at++
		default:
			return content.String(), at + 1, true
		}
	}
	return content.String(), len(text), false
}
