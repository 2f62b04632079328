package columns_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/columns"
	"upline/internal/money"
)

// table is a table in memory: what is written, and what must come back.
type table struct {
	columns []columns.Column
	rows    int
	chunks  []columns.Chunk
}

var all = []columns.Column{
	{Name: "text", Type: columns.Text},
	{Name: "text or none", Type: columns.Text, Optional: true},
	{Name: "int", Type: columns.Int32, Optional: true},
	{Name: "decimal", Type: columns.Decimal64, Scale: 6, Optional: true},
	{Name: "packed decimal", Type: columns.Decimal64, Scale: 2, Packed: true},
	{Name: "volume", Type: columns.Decimal128, Scale: 10},
	{Name: "volume or none", Type: columns.Decimal128, Scale: 10, Optional: true},
	{Name: "bool", Type: columns.Bool},
}

// drawTable draws a table of all types of columns, with runs, with constants, and with nothing but gaps.
func drawTable(t *rapid.T, most int) table {
	d := table{columns: all, rows: rapid.IntRange(0, most).Draw(t, "rows")}
	random := func(n int) int { return rapid.IntRange(0, max(0, n-1)).Draw(t, "n") }
	for i := range all {
		column, chunk := &all[i], columns.Chunk{}
		distinct := rapid.SampledFrom([]int{1, 2, 7, 300}).Draw(t, "distinct")
		switch {
		case column.Packed:
			limit := int64(columns.DecimalMax - 1)
			chunk.Numbers = rapid.SliceOfN(rapid.Int64Range(-limit, limit), d.rows, d.rows).Draw(t, "numbers")
		case column.Type == columns.Text:
			chunk.Texts = rapid.SliceOfNDistinct(rapid.StringN(0, 64, columns.TextMax), distinct, distinct, rapid.ID).Draw(t, "texts")
			slices.Sort(chunk.Texts)
		case column.Type == columns.Decimal128:
			for range distinct {
				value := rapid.Int64().Draw(t, "volume")
				chunk.Volumes = append(chunk.Volumes, money.Value(value).Times(money.Whole))
			}
			slices.SortFunc(chunk.Volumes, money.Volume.Cmp)
			chunk.Volumes = slices.Compact(chunk.Volumes)
			distinct = len(chunk.Volumes)
		case column.Type != columns.Bool:
			chunk.Numbers = rapid.SliceOfNDistinct(rapid.Int64Range(-1<<31, 1<<31-1), distinct, distinct, rapid.ID).Draw(t, "entries")
			slices.Sort(chunk.Numbers)
		default:
			distinct = 2
		}
		if !column.Packed {
			none := column.Optional && rapid.Bool().Draw(t, "none")
			for len(chunk.At) < d.rows {
				at := int32(random(distinct))
				if column.Optional && (none || random(3) == 0) {
					at = columns.None
				}
				for range min(1+random(30), d.rows-len(chunk.At)) {
					chunk.At = append(chunk.At, at)
				}
			}
		}
		d.chunks = append(d.chunks, used(chunk, column.Packed))
	}
	return d
}

// used leaves out of a dictionary what does not occur.
func used(c columns.Chunk, packed bool) columns.Chunk {
	if packed || c.Texts == nil && c.Numbers == nil && c.Volumes == nil {
		return c
	}
	present := slices.Clone(c.At)
	slices.Sort(present)
	present = slices.DeleteFunc(slices.Compact(present), func(at int32) bool { return at == columns.None })
	out := columns.Chunk{}
	for _, at := range present {
		switch {
		case c.Texts != nil:
			out.Texts = append(out.Texts, c.Texts[at])
		case c.Numbers != nil:
			out.Numbers = append(out.Numbers, c.Numbers[at])
		default:
			out.Volumes = append(out.Volumes, c.Volumes[at])
		}
	}
	for _, at := range c.At {
		if at != columns.None {
			i, _ := slices.BinarySearch(present, at)
			at = int32(i)
		}
		out.At = append(out.At, at)
	}
	return out
}

