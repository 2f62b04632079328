package columns

import (
	"github.com/parquet-go/parquet-go/format"

	"upline/internal/fault"
)

// Group is a group of rows of a file.
type Group struct {
	file       *File
	no         int
	rows       int
	columns    []format.ColumnChunk
	dictionary []*Dictionary           // by column; nil: not read yet
	pages      [][]format.PageLocation // likewise
	indexes    []*format.ColumnIndex   // likewise
}

// Group returns a group; Expect has been called.
func (f *File) Group(no int) *Group {
	group := &f.footer.RowGroups[no]
	return &Group{
		file: f, no: no, rows: int(group.NumRows), columns: group.Columns,
		dictionary: make([]*Dictionary, len(f.columns)), pages: make([][]format.PageLocation, len(f.columns)),
		indexes: make([]*format.ColumnIndex, len(f.columns)),
	}
}

// Pages returns how many pages each column has.
func (g *Group) Pages() int { return (g.rows + PageRows - 1) / PageRows }

// PageLen returns how many rows a page has.
func (g *Group) PageLen(page int) int { return min(PageRows, g.rows-page*PageRows) }

// locations returns where the pages of a column are.
func (g *Group) locations(column int) ([]format.PageLocation, error) {
	if g.pages[column] != nil {
		return g.pages[column], nil
	}
	chunk := &g.columns[column]
	data, err := g.file.read(chunk.OffsetIndexOffset, int(chunk.OffsetIndexLength))
	if err != nil {
		return nil, err
	}
	var index format.OffsetIndex
	if _, ok := decodeThrift(data, &index); !ok || len(index.PageLocations) != g.Pages() {
		return nil, damaged("the index of pages cannot be read")
	}
	for i, page := range index.PageLocations {
		if page.FirstRowIndex != int64(i)*PageRows {
			return nil, damaged("its pages are not of the size that they should have")
		}
	}
	g.pages[column] = index.PageLocations
	return g.pages[column], nil
}

// TextBounds returns the smallest and the largest text of a page of a Text column; ok is false when no row has one.
//
// Errors: Internal for a damaged file; otherwise those of the reader.
func (g *Group) TextBounds(column, page int) (low, high string, ok bool, err error) {
	if g.file.columns[column].Type != Text {
		return "", "", false, fault.Internalf("read columns", "%s is no text", g.file.columns[column].Name)
	}
	if g.indexes[column] == nil {
		chunk := &g.columns[column]
		data, err := g.file.read(chunk.ColumnIndexOffset, int(chunk.ColumnIndexLength))
		if err != nil {
			return "", "", false, err
		}
		index, pages := new(format.ColumnIndex), g.Pages()
		_, ok := decodeThrift(data, index)
		if !ok || len(index.NullPages) != pages || len(index.MinValues) != pages || len(index.MaxValues) != pages {
			return "", "", false, damaged("the index of values cannot be read")
		}
		g.indexes[column] = index
	}
	index := g.indexes[column]
	return string(index.MinValues[page]), string(index.MaxValues[page]), !index.NullPages[page], nil
}
