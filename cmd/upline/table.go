package main

import (
	"strings"
	"unicode/utf8"
)

// table is text in aligned columns: the first ones and the last ones to the left, those between, which hold numbers,
// to the right.
type table struct {
	rows        [][]string
	first, last int // how many columns at either end hold text
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// columnGap separates columns.
const columnGap = "  "

// appendTo writes the rows, which may differ in length, without trailing spaces.
func (t *table) appendTo(text *strings.Builder) {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString(columnGap)
			}
			padding := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if left := i < t.first || i >= len(widths)-t.last; left {
				line.WriteString(cell + padding)
			} else {
				line.WriteString(padding + cell)
			}
		}
		text.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}
