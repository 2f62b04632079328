package reading

import (
	"io"

	"upline/internal/fault"
)

// piece is some bytes of a page.
type piece struct{ at, size int64 }

// pieces finds the bytes of a page, and gives each its new place, from begin on. end is where the next page may begin.
func (c *tiffCopy) pieces(tags []tiffTag, begin int64) (found []piece, end int64, err error) {
	end = begin
	for i := range tags {
		sizesBy, ok := tiffOffsets[tags[i].id]
		if !ok {
			continue
		}
		var sizes []int64
		for _, t := range tags {
			if t.id == sizesBy {
				sizes = c.numbers(t)
			}
		}
		offsets := c.numbers(tags[i])
		if len(offsets) != len(sizes) || len(offsets) == 0 {
			return nil, 0, fault.Invalidf(op, "the bytes of a page cannot be found")
		}
		for n, at := range offsets {
			found = append(found, piece{at, sizes[n]})
			if !c.put(&tags[i], n, end) || end > tiffPartMax {
				return nil, 0, fault.Invalidf(op, "the pages have too many bytes for their tags")
			}
			end += sizes[n] + sizes[n]%2
		}
	}
	return found, end, nil
}

// numbers are the values of a tag, which are short or long.
func (c *tiffCopy) numbers(t tiffTag) []int64 {
	var numbers []int64
	for i := range int(t.count) {
		switch t.kind {
		case 3:
			numbers = append(numbers, int64(c.order.Uint16(t.values[i*2:])))
		case 4:
			numbers = append(numbers, int64(c.order.Uint32(t.values[i*4:])))
		}
	}
	return numbers
}

// put sets a value of a tag; false: it does not fit.
func (c *tiffCopy) put(t *tiffTag, i int, n int64) bool {
	if t.kind == 3 {
		if n > 0xffff {
			return false
		}
		c.order.PutUint16(t.values[i*2:], uint16(n))
		return true
	}
	c.order.PutUint32(t.values[i*4:], uint32(n))
	return true
}

// table is the tags of a page as they are written.
func (c *tiffCopy) table(tags []tiffTag, places []int64, next int64, last bool) []byte {
	if last {
		next = 0
	}
	raw := make([]byte, 2+len(tags)*12+4)
	c.order.PutUint16(raw, uint16(len(tags)))
	for i, t := range tags {
		e := raw[2+i*12:]
		c.order.PutUint16(e, t.id)
		c.order.PutUint16(e[2:], t.kind)
		c.order.PutUint32(e[4:], t.count)
		if places[i] > 0 {
			c.order.PutUint32(e[8:], uint32(places[i]))
		} else {
			copy(e[8:12], t.values)
		}
	}
	c.order.PutUint32(raw[2+len(tags)*12:], uint32(next))
	return raw
}

// copyPieces copies the bytes of a page, each to an even place.
func (c *tiffCopy) copyPieces(pieces []piece, end int64) error {
	for _, p := range pieces {
		n, err := io.Copy(c.to, io.NewSectionReader(c.from, p.at, p.size))
		if err == nil && n != p.size {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return unreadable(err)
		}
		c.at += n
		if n%2 == 1 {
			if err := c.write([]byte{0}); err != nil {
				return err
			}
		}
	}
	if c.at != end {
		return fault.Internalf(op, "a page ends at %d, and should at %d", c.at, end)
	}
	return nil
}
