package intake

import (
	"bytes"
	"encoding/binary"
)

// jpegScansMax is how many times a picture may be drawn over: progressive ones take ten.
const jpegScansMax = 100

// jpeg is a JPEG file under way.
type jpeg struct {
	*look
	at    int64 // where the next marker begins
	scans int
	sized bool
}

// seeJPEG goes from marker to marker until the picture's end, and then through what stands behind it: cameras put further
// pictures there.
func (l *look) seeJPEG() error {
	j := &jpeg{look: l, at: 2}
	for {
		end, err := j.marker()
		if err != nil {
			return err
		}
		if !end {
			continue
		}
		if !j.sized || j.scans == 0 {
			return damaged("it has no pixels")
		}
		return l.behindJPEG(j.at)
	}
}

// marker goes over one marker with what belongs to it, and says whether it was the end.
func (j *jpeg) marker() (end bool, err error) {
	var m [2]byte
	if err := j.readAt(m[:], j.at); err != nil {
		return false, err
	}
	kind := m[1]
	switch {
	case m[0] != 0xff:
		return false, damaged("a JPEG consists of markers")
	case kind == 0xff: // filled up
		j.at++
		return false, nil
	case kind == 0xd9:
		j.at += 2
		return true, nil
	case kind == 0x01 || kind >= 0xd0 && kind <= 0xd7:
		j.at += 2
		return false, nil
	case kind < 0xc0 || kind == 0xd8:
		return false, damaged("it has the marker %#x, which no JPEG has", kind)
	}
	var length [2]byte
	if err := j.readAt(length[:], j.at+2); err != nil {
		return false, err
	}
	begin := j.at + 4
	j.at += 2 + int64(max(binary.BigEndian.Uint16(length[:]), 2))
	switch {
	case kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc:
		return false, j.frame(begin, kind == 0xc2)
	case kind == 0xda:
		return false, j.scan()
	}
	return false, nil
}

// frame reads the measures. A progressive picture keeps what it is drawn from, four bytes for one.
func (j *jpeg) frame(at int64, progressive bool) error {
	var f [18]byte
	n := min(int64(len(f)), j.size-at)
	if n < 9 {
		return damaged("it ends too early")
	}
	if err := j.readAt(f[:n], at); err != nil {
		return err
	}
	if j.sized {
		return damaged("it has two measures")
	}
	j.sized = true
	width, height := int64(binary.BigEndian.Uint16(f[3:])), int64(binary.BigEndian.Uint16(f[1:]))
	colours := int64(f[5])
	if colours != 1 && colours != 3 && colours != 4 {
		return damaged("its colours are none of JPEG's")
	}
	each := colours
	if progressive {
		each = 5 * colours
	}
	if colours == 4 {
		each += 4
	}
	j.drawing(width * height * each)
	return j.picture(width, height)
}

// scan goes over the pixels to the next marker.
func (j *jpeg) scan() error {
	if j.scans++; j.scans > jpegScansMax {
		return refuse("bomb", "it is drawn over more than %d times", jpegScansMax)
	}
	var next int64 = -1
	err := j.pieces(j.at, 1, func(piece []byte, at int64, _ int) error {
		for from := 0; ; {
			found := bytes.IndexByte(piece[from:], 0xff)
			if found < 0 || from+found+1 >= len(piece) {
				return nil
			}
			from += found + 1
			if kind := piece[from]; kind != 0 && kind != 0xff && (kind < 0xd0 || kind > 0xd7) {
				next = at + int64(from) - 1
				return errFound
			}
		}
	})
	if next < 0 {
		if err != nil {
			return err
		}
		return damaged("it ends too early")
	}
	j.at = next
	return nil
}

// behindJPEG takes what stands behind a picture when that is another picture of the same camera.
func (l *look) behindJPEG(end int64) error {
	for tries := 0; tries < 16 && end < l.size; tries++ {
		begin := make([]byte, min(l.size-end, 3))
		if err := l.readAt(begin, end); err != nil {
			return err
		}
		if !bytes.Equal(begin, []byte{0xff, 0xd8, 0xff}) {
			break
		}
		l.note("more-pictures", "it has further pictures behind the first: just the first is looked at")
		sub := &look{ctx: l.ctx, limits: l.limits, spent: l.spent, body: l.section(end, l.size-end), size: l.size - end}
		j := &jpeg{look: sub, at: 2}
		for ended := false; !ended; {
			var err error
			if ended, err = j.marker(); err != nil {
				return err
			}
		}
		end += j.at
	}
	return l.trailing(end)
}
