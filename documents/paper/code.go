package paper

import (
	"image/color"

	"github.com/boombuler/barcode/qr"

	"upline/internal/fault"
)

// Code draws a QR code that says a text, so wide and high, in millimetres, in the middle of the page. A fifth of it may be lost before
// it cannot be read any more; around it stays white what readers need.
//
// Errors: Invalid when the text is too long for one.
func (s *Sheet) Code(text string, size float64) error {
	code, err := qr.Encode(text, qr.Q, qr.Auto)
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: op, Msg: "the text is too long for a QR code", Err: err}
	}
	count := code.Bounds().Dx()
	module := size / float64(count+8) // four modules of white on each side
	s.room(size)
	x, y := (left+right-size)/2+4*module, s.y+4*module
	s.fill(black)
	for row := range count {
		for column := 0; column < count; {
			if code.At(column, row) != color.Black {
				column++
				continue
			}
			first := column
			for column < count && code.At(column, row) == color.Black {
				column++
			}
			s.pdf.Rect(x+float64(first)*module, y+float64(row)*module, float64(column-first)*module, module, "F")
		}
	}
	s.y += size
	return nil
}
