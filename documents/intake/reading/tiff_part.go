package reading

import (
	"encoding/binary"
	"io"
	"slices"

	"upline/internal/fault"
)

// Tags of a TIFF page by which its bytes are found, and tags that lead to something else, which is left out.
var (
	tiffOffsets = map[uint16]uint16{273: 279, 324: 325} // with the tag of the sizes
	tiffLeftOut = []uint16{330, 34665, 34853, 40965}    // further pages, EXIF, place
)

// tiffSizes are how many bytes a value of each kind takes.
var tiffSizes = map[uint16]int64{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}

// Limits of a page, as intake has seen them.
const (
	tiffTagsMax  = 1_000
	tiffValueMax = 16 << 20 // bytes
	tiffPartMax  = 1 << 30
)

// tiffCopy writes pages of one TIFF file into another, one behind the other.
type tiffCopy struct {
	from  *io.SectionReader
	order binary.ByteOrder
	to    io.Writer
	at    int64 // of what is written next
}

// partOfTIFF writes pages of a TIFF file as a file of their own. Their bytes are copied as they are.
func partOfTIFF(file *io.SectionReader, first, last int, w io.Writer) error {
	head := make([]byte, 8)
	if _, err := file.ReadAt(head, 0); err != nil {
		return unreadable(err)
	}
	c := &tiffCopy{from: file, order: binary.LittleEndian, to: w}
	if head[0] == 'M' {
		c.order = binary.BigEndian
	}
	begin, err := tiffPage(file, first)
	if err != nil {
		return err
	}
	page := int64(c.order.Uint32(begin.first[:]))
	c.order.PutUint32(head[4:], 8)
	if err := c.write(head); err != nil {
		return err
	}
	for n := first; n <= last; n++ {
		if page == 0 {
			return fault.NotFoundf(op, "the file has no page %d", n)
		}
		if page, err = c.page(page, n == last); err != nil {
			return err
		}
	}
	return nil
}

func (c *tiffCopy) write(p []byte) error {
	c.at += int64(len(p))
	if c.at > tiffPartMax {
		return fault.Invalidf(op, "the pages have more than %d bytes", int64(tiffPartMax))
	}
	_, err := c.to.Write(p)
	return err
}

// tiffTag is a property of a page, with its values.
type tiffTag struct {
	id, kind uint16
	count    uint32
	values   []byte
}

// page copies the page at a place, and says where the next one is.
func (c *tiffCopy) page(at int64, last bool) (next int64, err error) {
	tags, next, err := c.read(at)
	if err != nil {
		return 0, err
	}
	places, begin := behind(tags, c.at+2+int64(len(tags))*12+4)
	pieces, end, err := c.pieces(tags, begin)
	if err != nil {
		return 0, err
	}
	if err := c.write(c.table(tags, places, end, last)); err != nil {
		return 0, err
	}
	for _, t := range tags {
		if len(t.values) > 4 {
			if err := c.write(append(t.values, make([]byte, len(t.values)%2)...)); err != nil {
				return 0, err
			}
		}
	}
	return next, c.copyPieces(pieces, end)
}

// behind gives values that do not fit into their tags their places behind them, and says where the bytes of the page begin.
func behind(tags []tiffTag, at int64) (places []int64, end int64) {
	places = make([]int64, len(tags))
	for i, t := range tags {
		if size := int64(len(t.values)); size > 4 {
			places[i] = at
			at += size + size%2
		}
	}
	return places, at
}

// read reads the tags of a page with their values.
func (c *tiffCopy) read(at int64) (tags []tiffTag, next int64, err error) {
	var count [2]byte
	if _, err := c.from.ReadAt(count[:], at); err != nil {
		return nil, 0, unreadable(err)
	}
	n := int64(c.order.Uint16(count[:]))
	if n > tiffTagsMax {
		return nil, 0, fault.Invalidf(op, "a page has %d tags", n)
	}
	raw := make([]byte, n*12+4)
	if _, err := c.from.ReadAt(raw, at+2); err != nil {
		return nil, 0, unreadable(err)
	}
	for i := range n {
		e := raw[i*12 : i*12+12]
		t := tiffTag{id: c.order.Uint16(e), kind: c.order.Uint16(e[2:]), count: c.order.Uint32(e[4:])}
		size := tiffSizes[t.kind] * int64(t.count)
		if slices.Contains(tiffLeftOut, t.id) || size == 0 {
			continue
		}
		if size > tiffValueMax {
			return nil, 0, fault.Invalidf(op, "a tag of a page has %d bytes", size)
		}
		t.values = slices.Clone(e[8 : 8+min(size, 4)])
		if size > 4 {
			t.values = make([]byte, size)
			if _, err := c.from.ReadAt(t.values, int64(c.order.Uint32(e[8:]))); err != nil {
				return nil, 0, unreadable(err)
			}
		}
		tags = append(tags, t)
	}
	return tags, int64(c.order.Uint32(raw[n*12:])), nil
}
