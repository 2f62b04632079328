package paper

// Column is a column of a table.
type Column struct {
	Title string
	Width float64 // millimetres; 0: an equal part of what the others leave
	Right bool    // numbers stand at the right
}

// Table is rows under a head that is repeated on each page. A row is never cut in two, unless it is higher than a page; a heading
// stays with the row below it, and a sum with the row above.
type Table struct {
	sheet   *Sheet
	columns []Column
	size    float64
	fresh   bool // nothing stands below the head yet
	shaded  bool
	heading []string // lines of one that waits for the row below it
}

// padding is between a column and the next, and between a row and the next.
const (
	padding    = 1.5
	rowPadding = 0.9
)

// Table begins a table.
func (s *Sheet) Table(columns ...Column) *Table {
	t := &Table{sheet: s, columns: columns, size: sizeTable}
	rest, sharing := float64(right-left), 0
	for _, column := range columns {
		rest -= column.Width
		if column.Width == 0 {
			sharing++
		}
	}
	t.columns = append([]Column(nil), columns...)
	for i := range t.columns {
		if t.columns[i].Width == 0 {
			t.columns[i].Width = rest / float64(sharing)
		}
	}
	s.room(25)
	t.head()
	return t
}

// head draws the titles of the columns.
func (t *Table) head() {
	titles := make([]string, len(t.columns))
	for i, column := range t.columns {
		titles[i] = column.Title
	}
	lines, height := t.lay(titles, bold)
	t.sheet.fill(t.sheet.head.accent)
	t.sheet.pdf.Rect(left-padding, t.sheet.y, right-left+2*padding, height, "F")
	t.sheet.ink(colour{255, 255, 255})
	t.draw(lines, height, bold)
	t.sheet.ink(black)
	t.fresh, t.shaded = true, false
}

// Row writes a row.
func (t *Table) Row(cells ...string) {
	lines, height := t.lay(cells, regular)
	t.begin(height + t.lineHeight()) // a sum fits below
	if t.shaded {
		t.sheet.fill(pale)
		t.sheet.pdf.Rect(left-padding, t.sheet.y, right-left+2*padding, height, "F")
	}
	t.draw(lines, height, regular)
	t.fresh, t.shaded = false, !t.shaded
}

// Remark writes a text below a row, over the whole width: what the columns have no room for.
func (t *Table) Remark(text string) {
	const indent = 4
	lines := t.sheet.wrap(text, right-left-indent, sizeSmall, regular)
	height := float64(len(lines))*sizeSmall*lineHeight + rowPadding
	t.begin(height + t.lineHeight())
	if !t.shaded { // the row above is
		t.sheet.fill(pale)
		t.sheet.pdf.Rect(left-padding, t.sheet.y, right-left+2*padding, height, "F")
	}
	t.sheet.ink(dark)
	for i, line := range lines {
		t.sheet.write(left+indent, t.sheet.y+float64(i)*sizeSmall*lineHeight, sizeSmall, regular, toLeft, line)
	}
	t.sheet.ink(black)
	t.sheet.y += height
}

// Group writes a heading over the rows that follow. It is written with the first of them: only that one says how much room both need.
func (t *Table) Group(title string) {
	t.endHeading()
	t.heading = t.sheet.wrap(title, right-left, t.size, bold)
}

// begin begins something so high, on a new page if there is no room for it and a heading that waits, and writes that heading.
func (t *Table) begin(height float64) {
	if t.heading == nil {
		t.room(height)
		return
	}
	own := float64(len(t.heading))*t.size*lineHeight + 2*rowPadding
	t.room(own + 1 + height)
	if !t.fresh {
		t.sheet.y++
	}
	t.sheet.ink(t.sheet.head.accent)
	for i, line := range t.heading {
		t.sheet.write(left, t.sheet.y+rowPadding+float64(i)*t.size*lineHeight, t.size, bold, toLeft, line)
	}
	t.sheet.ink(black)
	t.sheet.y += own
	t.heading, t.fresh, t.shaded = nil, false, false
}

// endHeading writes a heading that waits, though no row follows it.
func (t *Table) endHeading() {
	if t.heading != nil {
		t.begin(0)
	}
}

// Sum writes a row that adds up those above. A text at the left may go on over empty cells: it stays on one line, as Row expects.
func (t *Table) Sum(cells ...string) {
	lines, height := t.layWide(cells, bold)
	t.begin(height)
	t.sheet.line(left-padding, t.sheet.y, right-left+2*padding, dark)
	t.draw(lines, height, bold)
	t.fresh, t.shaded = false, false
}

// End leaves room below the table.
func (t *Table) End() {
	t.endHeading()
	t.sheet.y += 4
}

// room begins a page, with the head, when there is less room than that.
func (t *Table) room(height float64) {
	if t.fresh { // a page that holds nothing but the head is no better
		return
	}
	if t.sheet.room(height) {
		t.head()
	}
}

func (t *Table) lineHeight() float64 { return t.size*lineHeight + 2*rowPadding }

// lay wraps the cells, and returns how high the row is.
func (t *Table) lay(cells []string, style string) (lines [][]string, height float64) {
	return t.wrap(cells, style, func(i int) float64 { return t.columns[i].Width })
}

// layWide is lay for cells that may take the room of empty ones that follow.
func (t *Table) layWide(cells []string, style string) (lines [][]string, height float64) {
	return t.wrap(cells, style, func(i int) float64 {
		width := t.columns[i].Width
		for next := i + 1; !t.columns[i].Right && next < len(cells) && cells[next] == ""; next++ {
			width += t.columns[next].Width
		}
		return width
	})
}

func (t *Table) wrap(cells []string, style string, width func(i int) float64) (lines [][]string, height float64) {
	most := 1
	for i, cell := range cells {
		if i == len(t.columns) {
			break
		}
		wrapped := t.sheet.wrap(cell, width(i)-padding, t.size, style)
		lines, most = append(lines, wrapped), max(most, len(wrapped))
	}
	return lines, float64(most)*t.size*lineHeight + 2*rowPadding
}

func (t *Table) draw(lines [][]string, height float64, style string) {
	x := float64(left)
	for i, column := range t.columns {
		if i == len(lines) {
			break
		}
		for j, line := range lines[i] {
			y := t.sheet.y + rowPadding + float64(j)*t.size*lineHeight
			if column.Right {
				edge := x + column.Width
				if i < len(t.columns)-1 {
					edge -= padding
				}
				t.sheet.write(edge, y, t.size, style, toRight, line)
			} else {
				t.sheet.write(x, y, t.size, style, toLeft, line)
			}
		}
		x += column.Width
	}
	t.sheet.y += height
}
