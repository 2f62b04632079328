package columns

import (
	"encoding/binary"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
)

// Limits of what a page may hold before it is compressed, in bytes: a damaged length must not ask for all memory.
const (
	pageMax       = 64 + PageRows*(4+8+8) // a packed page of the widest numbers, with room
	dictionaryMax = GroupRows * (4 + TextMax)
)

// Values holds the values of a column in the rows of a page.
type Values struct {
	At      []int32 // by row: the position in the dictionary, or None; 0 or 1 in a Bool column
	Numbers []int64 // in a packed column: by row
}

// page reads a page: its header, and what it holds, which is valid until the next page is read.
func (f *File) page(offset, length int64, most int) (header *format.PageHeader, raw []byte, err error) {
	if length > int64(dictionaryMax) {
		return nil, nil, damaged("a page is too long")
	}
	data, err := f.read(offset, int(length))
	if err != nil {
		return nil, nil, err
	}
	header = new(format.PageHeader)
	n, ok := decodeThrift(data, header)
	if !ok {
		return nil, nil, damaged("the header of a page cannot be read")
	}
	data = data[n:]
	size := int(header.UncompressedPageSize)
	switch {
	case len(data) != int(header.CompressedPageSize) || size < 0 || size > most:
		return nil, nil, damaged("a page is not as long as it should be")
	case int32(crc32.ChecksumIEEE(data)) != header.CRC:
		return nil, nil, damaged("the checksum of a page is wrong")
	}
	const padding = bitsPadding + 1
	if cap(f.raw) < size+padding {
		f.raw = make([]byte, size+padding)
	}
	if f.zstd == nil {
		if f.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true)); err != nil {
			return nil, nil, err
		}
	}
	if raw, err = f.zstd.DecodeAll(data, f.raw[:0:size]); err != nil || len(raw) != size {
		return nil, nil, damaged("a page cannot be unpacked")
	}
	return header, f.raw[:size], nil
}

// Page reads the values of a column in the rows of a page, into memory that is used again.
//
// Errors: Internal for a damaged file; otherwise those of the reader.
func (g *Group) Page(column, page int, into *Values) error {
	locations, err := g.locations(column)
	if err != nil {
		return err
	}
	limit, spec := 2, &g.file.columns[column]
	if spec.byDictionary() {
		dictionary, err := g.Dictionary(column)
		if err != nil {
			return err
		}
		limit = dictionary.Len()
	}
	header, raw, err := g.file.page(locations[page].Offset, int64(locations[page].CompressedPageSize), pageMax)
	if err != nil {
		return err
	}
	data, ok := header.DataPageHeader.Get()
	rows := g.PageLen(page)
	if !ok || header.Type != format.DataPage || int(data.NumValues) != rows || data.Encoding != spec.encoding() {
		return damaged("a page is not what it should be")
	}
	if spec.Packed {
		into.Numbers = resize(into.Numbers, rows)
		ok = takeDelta(into.Numbers, raw)
	} else {
		into.At = resize(into.At, rows)
		ok = g.file.positions(spec, into.At, raw, limit)
	}
	if !ok {
		return damaged("the values of a page cannot be read")
	}
	return nil
}

func resize[T any](slice []T, n int) []T {
	if cap(slice) < n {
		return make([]T, n)
	}
	return slice[:n]
}

// positions reads which rows have a value, and their positions, which are below a limit.
func (f *File) positions(column *Column, at []int32, raw []byte, limit int) (ok bool) {
	values := len(at)
	if column.Optional {
		if len(raw) < 4 {
			return false
		}
		length := binary.LittleEndian.Uint32(raw)
		if raw = raw[4:]; length > uint32(len(raw)) {
			return false
		}
		f.levels = resize(f.levels, len(at))
		if !takeHybrid(f.levels, raw[:length], 1) || !below(f.levels, 2) {
			return false
		}
		raw = raw[length:]
		values = 0
		for _, level := range f.levels {
			values += int(level)
		}
	}
	present := at[:values]
	if column.Type == Bool {
		if len(raw) != (values+7)/8 {
			return false
		}
		takeBits(present, raw[:len(raw)+bitsPadding], 1)
		return true
	}
	if len(raw) == 0 || !takeHybrid(present, raw[1:], int(raw[0])) || !below(present, limit) {
		return false
	}
	if values < len(at) {
		spread(at, f.levels, values)
	}
	return true
}

// spread moves the positions of the first so many rows to those rows that have a value, from behind.
func spread(at, levels []int32, values int) {
	for row := len(at) - 1; row >= 0; row-- {
		if levels[row] == 0 {
			at[row] = None
			continue
		}
		values--
		at[row] = at[values]
	}
}
