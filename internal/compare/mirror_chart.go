package compare

// mirrorChart has bars to the left and to the right of labels that stand in the middle, as an age pyramid has.
type mirrorChart struct {
	chart
	Left, Right string  // what the sides are
	Side        stretch // how wide a side is
	RightX      stretch // where the right one begins
	Rows        []mirrorRow
}

type mirrorRow struct {
	Y           int // where the row begins
	Label       string
	Left, Right bar // across within their side
}

// mirror is what a row shows.
type mirror struct {
	label       string
	left, right int
}

// Pixels of the head line and of a row. The rest of the measures is in chart.html.
const (
	mirrorHeadHeight = 26
	mirrorRowHeight  = 26
)

// mirrorSide is the part of the width that the bars of one side and their texts have; mirrorRoom is the part of it
// that the bars may take.
const (
	mirrorSide stretch = 35_00
	mirrorRoom stretch = 66_00
)

func newMirrorChart(c chart, n notation, left, right string, rows []mirror) *mirrorChart {
	m := &mirrorChart{chart: c, Left: left, Right: right, Side: mirrorSide, RightX: full - mirrorSide}
	m.Height = mirrorHeadHeight + len(rows)*mirrorRowHeight
	most := 0
	for _, row := range rows {
		most = max(most, row.left, row.right)
	}
	draw := func(count int) bar {
		width := scaled(int64(count), int64(most), mirrorRoom)
		return bar{Width: width, TextX: width, Text: n.Count(count)}
	}
	for i, row := range rows {
		r := mirrorRow{
			Y: mirrorHeadHeight + i*mirrorRowHeight, Label: shortened(row.label), Left: draw(row.left), Right: draw(row.right),
		}
		r.Left.X = full - r.Left.Width
		r.Left.TextX = r.Left.X
		m.Rows = append(m.Rows, r)
	}
	return m
}
