package columns

import (
	"encoding/binary"
	"errors"
	"io"
	"reflect"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"

	"upline/internal/fault"
)

// footerMax is the longest footer that is read, in bytes: that of thousands of groups.
const footerMax = 64 << 20

// File is a file that is read. It is safe to read several files at the same time, but not one.
type File struct {
	in      io.ReaderAt
	size    int64
	footer  format.FileMetaData
	columns []Column
	zstd    *zstd.Decoder // nil: no page was read yet
	packed  []byte        // a page as it is stored
	raw     []byte        // and as it was before
	levels  []int32
}

// damaged is the error for a file that is not what a Writer wrote.
func damaged(what string) error {
	return fault.Internalf("read columns", "the file is damaged: %s", what)
}

// Open reads the footer of a file.
//
// Errors: Invalid for what is no Parquet file, Internal for a damaged one; otherwise those of the reader.
func Open(in io.ReaderAt, size int64) (*File, error) {
	f := &File{in: in, size: size}
	end, err := f.read(max(0, size-8), 8)
	if err != nil {
		return nil, err
	}
	length := int64(binary.LittleEndian.Uint32(end))
	if string(end[4:]) != magic {
		return nil, fault.Invalidf("read columns", "this is no Parquet file: it should end with %s", magic)
	}
	if length > footerMax || length > size-8-int64(len(magic)) {
		return nil, damaged("its footer is longer than the file")
	}
	data, err := f.read(size-8-length, int(length))
	if err != nil {
		return nil, err
	}
	if n, ok := decodeThrift(data, &f.footer); !ok || n != len(data) {
		return nil, damaged("its footer cannot be read")
	}
	return f, nil
}

// read reads so many bytes; they are valid until the next call.
func (f *File) read(offset int64, length int) ([]byte, error) {
	if offset < 0 || length < 0 || offset > f.size || int64(length) > f.size-offset {
		return nil, damaged("something lies outside of it")
	}
	if cap(f.packed) < length {
		f.packed = make([]byte, length)
	}
	n, err := f.in.ReadAt(f.packed[:length], offset)
	if n == length {
		return f.packed[:length], nil
	}
	if errors.Is(err, io.EOF) {
		return nil, damaged("it is shorter than it should be")
	}
	return nil, &fault.Error{Kind: fault.Internal, Op: "read columns", Msg: "the file cannot be read", Err: err}
}

// Head returns what the writer noted in Table.Head; ok is false for what it did not note.
func (f *File) Head(key string) (value string, ok bool) {
	for _, entry := range f.footer.KeyValueMetadata {
		if entry.Key == key {
			return entry.Value, true
		}
	}
	return "", false
}

// Expect says what columns the file should have. It comes before anything is read from them.
//
// Errors: Internal when the file has others, or its groups are not as a Writer makes them.
func (f *File) Expect(columns []Column) error {
	if !reflect.DeepEqual([]format.SchemaElement(f.footer.Schema), schema(columns)) {
		return damaged("its columns are not those that it should have")
	}
	f.columns = columns
	rows := int64(0)
	for i := range f.footer.RowGroups {
		group := &f.footer.RowGroups[i]
		last := i == len(f.footer.RowGroups)-1
		if len(group.Columns) != len(columns) || group.NumRows < 1 || group.NumRows > GroupRows || (!last && group.NumRows != GroupRows) {
			return damaged("a group of rows is not of the size that it should have")
		}
		rows += group.NumRows
	}
	if rows != f.footer.NumRows {
		return damaged("its groups do not have as many rows as the footer says")
	}
	return nil
}

// Rows returns how many rows there are.
func (f *File) Rows() int64 { return f.footer.NumRows }

// Groups returns how many groups of rows there are.
func (f *File) Groups() int { return len(f.footer.RowGroups) }
