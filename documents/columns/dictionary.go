package columns

import (
	"encoding/binary"
	"slices"

	"github.com/parquet-go/parquet-go/format"

	"upline/internal/money"
)

// Dictionary holds the values that occur in a column of a group, ascending.
type Dictionary struct {
	Numbers []int64        // of an Int32 or Decimal64 column
	Volumes []money.Volume // of a Decimal128 column
	texts   string         // of a Text column: all of them
	ends    []uint32       // where each text ends
}

// Len returns how many values there are.
func (d *Dictionary) Len() int { return len(d.ends) + len(d.Numbers) + len(d.Volumes) }

// Text returns a text. All texts of a dictionary share their memory, which lives as long as one of them does.
func (d *Dictionary) Text(i int32) string {
	from := uint32(0)
	if i > 0 {
		from = d.ends[i-1]
	}
	return d.texts[from:d.ends[i]]
}

// Texts goes through all texts, ascending.
func (d *Dictionary) Texts(yield func(text string) bool) {
	for i := range d.ends {
		if !yield(d.Text(int32(i))) {
			return
		}
	}
}

// Dictionary reads the dictionary of a column.
//
// Errors: Internal for a damaged file; otherwise those of the reader.
func (g *Group) Dictionary(column int) (*Dictionary, error) {
	if g.dictionary[column] != nil {
		return g.dictionary[column], nil
	}
	meta := &g.columns[column].MetaData
	header, raw, err := g.file.page(meta.DictionaryPageOffset, meta.DataPageOffset-meta.DictionaryPageOffset, dictionaryMax)
	if err != nil {
		return nil, err
	}
	entries, ok := header.DictionaryPageHeader.Get()
	d := new(Dictionary)
	if !ok || header.Type != format.DictionaryPage || entries.NumValues < 0 || int(entries.NumValues) > g.rows ||
		!d.decode(&g.file.columns[column], raw, int(entries.NumValues)) {
		return nil, damaged("a dictionary cannot be read")
	}
	g.dictionary[column] = d
	return d, nil
}

// decode reads the entries of a dictionary of a column.
func (d *Dictionary) decode(column *Column, raw []byte, entries int) (ok bool) {
	size := map[Type]int{Int32: 4, Decimal64: 8, Decimal128: money.VolumeBytes}[column.Type]
	if column.Type == Text {
		return d.decodeTexts(raw, entries)
	}
	if len(raw) != size*entries {
		return false
	}
	for ; len(raw) > 0; raw = raw[size:] {
		switch column.Type {
		case Int32:
			d.Numbers = append(d.Numbers, int64(int32(binary.LittleEndian.Uint32(raw))))
		case Decimal64:
			d.Numbers = append(d.Numbers, int64(binary.LittleEndian.Uint64(raw)))
		default:
			d.Volumes = append(d.Volumes, money.VolumeOf([money.VolumeBytes]byte(raw)))
		}
	}
	return slices.IsSorted(d.Numbers) && slices.IsSortedFunc(d.Volumes, money.Volume.Cmp)
}

// decodeTexts reads texts, each with its length before it.
func (d *Dictionary) decodeTexts(raw []byte, entries int) (ok bool) {
	if len(raw) < 4*entries {
		return false
	}
	texts := make([]byte, 0, len(raw)-4*entries)
	d.ends = make([]uint32, 0, entries)
	for range entries {
		if len(raw) < 4 {
			return false
		}
		length := binary.LittleEndian.Uint32(raw)
		if length > TextMax || int(length) > len(raw)-4 {
			return false
		}
		texts = append(texts, raw[4:4+length]...)
		d.ends = append(d.ends, uint32(len(texts)))
		raw = raw[4+length:]
	}
	d.texts = string(texts)
	for i := int32(1); int(i) < entries; i++ {
		if d.Text(i-1) >= d.Text(i) {
			return false
		}
	}
	return len(raw) == 0
}
