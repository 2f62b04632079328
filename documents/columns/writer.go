package columns

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// magic begins and ends every Parquet file.
const magic = "PAR1"

// createdBy names the writer; a version would change the bytes of every file with every release.
const createdBy = "upline"

// Writer writes a table, group by group.
type Writer struct {
	out     io.Writer
	table   Table
	encoder []*encoder // by column
	offset  int64
	rows    int64
	groups  []format.RowGroup
	columns []format.ColumnIndex // by group, by column
	offsets []format.OffsetIndex // likewise
}

// NewWriter begins a file. Errors: those of the writer.
func NewWriter(out io.Writer, table Table) (*Writer, error) {
	w := &Writer{out: out, table: table}
	for i := range table.Columns {
		e, err := newEncoder(&table.Columns[i])
		if err != nil {
			return nil, err
		}
		w.encoder = append(w.encoder, e)
	}
	return w, w.write([]byte(magic))
}

func (w *Writer) write(data []byte) error {
	n, err := w.out.Write(data)
	w.offset += int64(n)
	return err
}

// Group writes a group of at most GroupRows rows; all groups but the last have as many. chunk makes the values of a
// column; it is called by so many workers, for different columns at the same time.
//
// Errors: Invalid for a number that does not fit its column; otherwise those of the writer.
func (w *Writer) Group(rows, workers int, chunk func(column int) Chunk) error {
	if err := w.encode(rows, workers, chunk); err != nil {
		return err
	}
	group := format.RowGroup{NumRows: int64(rows), FileOffset: w.offset, Ordinal: int16(len(w.groups))}
	for i := range w.table.Sorted {
		group.SortingColumns = append(group.SortingColumns, format.SortingColumn{ColumnIdx: int32(i), NullsFirst: true})
	}
	for _, e := range w.encoder {
		part := &e.part
		group.Columns = append(group.Columns, w.place(e.column, part, rows))
		group.TotalByteSize += int64(part.unpacked)
		group.TotalCompressedSize += int64(len(part.bytes))
		if err := w.write(part.bytes); err != nil {
			return err
		}
	}
	w.groups = append(w.groups, group)
	w.rows += int64(rows)
	return nil
}

// encode makes the parts of a group.
func (w *Writer) encode(rows, workers int, chunk func(column int) Chunk) error {
	failed := make([]error, len(w.encoder))
	var next atomic.Int64
	var done sync.WaitGroup
	for range max(1, min(workers, len(w.encoder))) {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(w.encoder); i = int(next.Add(1)) - 1 {
				values := chunk(i)
				failed[i] = w.encoder[i].encode(&values, rows)
			}
		})
	}
	done.Wait()
	return errors.Join(failed...)
}

// place describes a part that is about to be written.
func (w *Writer) place(column *Column, part *part, rows int) format.ColumnChunk {
	meta := format.ColumnMetaData{
		Type: column.physical(), Encoding: column.encodings(), PathInSchema: []string{column.Name}, Codec: format.Zstd,
		NumValues: int64(rows), TotalUncompressedSize: int64(part.unpacked), TotalCompressedSize: int64(len(part.bytes)),
		DataPageOffset: w.offset + int64(part.dictionary), Statistics: part.statistics,
		EncodingStats: []format.PageEncodingStats{{PageType: format.DataPage, Encoding: part.encoding, Count: int32(len(part.pages))}},
	}
	if part.dictionary > 0 {
		meta.DictionaryPageOffset = w.offset
		meta.EncodingStats = append(meta.EncodingStats, format.PageEncodingStats{PageType: format.DictionaryPage, Encoding: format.Plain, Count: 1})
	}
	for i := range part.pages {
		part.pages[i].Offset += w.offset
	}
	w.columns = append(w.columns, part.index)
	w.offsets = append(w.offsets, format.OffsetIndex{PageLocations: part.pages})
	return format.ColumnChunk{MetaData: meta}
}

// Close writes the indexes and the footer. It does not close what it writes to.
func (w *Writer) Close() error {
	for i := range w.columns {
		chunk := w.chunk(i)
		length, err := w.encodeThrift(&w.columns[i])
		if err != nil {
			return err
		}
		chunk.ColumnIndexOffset, chunk.ColumnIndexLength = w.offset-int64(length), int32(length)
	}
	for i := range w.offsets {
		chunk := w.chunk(i)
		length, err := w.encodeThrift(&w.offsets[i])
		if err != nil {
			return err
		}
		chunk.OffsetIndexOffset, chunk.OffsetIndexLength = w.offset-int64(length), int32(length)
	}
	length, err := w.encodeThrift(w.footer())
	if err != nil {
		return err
	}
	return w.write(append(binary.LittleEndian.AppendUint32(nil, uint32(length)), magic...))
}

// chunk returns the chunk of a position in the indexes.
func (w *Writer) chunk(i int) *format.ColumnChunk {
	return &w.groups[i/len(w.table.Columns)].Columns[i%len(w.table.Columns)]
}

func (w *Writer) footer() *format.FileMetaData {
	footer := &format.FileMetaData{
		Version: 2, Schema: schema(w.table.Columns), NumRows: w.rows, RowGroups: w.groups, CreatedBy: createdBy,
	}
	for range w.table.Columns {
		footer.ColumnOrders = append(footer.ColumnOrders, format.ColumnOrder{Value: &format.TypeDefinedOrder{}})
	}
	for _, key := range slices.Sorted(maps.Keys(w.table.Head)) {
		footer.KeyValueMetadata = append(footer.KeyValueMetadata, format.KeyValue{Key: key, Value: w.table.Head[key]})
	}
	return footer
}

// encodeThrift writes a structure of the format and returns its length.
func (w *Writer) encodeThrift(value any) (length int, err error) {
	var buffer bytes.Buffer
	if err := thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&buffer)).Encode(value); err != nil {
		return 0, err
	}
	return buffer.Len(), w.write(buffer.Bytes())
}
