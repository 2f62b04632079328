package intake

import "encoding/binary"

// seeWebP goes through the pieces of a WebP, and reads its measures.
func (l *look) seeWebP() error {
	end := int64(binary.LittleEndian.Uint32(l.head[4:])) + 8
	if end > l.size || end < 20 {
		return damaged("it ends too early")
	}
	sized := false
	for at := int64(12); at < end; {
		head := make([]byte, 8)
		if err := l.readAt(head, at); err != nil {
			return err
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		if at+8+length > end {
			return damaged("it ends too early")
		}
		switch kind := string(head[:4]); kind {
		case "ANIM":
			l.attach("animated", "it moves: bring the picture that is meant")
		case "VP8X", "VP8 ", "VP8L":
			if sized {
				break // those of VP8X hold for all
			}
			sized = true
			if err := l.measuresWebP(kind, at+8); err != nil {
				return err
			}
		}
		at += 8 + length + length%2
	}
	if !sized {
		return damaged("it has no pixels")
	}
	return l.trailing(end)
}

func (l *look) measuresWebP(kind string, at int64) error {
	p := make([]byte, 10)
	if err := l.readAt(p, at); err != nil {
		return err
	}
	defer func() { l.drawing(8 * int64(l.report.Width) * int64(l.report.Height)) }()
	switch kind {
	case "VP8X":
		three := func(p []byte) int64 { return int64(p[0]) | int64(p[1])<<8 | int64(p[2])<<16 }
		return l.picture(three(p[4:])+1, three(p[7:])+1)
	case "VP8L":
		bits := int64(binary.LittleEndian.Uint32(p[1:]))
		return l.picture(bits&0x3fff+1, bits>>14&0x3fff+1)
	}
	return l.picture(int64(binary.LittleEndian.Uint16(p[6:])&0x3fff), int64(binary.LittleEndian.Uint16(p[8:])&0x3fff))
}
