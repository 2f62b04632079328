package columns

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// part is an encoded chunk.
type part struct {
	bytes      []byte // the pages, one behind the other
	dictionary int    // the length of the first page, if it is a dictionary; else 0
	pages      []format.PageLocation
	unpacked   int // how long the pages are before they are compressed
	index      format.ColumnIndex
	statistics format.Statistics
	encoding   format.Encoding
}

// encoder makes the pages of a column, chunk after chunk. Each column has its own, so that what it writes depends on no
// other column, and on no other worker.
type encoder struct {
	column *Column
	zstd   *zstd.Encoder
	chunk  *Chunk // the one in work
	part   part   // what has become of it; its bytes are used again for the next
	header bytes.Buffer
	raw    []byte  // a page before it is compressed
	packed []byte  // and after
	levels []int32 // by row of the page: 1 with a value, 0 without
	values []int32 // the positions that are not None
}

func newEncoder(column *Column) (*encoder, error) {
	compressor, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderCRC(false), zstd.WithZeroFrames(true))
	return &encoder{column: column, zstd: compressor}, err
}

// encode makes the pages of a chunk with so many rows.
func (e *encoder) encode(chunk *Chunk, rows int) error {
	if err := chunk.check(e.column); err != nil {
		return err
	}
	e.chunk, e.part = chunk, part{bytes: e.part.bytes[:0], encoding: e.column.encoding()}
	if e.column.byDictionary() {
		if err := e.dictionary(); err != nil {
			return err
		}
	}
	for from := 0; from < rows; from += PageRows {
		if err := e.dataPage(from, min(from+PageRows, rows)); err != nil {
			return err
		}
	}
	e.summarise()
	return nil
}

// dictionary writes the page of the dictionary.
func (e *encoder) dictionary() error {
	e.raw = e.raw[:0]
	if e.column.Type == Text {
		for _, text := range e.chunk.Texts {
			e.raw = append(binary.LittleEndian.AppendUint32(e.raw, uint32(len(text))), text...)
		}
	} else {
		for i := range e.chunk.entries() {
			e.raw = e.entry(e.raw, i)
		}
	}
	err := e.page(format.PageHeader{Type: format.DictionaryPage, DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{
		NumValues: int32(e.chunk.entries()), Encoding: format.Plain, IsSorted: true,
	})})
	e.part.dictionary = len(e.part.bytes)
	return err
}

// dataPage writes the rows from … to-1.
func (e *encoder) dataPage(from, to int) error {
	e.raw = e.raw[:0]
	nulls := 0
	if e.column.Packed {
		e.raw = appendDelta(e.raw, e.chunk.Numbers[from:to])
	} else {
		nulls = e.positions(e.chunk.At[from:to])
	}
	e.bounds(from, to, nulls)
	offset := len(e.part.bytes)
	err := e.page(format.PageHeader{Type: format.DataPage, DataPageHeader: thrift.New(format.DataPageHeader{
		NumValues: int32(to - from), Encoding: e.part.encoding, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
	})})
	e.part.pages = append(e.part.pages, format.PageLocation{
		Offset: int64(offset), CompressedPageSize: int32(len(e.part.bytes) - offset), FirstRowIndex: int64(from),
	})
	return err
}

// positions writes which rows have a value, and their positions; or the bits of a Bool column.
func (e *encoder) positions(at []int32) (nulls int) {
	values := at
	if e.column.Optional {
		e.levels, e.values = e.levels[:0], e.values[:0]
		for _, i := range at {
			if i == None {
				e.levels = append(e.levels, 0)
			} else {
				e.levels, e.values = append(e.levels, 1), append(e.values, i)
			}
		}
		values = e.values
		e.raw = appendHybrid(append(e.raw, 0, 0, 0, 0), e.levels, 1)
		binary.LittleEndian.PutUint32(e.raw, uint32(len(e.raw)-4))
	}
	if e.column.Type == Bool {
		e.raw = appendBits(e.raw, values, 1)
	} else {
		width := widthOf(e.chunk.entries())
		e.raw = appendHybrid(append(e.raw, byte(width)), values, width)
	}
	return len(at) - len(values)
}

// page appends what is in raw as a page.
func (e *encoder) page(header format.PageHeader) error {
	e.packed = e.zstd.EncodeAll(e.raw, e.packed[:0])
	header.UncompressedPageSize, header.CompressedPageSize = int32(len(e.raw)), int32(len(e.packed))
	header.CRC = int32(crc32.ChecksumIEEE(e.packed))
	e.header.Reset()
	err := thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&e.header)).Encode(&header)
	e.part.unpacked += e.header.Len() + len(e.raw)
	e.part.bytes = append(append(e.part.bytes, e.header.Bytes()...), e.packed...)
	return err
}

// entry appends an entry of the dictionary as Parquet writes values, a text without its length.
func (e *encoder) entry(dst []byte, i int) []byte {
	switch e.column.Type {
	case Text:
		return append(dst, e.chunk.Texts[i]...)
	case Decimal128:
		return e.chunk.Volumes[i].AppendBytes(dst)
	case Bool:
		return append(dst, byte(i))
	default:
		return e.column.number(dst, e.chunk.Numbers[i])
	}
}

// number appends a number as Parquet writes those of the column's type.
func (c *Column) number(dst []byte, n int64) []byte {
	if c.Type == Int32 {
		return binary.LittleEndian.AppendUint32(dst, uint32(n))
	}
	return binary.LittleEndian.AppendUint64(dst, uint64(n))
}
