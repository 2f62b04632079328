package intake

import (
	"encoding/binary"
)

// Tags of a TIFF page that are looked at.
const (
	tiffWidth        = 256
	tiffHeight       = 257
	tiffBits         = 258
	tiffStripOffsets = 273
	tiffSamples      = 277
	tiffStripCounts  = 279
	tiffTileOffsets  = 324
	tiffTileCounts   = 325
)

// Limits of a TIFF page.
const (
	tiffTagsMax   = 1_000
	tiffPiecesMax = 100_000
)

// tiff is a TIFF file under way.
type tiff struct {
	*look
	order binary.ByteOrder
}

// seeTIFF goes from page to page. Each may be seen once: pages that lead back to one another would never end.
func (l *look) seeTIFF() error {
	t := &tiff{look: l, order: binary.LittleEndian}
	if l.head[0] == 'M' {
		t.order = binary.BigEndian
	}
	if len(l.head) < 8 {
		return damaged("it ends too early")
	}
	seen := map[int64]bool{}
	for at := int64(t.order.Uint32(l.head[4:])); at != 0; {
		if seen[at] {
			return damaged("its pages lead back to one another")
		}
		seen[at] = true
		next, err := t.page(at)
		if err != nil {
			return err
		}
		at = next
	}
	if len(seen) == 0 {
		return damaged("it has no page")
	}
	return nil
}

// tag is a property of a page.
type tag struct{ kind, count, value, at int64 }

// page looks at one page, and says where the next begins; 0: it was the last.
func (t *tiff) page(at int64) (next int64, err error) {
	var count [2]byte
	if err := t.readAt(count[:], at); err != nil {
		return 0, err
	}
	n := int64(t.order.Uint16(count[:]))
	if n == 0 || n > tiffTagsMax {
		return 0, damaged("a page has %d tags", n)
	}
	raw := make([]byte, n*12+4)
	if err := t.readAt(raw, at+2); err != nil {
		return 0, err
	}
	tags := map[uint16]tag{}
	for i := range n {
		e := raw[i*12:]
		tags[t.order.Uint16(e)] = tag{int64(t.order.Uint16(e[2:])), int64(t.order.Uint32(e[4:])), int64(t.order.Uint32(e[8:])), at + 2 + i*12 + 8}
	}
	width, height := t.number(tags[tiffWidth]), t.number(tags[tiffHeight])
	if err := t.picture(width, height); err != nil {
		return 0, err
	}
	t.drawing(width * height * t.drawn(tags))
	offsets, counts := tags[tiffStripOffsets], tags[tiffStripCounts]
	if offsets.count == 0 {
		offsets, counts = tags[tiffTileOffsets], tags[tiffTileCounts]
	}
	return int64(t.order.Uint32(raw[n*12:])), t.pixels(offsets, counts)
}

// drawn is how many bytes a pixel takes when it is drawn: unpacked first, then as it is shown.
func (t *tiff) drawn(tags map[uint16]tag) int64 {
	deep := int64(1)
	if bits := tags[tiffBits]; bits.count > 2 || bits.count == 1 && t.number(bits) > 8 {
		deep = 2
	}
	if t.number(tags[tiffSamples]) > 1 {
		return 8 * deep
	}
	return 2 * deep
}

// number is the value of a tag with one; short ones stand at the start of their four bytes.
func (t *tiff) number(g tag) int64 {
	if g.kind == 3 && t.order == binary.BigEndian {
		return g.value >> 16
	}
	if g.kind == 3 {
		return g.value & 0xffff
	}
	return g.value
}

// pixels checks that all pieces of a page are in the file.
func (t *tiff) pixels(offsets, counts tag) error {
	if offsets.count == 0 || offsets.count != counts.count || offsets.count > tiffPiecesMax {
		return damaged("a page has no pixels, or in too many pieces")
	}
	begins, err := t.numbers(offsets)
	if err != nil {
		return err
	}
	sizes, err := t.numbers(counts)
	if err != nil {
		return err
	}
	for i, begin := range begins {
		if begin+sizes[i] > t.size {
			return damaged("it ends too early")
		}
	}
	return nil
}

// numbers are the values of a tag with many.
func (t *tiff) numbers(g tag) ([]int64, error) {
	width := int64(4)
	if g.kind == 3 {
		width = 2
	}
	at := g.value
	if g.count*width <= 4 {
		at = g.at
	}
	raw := make([]byte, g.count*width)
	if err := t.readAt(raw, at); err != nil {
		return nil, err
	}
	values := make([]int64, g.count)
	for i := range values {
		if width == 2 {
			values[i] = int64(t.order.Uint16(raw[i*2:]))
		} else {
			values[i] = int64(t.order.Uint32(raw[i*4:]))
		}
	}
	return values, nil
}
