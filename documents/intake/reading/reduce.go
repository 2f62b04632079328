package reading

import (
	"image"
	"image/color"
)

// sampled is a picture whose points are read without leaving garbage behind, as those of the decoders are.
type sampled interface {
	image.Image
	RGBA64At(x, y int) color.RGBA64
}

// reduce makes a picture smaller, or larger: each point is the mean of those below it, on white paper. The points are given one by one:
// a large picture leaves no room for a second one.
func reduce(picture image.Image, size image.Point, set func(x, y int, c color.RGBA64)) {
	from, ok := picture.(sampled)
	if !ok {
		from = plain{picture}
	}
	bounds := from.Bounds()
	span := func(at, of, length int) (begin, end int) {
		begin, end = at*length/of, (at+1)*length/of
		return begin, max(end, begin+1)
	}
	for y := range size.Y {
		top, bottom := span(y, size.Y, bounds.Dy())
		for x := range size.X {
			left, right := span(x, size.X, bounds.Dx())
			set(x, y, mean(from, image.Rect(left, top, right, bottom).Add(bounds.Min)))
		}
	}
}

// mean is the mean colour of a part of a picture, on white.
func mean(from sampled, part image.Rectangle) color.RGBA64 {
	var r, g, b, n uint64
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			c := from.RGBA64At(x, y)
			paper := uint64(0xffff - c.A)
			r, g, b, n = r+uint64(c.R)+paper, g+uint64(c.G)+paper, b+uint64(c.B)+paper, n+1
		}
	}
	return color.RGBA64{R: uint16(r / n), G: uint16(g / n), B: uint16(b / n), A: 0xffff}
}

// plain is any other picture.
type plain struct{ image.Image }

func (p plain) RGBA64At(x, y int) color.RGBA64 {
	r, g, b, a := p.At(x, y).RGBA()
	return color.RGBA64{R: uint16(r), G: uint16(g), B: uint16(b), A: uint16(a)}
}
