package bundletest

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
)

// Layout is how a file is written, as far as plan-language §2 leaves it open. The zero Layout is the plain file: columns
// and rows as they come, LF, fields quoted where they must be. Of a plan only CRLF is looked at.
type Layout struct {
	// ColumnShift rotates the columns, ReverseColumns turns them round first.
	ColumnShift    int
	ReverseColumns bool
	// Shuffle orders the rows by a hash seeded with it; 0 leaves them as they are.
	Shuffle uint64
	// CRLF ends lines with it, BOM begins the file with one.
	CRLF, BOM bool
	// QuoteAll quotes the fields that need no quotes too.
	QuoteAll bool
	// Unknown names one more column, with some text in every row; "" for none.
	Unknown string
	// BlankEvery puts a blank line after so many records; 0 for never.
	BlankEvery int
	// HeaderOnly writes an optional file that has no rows, instead of leaving it out.
	HeaderOnly bool
}

func (l Layout) render(t table) string {
	order := l.columnOrder(len(t.columns))
	var text strings.Builder
	if l.BOM {
		text.WriteString("\ufeff")
	}
	l.writeRecord(&text, t.columns, order, l.Unknown)
	for i, row := range l.rowOrder(t.rows) {
		if l.BlankEvery > 0 && i%l.BlankEvery == 0 {
			text.WriteString("\n")
		}
		l.writeRecord(&text, row, order, "whatever, "+t.path)
	}
	return l.lineEnds(text.String())
}

func (l Layout) columnOrder(n int) []int {
	order := make([]int, n)
	for i := range order {
		at := (i + l.ColumnShift) % n
		if l.ReverseColumns {
			at = n - 1 - at
		}
		order[i] = at
	}
	return order
}

func (l Layout) rowOrder(rows [][]string) [][]string {
	if l.Shuffle == 0 {
		return rows
	}
	key := func(row []string) uint64 {
		hash := fnv.New64a()
		for _, field := range row {
			hash.Write([]byte(field))
			hash.Write([]byte{0})
		}
		return scramble(hash.Sum64() ^ l.Shuffle)
	}
	shuffled := slices.Clone(rows)
	slices.SortStableFunc(shuffled, func(a, b []string) int {
		return cmp.Compare(key(a), key(b))
	})
	return shuffled
}

func (l Layout) writeRecord(text *strings.Builder, fields []string, order []int, unknown string) {
	for i, at := range order {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteString(l.quoted(fields[at]))
	}
	if l.Unknown != "" {
		text.WriteByte(',')
		text.WriteString(l.quoted(unknown))
	}
	text.WriteByte('\n')
}

func (l Layout) quoted(field string) string {
	if l.QuoteAll || strings.ContainsAny(field, ",\"\r\n") {
		return `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
	}
	return field
}

func (l Layout) lineEnds(text string) string {
	if l.CRLF {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}
