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
	names := cellsOf(lines[0])
	widths := make([]int, len(names))
	var rows [][]string
	for i, line := range lines {
		if i == 1 || !strings.HasPrefix(line, "|") {
			continue
		}
		cells := cellsOf(line)
		for j := range min(len(cells), len(widths)) {
			widths[j] = max(widths[j], min(len([]rune(cells[j])), widthMost))
		}
		if i > 0 {
			rows = append(rows, cells)
		}
	}
	table := s.Table(columnsOf(names, widths)...)
	for _, row := range rows {
		table.Row(row...)
	}
	table.End()
}

// widthMost is the longest text that still makes its column wider, widthLeast the least room for one, both in characters.
const (
	widthMost  = 60
	widthLeast = 8
)

// columnsOf share the width of the paper as their texts need it.
func columnsOf(names []string, widths []int) []paper.Column {
	const paperWidth = 165.0
	sum := 0
	for i := range widths {
		widths[i] = max(widths[i], widthLeast)
		sum += widths[i]
	}
	columns := make([]paper.Column, len(names))
	for i, name := range names {
		columns[i] = paper.Column{Title: name, Width: paperWidth * float64(widths[i]) / float64(sum)}
	}
	return columns
}

func cellsOf(line string) (cells []string) {
	for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
		cells = append(cells, strings.TrimSpace(cell))
	}
	return cells
}
