package reading

import (
	"encoding/binary"
	"io"

	"upline/internal/fault"
)

// paged is a TIFF file whose first page is said to be another one: the decoder draws the first.
type paged struct {
	*io.SectionReader
	first [4]byte
}

// ReadAt reads of the file, but for the four bytes that say where the first page begins.
func (p *paged) ReadAt(b []byte, at int64) (int, error) {
	n, err := p.SectionReader.ReadAt(b, at)
	for i := range n {
		if place := at + int64(i) - 4; place >= 0 && place < 4 {
			b[i] = p.first[place]
		}
	}
	return n, err
}

// tiffPage is a TIFF file whose first page is its nth.
func tiffPage(file *io.SectionReader, n int) (*paged, error) {
	head := make([]byte, 8)
	if _, err := file.ReadAt(head, 0); err != nil {
		return nil, unreadable(err)
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[0] == 'M' {
		order = binary.BigEndian
	}
	p := &paged{SectionReader: file}
	copy(p.first[:], head[4:])
	for range n - 1 {
		at := int64(order.Uint32(p.first[:]))
		var count [2]byte
		if _, err := file.ReadAt(count[:], at); err != nil {
			return nil, unreadable(err)
		}
		if _, err := file.ReadAt(p.first[:], at+2+12*int64(order.Uint16(count[:]))); err != nil {
			return nil, unreadable(err)
		}
		if order.Uint32(p.first[:]) == 0 {
			return nil, fault.NotFoundf(op, "the file has no page %d", n)
		}
	}
	return p, nil
}
