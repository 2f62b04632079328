// Package prose writes an explanation as text that a person in a dispute understands: plain words, each figure with
// its unit, and the partner's own lines marked.
package prose

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"upline/commission/explain"
)

// Options say how an explanation is written.
type Options struct {
	// Settled says why the periods were settled from the first one on. It follows "Settled from 2026-01 on, ".
	Settled string
	// All shows every member of a walk and every leg. Otherwise long rows of those who change nothing are folded.
	All bool
}

// Write writes an explanation: first the answer, then how it came about. Errors are those of w.
func Write(w io.Writer, x *explain.Explanation, o Options) error {
	p := &page{Explanation: x, all: o.All, told: map[string]bool{}}
	p.head(o.Settled)
	if x.AskedOrder == "" {
		p.statement()
		p.standing()
	} else {
		p.brief()
	}
	p.orders()
	p.earlier()
	p.bonuses()
	p.foot()
	_, err := io.WriteString(w, p.text.String())
	return err
}

// page is the text in the making.
type page struct {
	*explain.Explanation
	all  bool
	told map[string]bool // rules that stand above already
	text strings.Builder
}

// width is the column at which prose is wrapped. Rows of tables may be longer.
const width = 110

// section begins a part of the page.
func (p *page) section(format string, args ...any) {
	p.text.WriteByte('\n')
	p.line(0, format, args...)
}

// line writes a line at an indent. A name or kind may hold line breaks and other control characters, which have no
// place on a page or a terminal.
func (p *page) line(indent int, format string, args ...any) {
	text := strings.Repeat(" ", indent) + strings.Map(printable, fmt.Sprintf(format, args...))
	p.text.WriteString(strings.TrimRight(text, " ") + "\n")
}

func printable(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// wrap writes prose at an indent, broken between words.
func (p *page) wrap(indent int, format string, args ...any) {
	p.hang("", indent, format, args...)
}

// hang writes prose at an indent, broken between words, with a name in the margin of the first line.
func (p *page) hang(name string, indent int, format string, args ...any) {
	var row strings.Builder
	length := 0
	write := func() {
		p.line(0, "%-*s%s", indent, name, strings.ReplaceAll(row.String(), noBreak, " "))
		row.Reset()
		name, length = "", 0
	}
	for _, word := range strings.Split(p.glue(fmt.Sprintf(format, args...)), " ") {
		long := utf8.RuneCountInString(word)
		if length > 0 && indent+length+1+long > width {
			write()
		}
		if length > 0 {
			row.WriteByte(' ')
			length++
		}
		row.WriteString(word)
		length += long
	}
	write()
}

const noBreak = "\u00a0"

// glue keeps a figure and its unit on one line.
func (p *page) glue(text string) string {
	text = strings.ReplaceAll(text, " %", noBreak+"%")
	return strings.ReplaceAll(text, " "+p.Currency, noBreak+p.Currency)
}

// counted writes a number of things.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// table writes rows at an indent, their columns aligned: to the right where right has an r. A row of just one cell is
// no part of the columns, and stands a little further in.
func (p *page) table(indent int, right string, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if len(row) > 1 {
				widths[i] = max(widths[i], utf8.RuneCountInString(cell))
			}
		}
	}
	for _, row := range rows {
		if len(row) == 1 {
			p.line(indent+spanIndent, "%s", row[0])
			continue
		}
		p.line(indent, "%s", aligned(row, widths, right))
	}
}

const spanIndent = 10

// aligned fills the cells of a row to the widths of their columns. A column without any text takes no room.
func aligned(row []string, widths []int, right string) string {
	var text strings.Builder
	for i, cell := range row {
		gap := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
		if i > 0 && widths[i-1] > 0 {
			text.WriteString("  ")
		}
		if i < len(right) && right[i] == 'r' {
			text.WriteString(gap + cell)
		} else {
			text.WriteString(cell + gap)
		}
	}
	return text.String()
}

// person names a partner.
func person(x explain.Person) string {
	if x.Name == "" || x.Name == x.ID {
		return x.ID
	}
	return fmt.Sprintf("%s (%s)", x.ID, x.Name)
}
