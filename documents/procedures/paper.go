package procedures

import (
	"strings"
	"time"

	"upline/documents/paper"
)

// Paper sets the documentation under a letterhead, as PDF/A-3b. It understands as much of Markdown as the texts use: headings, paragraphs,
// lists, tables, and bold letters at the beginning of a paragraph.
//
// Errors: Invalid when the letterhead does not speak the language.
func Paper(head *paper.Letterhead, language, markdown string, made time.Time) ([]byte, error) {
	blocks := blocksOf(markdown)
	title := "Upline"
	if len(blocks) > 0 {
		title = strings.TrimPrefix(blocks[0], "# ")
	}
	sheet, err := head.Begin(paper.About{Language: language, Title: title, Short: title, Made: made})
	if err != nil {
		return nil, err
	}
	for _, block := range blocks {
		set(sheet, block)
	}
	return sheet.Bytes()
}

// blocksOf takes a text apart at its empty lines, and lists from what is before.
func blocksOf(markdown string) (blocks []string) {
	for block := range strings.SplitSeq(markdown, "\n\n") {
		if block = strings.Trim(block, "\n"); block != "" {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

func set(s *paper.Sheet, block string) {
	switch {
	case strings.HasPrefix(block, "### "):
		heading, rest, _ := strings.Cut(strings.TrimPrefix(block, "### "), "\n")
		s.Heading(heading)
		if rest != "" {
			set(s, rest)
		}
	case strings.HasPrefix(block, "## "):
		s.Space(4)
		heading, rest, _ := strings.Cut(strings.TrimPrefix(block, "## "), "\n")
		s.Chapter(heading)
		if rest != "" {
			set(s, rest)
		}
	case strings.HasPrefix(block, "# "):
		s.Title(strings.TrimPrefix(block, "# "))
	case strings.HasPrefix(block, "|"):
		setTable(s, strings.Split(block, "\n"))
	case strings.HasPrefix(block, "- "):
		for line := range strings.SplitSeq(block, "\n") {
			s.Paragraph("•  " + strings.TrimPrefix(line, "- "))
		}
	default:
		s.Paragraph(strings.ReplaceAll(block, "**", ""))
	}
}

// setTable sets a table: its first line names the columns, the second one is but a line.
func setTable(s *paper.Sheet, lines []string) {
	var rows [][]string
	for i, line := range lines {
		if i != 1 && strings.HasPrefix(line, "|") {
			rows = append(rows, cellsOf(line))
		}
	}
	table := s.Table(columnsOf(rows)...)
	for _, row := range rows[1:] {
		table.Row(row...)
	}
	table.End()
}

// Widths of tables, in characters of their letters.
const (
	widthPaper = 102
	widthMost  = 60 // a text that is longer makes its column no wider
	widthSpare = 2  // beside the longest word
)

// columnsOf share the width of the paper: each has room for its longest word, and of the rest as much as its texts need.
func columnsOf(rows [][]string) []paper.Column {
	const paperWidth = 165.0 // millimetres
	names := rows[0]
	least, more := make([]int, len(names)), make([]int, len(names))
	for _, row := range rows {
		for i := range min(len(row), len(names)) {
			for word := range strings.FieldsSeq(row[i]) {
				least[i] = max(least[i], min(len([]rune(word)), widthMost)+widthSpare)
			}
			more[i] = max(more[i], min(len([]rune(row[i])), widthMost))
		}
	}
	wanted, rest := 0, widthPaper
	for i := range names {
		more[i] = max(0, more[i]-least[i])
		wanted += more[i]
		rest -= least[i]
	}
	columns, sum := make([]paper.Column, len(names)), 0.0
	for i, name := range names {
		columns[i] = paper.Column{Title: name, Width: float64(max(least[i], widthSpare))}
		if rest > 0 && wanted > 0 {
			columns[i].Width += float64(rest) * float64(more[i]) / float64(wanted)
		}
		sum += columns[i].Width
	}
	for i := range columns {
		columns[i].Width *= paperWidth / sum
	}
	return columns
}

func cellsOf(line string) (cells []string) {
	for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
		cells = append(cells, strings.TrimSpace(cell))
	}
	return cells
}
