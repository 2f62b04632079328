package evidence

import (
	"io"
	"slices"

	"upline/documents/columns"
	"upline/internal/money"
)

// grid holds a group of rows by columns, on their way into a file. Of the slices of a column only that of its type is used.
type grid struct {
	spec       []columns.Column
	catalogues []*catalogue     // by column: those of the texts; shared by the grids of a file
	texts      [][]int32        // by column, by row: the number of a text, or columns.None; in a Bool column 0 or 1
	volumes    [][]money.Volume // by column, by row
	numbers    [][]int64        // likewise
	has        [][]bool         // by column, by row: whether there is a number or volume; nil: always
}

func newGrid(spec []columns.Column, catalogues []*catalogue) *grid {
	n := len(spec)
	return &grid{spec, catalogues, make([][]int32, n), make([][]money.Volume, n), make([][]int64, n), make([][]bool, n)}
}

// resize makes room for so many rows, and keeps those that are there.
func (g *grid) resize(rows int) {
	for column := range g.spec {
		spec := &g.spec[column]
		switch spec.Type {
		case columns.Text, columns.Bool:
			g.texts[column] = resize(g.texts[column], rows)
			continue
		case columns.Decimal128:
			g.volumes[column] = resize(g.volumes[column], rows)
		default:
			g.numbers[column] = resize(g.numbers[column], rows)
		}
		if spec.Optional {
			g.has[column] = resize(g.has[column], rows)
		}
	}
}

// resize doubles the room until it is that of a whole group.
func resize[T any](slice []T, length int) []T {
	if length > cap(slice) {
		slice = slices.Grow(slice, max(length, min(2*cap(slice), columns.GroupRows))-len(slice))
	}
	return slice[:length]
}

// chunk makes the values of a column, once: the grid may hold something else afterwards.
func (g *grid) chunk(column int) columns.Chunk {
	spec := &g.spec[column]
	switch {
	case spec.Type == columns.Text:
		return g.catalogues[column].chunk(g.texts[column])
	case spec.Type == columns.Bool:
		return columns.Chunk{At: g.texts[column]}
	case spec.Type == columns.Decimal128:
		return volumeChunk(g.volumes[column], g.has[column])
	case spec.Packed:
		return columns.Chunk{Numbers: g.numbers[column]}
	default:
		return numberChunk(g.numbers[column], g.has[column])
	}
}

// press writes a table from two grids, which take turns: while one is written by the workers, the other is filled. fill
// puts the next rows into an empty grid, at most columns.GroupRows, and returns how many there are. With one worker all
// happens in turn.
func press(out io.Writer, table columns.Table, workers int, catalogues []*catalogue, progress func(rows int), fill func(g *grid) int) error {
	w, err := columns.NewWriter(out, table)
	if err != nil {
		return err
	}
	grids := [2]*grid{newGrid(table.Columns, catalogues), newGrid(table.Columns, catalogues)}
	written := make(chan error, 1)
	written <- nil // of the group before
	for i := 0; ; i++ {
		g := grids[i%2]
		g.resize(0)
		rows := fill(g)
		if err := <-written; err != nil {
			return err
		}
		if rows == 0 {
			return w.Close()
		}
		write := func() { written <- w.Group(rows, workers, g.chunk) }
		if workers > 1 {
			go write() // its end is waited for above
		} else {
			write()
		}
		if progress != nil {
			progress(rows)
		}
	}
}