// write writes a table as one group.
func (d table) write(t interface{ Fatal(...any) }, workers int) []byte {
	var file bytes.Buffer
	w, err := columns.NewWriter(&file, columns.Table{Columns: d.columns, Sorted: 1, Head: map[string]string{"b": "2", "a": "1"}})
	if err != nil {
		t.Fatal(err)
	}
	if d.rows > 0 {
		if err := w.Group(d.rows, workers, func(i int) columns.Chunk { return d.chunks[i] }); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// rows lists what a chunk says, row by row.
func (d table) values(column int) []string {
	var out []string
	c := &d.chunks[column]
	for row := range d.rows {
		switch {
		case d.columns[column].Packed:
			out = append(out, fmt.Sprint(c.Numbers[row]))
		case c.At[row] == columns.None:
			out = append(out, "none")
		case c.Texts != nil:
			out = append(out, "text "+c.Texts[c.At[row]])
		case c.Numbers != nil:
			out = append(out, fmt.Sprint(c.Numbers[c.At[row]]))
		case c.Volumes != nil:
			out = append(out, c.Volumes[c.At[row]].String())
		default:
			out = append(out, fmt.Sprint(c.At[row] == 1))
		}
	}
	return out
}

// read lists what a column of a file says, row by row.
func read(f *columns.File, spec []columns.Column, column int) ([]string, error) {
	var out []string
	var values columns.Values
	for no := range f.Groups() {
		g := f.Group(no)
		for page := range g.Pages() {
			if err := g.Page(column, page, &values); err != nil {
				return nil, err
			}
			if spec[column].Packed {
				for _, n := range values.Numbers {
					out = append(out, fmt.Sprint(n))
				}
				continue
			}
			for _, at := range values.At {
				text, err := entry(g, spec, column, at)
				if err != nil {
					return nil, err
				}
				out = append(out, text)
			}
		}
	}
	return out, nil
}

func entry(g *columns.Group, spec []columns.Column, column int, at int32) (string, error) {
	if at == columns.None {
		return "none", nil
	}
	if spec[column].Type == columns.Bool {
		return fmt.Sprint(at == 1), nil
	}
	d, err := g.Dictionary(column)
	if err != nil {
		return "", err
	}
	switch spec[column].Type {
	case columns.Text:
		return "text " + d.Text(at), nil
	case columns.Decimal128:
		return d.Volumes[at].String(), nil
	default:
		return fmt.Sprint(d.Numbers[at]), nil
	}
}

// What is written comes back, and with any number of workers it is written alike.
func TestTablesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawTable(t, 400)
		file := d.write(t, 1)
		if !bytes.Equal(file, d.write(t, 4)) {
			t.Fatal("four workers write other bytes than one")
		}
		f, err := columns.Open(bytes.NewReader(file), int64(len(file)))
		if err == nil {
			err = f.Expect(d.columns)
		}
		if err != nil {
			t.Fatal(err)
		}
		if value, ok := f.Head("a"); !ok || value != "1" || f.Rows() != int64(d.rows) {
			t.Fatalf("the head says a = %q, %d rows", value, f.Rows())
		}
		for column := range d.columns {
			got, err := read(f, d.columns, column)
			if err != nil {
				t.Fatal(err)
			}
			if want := d.values(column); !slices.Equal(got, want) {
				t.Fatalf("%s:\n%q, want\n%q", d.columns[column].Name, got, want)
			}
		}
	})
}

func volumesOf(values ...money.Value) []money.Volume {
	var volumes []money.Volume
	for _, v := range values {
		volumes = append(volumes, v.Volume())
	}
	return volumes
}

// values returns what a column of a whole file says.
func values(t *rapid.T, file []byte, column int) string {
	f, err := columns.Open(bytes.NewReader(file), int64(len(file)))
	if err == nil {
		err = f.Expect(all)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(f, all, column)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(got, ",")
}
