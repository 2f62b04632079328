package columns_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"upline/documents/columns"
	"upline/internal/money"
)

// The Parquet library reads the same values from our files, with nothing but what stands in them.
func TestOthersReadTheFiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawTable(t, 200)
		file := d.write(t, 2)
		f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		if value, _ := f.Lookup("b"); value != "2" || f.NumRows() != int64(d.rows) {
			t.Fatalf("the library reads b = %q and %d rows", value, f.NumRows())
		}
		for column := range d.columns {
			var got []string
			for _, group := range f.RowGroups() {
				got = append(got, readOthers(t, group.ColumnChunks()[column], &d.columns[column])...)
			}
			if want := d.values(column); !slices.Equal(got, want) {
				t.Fatalf("%s:\n%q, want\n%q", d.columns[column].Name, got, want)
			}
		}
	})
}

// readOthers lists the values of a chunk as the library reads them.
func readOthers(t *rapid.T, chunk parquet.ColumnChunk, spec *columns.Column) []string {
	var out []string
	pages := chunk.Pages()
	defer pages.Close()
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%s: %v", spec.Name, err)
		}
		values := make([]parquet.Value, page.NumValues())
		if n, err := page.Values().ReadValues(values); n != len(values) {
			t.Fatalf("%s: %d values, %v", spec.Name, n, err)
		}
		for _, v := range values {
			out = append(out, otherText(v, spec))
		}
	}
}

func otherText(v parquet.Value, spec *columns.Column) string {
	switch {
	case v.IsNull():
		return "none"
	case spec.Type == columns.Text:
		return "text " + string(v.ByteArray())
	case spec.Type == columns.Int32:
		return fmt.Sprint(v.Int32())
	case spec.Type == columns.Decimal64:
		return fmt.Sprint(v.Int64())
	case spec.Type == columns.Decimal128:
		return money.VolumeOf([16]byte(v.ByteArray())).String()
	default:
		return fmt.Sprint(v.Boolean())
	}
}

// The bounds in the index hold for what other readers find in the pages.
func TestBoundsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawTable(t, 200)
		file := d.write(t, 2)
		f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range f.RowGroups() {
			for column, chunk := range group.ColumnChunks() {
				index, err := chunk.ColumnIndex()
				if err != nil {
					t.Fatal(err)
				}
				pages, compare := chunk.Pages(), chunk.Type().Compare
				if d.columns[column].Type == columns.Decimal128 {
					compare = compareVolumes
				}
				for no := 0; ; no++ {
					page, err := pages.ReadPage()
					if errors.Is(err, io.EOF) {
						break
					}
					if err != nil {
						t.Fatal(err)
					}
					values := make([]parquet.Value, page.NumValues())
					if n, err := page.Values().ReadValues(values); n != len(values) {
						t.Fatalf("%d values, %v", n, err)
					}
					values = slices.DeleteFunc(values, parquet.Value.IsNull)
					if index.NullPage(no) != (len(values) == 0) || index.NullCount(no) != page.NumNulls() {
						t.Fatalf("%s: page %d has %d values", d.columns[column].Name, no, len(values))
					}
					for _, v := range values {
						if compare(v, index.MinValue(no)) < 0 || compare(v, index.MaxValue(no)) > 0 {
							t.Fatalf("%s: %v is not between %v and %v", d.columns[column].Name, v, index.MinValue(no), index.MaxValue(no))
						}
					}
				}
				pages.Close()
			}
		}
	})
}

// compareVolumes compares decimals of 16 bytes by their sign, as the format says; the library does not.
func compareVolumes(a, b parquet.Value) int {
	return money.VolumeOf([16]byte(a.ByteArray())).Cmp(money.VolumeOf([16]byte(b.ByteArray())))
}
