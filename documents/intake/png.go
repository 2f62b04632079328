package intake

import (
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"slices"
)

// pngChunkMax is how long a piece beside the pixels may be, in bytes: profiles, texts.
const pngChunkMax = 8 << 20

// png is a PNG file under way.
type png struct {
	*look
	at     int64 // where the next piece begins
	pixels int64 // bytes that its pixels unpack to
	data   io.Reader
}

// seePNG goes through the pieces of a PNG, and unpacks its pixels to count them.
func (l *look) seePNG() error {
	p := &png{look: l, at: 8}
	kind, length, err := p.piece()
	if err != nil {
		return err
	}
	if kind != "IHDR" || length != 13 {
		return damaged("a PNG begins with its measures")
	}
	if err := p.measures(); err != nil {
		return err
	}
	for p.at += 12 + length; ; p.at += 12 + length {
		if kind, length, err = p.piece(); err != nil {
			return err
		}
		switch {
		case kind == "IDAT":
			if err := p.unpackPixels(); err != nil {
				return err
			}
			length = -12 // it stands behind them already
		case kind == "IEND":
			if p.data == nil {
				return damaged("it has no pixels")
			}
			return l.trailing(p.at + 12 + length)
		case length > pngChunkMax:
			return refuse("bomb", "a piece beside the pixels has %d bytes: save the picture without them", length)
		case kind == "acTL":
			l.note("animated", "it moves: just its first picture is looked at")
		}
	}
}

// piece reads how a piece is called and how long it is, and checks it.
func (p *png) piece() (kind string, length int64, err error) {
	var head [8]byte
	if err := p.readAt(head[:], p.at); err != nil {
		return "", 0, err
	}
	kind, length = string(head[4:]), int64(binary.BigEndian.Uint32(head[:]))
	sum := crc32.NewIEEE()
	_, _ = sum.Write(head[4:])
	if p.at+12+length > p.size {
		return "", 0, damaged("it ends too early")
	}
	if _, err := io.Copy(sum, p.section(p.at+8, length)); err != nil {
		return "", 0, err
	}
	var want [4]byte
	if err := p.readAt(want[:], p.at+8+length); err != nil {
		return "", 0, err
	}
	if sum.Sum32() != binary.BigEndian.Uint32(want[:]) {
		return "", 0, damaged("the check sum of a piece is wrong")
	}
	return kind, length, nil
}

// measures reads how large the picture is, and counts how many bytes its pixels unpack to.
func (p *png) measures() error {
	var h [13]byte
	if err := p.readAt(h[:], p.at+8); err != nil {
		return err
	}
	width, height := int64(binary.BigEndian.Uint32(h[:])), int64(binary.BigEndian.Uint32(h[4:]))
	if err := p.picture(width, height); err != nil {
		return err
	}
	channels := map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[h[9]]
	depth := int64(h[8])
	if channels == 0 || !slices.Contains([]int64{1, 2, 4, 8, 16}, depth) || h[12] > 1 {
		return damaged("its colours are none of PNG's")
	}
	p.drawing(width * height * pngDrawn(channels, depth) * (1 + int64(h[12])))
	rows := func(width, height int64) int64 {
		if width == 0 || height == 0 {
			return 0
		}
		return height * (1 + (width*channels*depth+7)/8)
	}
	if h[12] == 0 {
		p.pixels = rows(width, height)
		return nil
	}
	for _, pass := range [][4]int64{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} { // Adam7: x, y, steps
		p.pixels += rows((width-pass[0]+pass[2]-1)/pass[2], (height-pass[1]+pass[3]-1)/pass[3])
	}
	return nil
}

// pngDrawn is how many bytes a pixel takes when it is drawn: grey ones and those of a palette one, others four; twice as many when
// they are deep.
func pngDrawn(channels, depth int64) int64 {
	n := int64(4)
	if channels == 1 {
		n = 1
	}
	if depth == 16 {
		n *= 2
	}
	return n
}

// unpackPixels unpacks the pixels, which must be as many as the measures say.
func (p *png) unpackPixels() error {
	if p.data != nil {
		return damaged("its pixels are interrupted")
	}
	p.data = &pngData{png: p}
	unpacked, err := zlib.NewReader(p.data)
	if err != nil {
		return p.broken(err)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(unpacked, p.pixels+1))
	p.spent.unpacked += n
	switch {
	case err != nil:
		return p.broken(err)
	case n > p.pixels:
		return refuse("bomb", "its pixels unpack to more than its measures say")
	case n < p.pixels:
		return damaged("pixels are missing")
	}
	_, err = io.Copy(io.Discard, p.data) // to the end of the pieces
	return err
}

// broken is an error of the unpacker: of the file below, a refusal, or damage.
func (p *png) broken(err error) error {
	if _, ok := errors.AsType[*refusal](err); ok || p.ctx.Err() != nil {
		return err
	}
	return damaged("its pixels cannot be unpacked")
}

// pngData reads the pieces of pixels one after the other.
type pngData struct {
	*png
	left io.Reader
}

func (d *pngData) Read(p []byte) (int, error) {
	for {
		if d.left != nil {
			n, err := d.left.Read(p)
			if n > 0 || !errors.Is(err, io.EOF) {
				return n, err
			}
		}
		kind, length, err := d.piece()
		if err != nil {
			return 0, err
		}
		if kind != "IDAT" {
			return 0, io.EOF
		}
		d.left = d.section(d.at+8, length)
		d.at += 12 + length
	}
}
