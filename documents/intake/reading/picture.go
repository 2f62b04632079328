package reading

import (
	"bufio"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"

	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"upline/documents/intake"
	"upline/internal/fault"
)

// scaled is the size of a preview: as wide as asked, and not higher than four times that.
func scaled(wide, high float64, width int) image.Point {
	height := high / wide * float64(width)
	if most := float64(4 * width); height > most {
		return image.Pt(max(int(float64(width)*most/height), 1), int(most))
	}
	return image.Pt(width, max(int(height+0.5), 1))
}

// fitted is a size whose longer side is not longer than allowed.
func fitted(wide, high, most float64) image.Point {
	if longer := max(wide, high); longer > most {
		wide, high = wide*most/longer, high*most/longer
	}
	return image.Pt(max(int(wide), 1), max(int(high), 1))
}

// decode draws a page of a picture as it is. The decoders are others' work, and what they get is anybody's: one that gives up in
// disorder is an error of the file.
func (r *Reader) decode(file *os.File, f File, n int) (picture image.Image, err error) {
	if f.Report.Drawing > r.config.Limits.Picture {
		return nil, fault.Invalidf(op, "the picture takes %d bytes when it is drawn, and %d are allowed: scan it at 300 dpi, in grey or not progressive", f.Report.Drawing, r.config.Limits.Picture)
	}
	defer func() {
		if gaveUp := recover(); gaveUp != nil {
			err = fault.Invalidf(op, "the picture cannot be drawn: %v", gaveUp)
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the picture cannot be read", Err: err}
	}
	section := io.NewSectionReader(file, 0, info.Size())
	switch f.Report.Type {
	case intake.PNG:
		picture, err = png.Decode(section)
	case intake.JPEG:
		picture, err = jpeg.Decode(section)
	case intake.WebP:
		picture, err = webp.Decode(section)
	default:
		pages, err := tiffPage(section, n)
		if err != nil {
			return nil, err
		}
		picture, err = tiff.Decode(pages)
		if err != nil {
			return nil, unreadable(err)
		}
		return picture, nil
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return picture, nil
}

// previewPicture writes a page of a picture as PNG of a width.
func (r *Reader) previewPicture(file *os.File, f File, n, width int, w io.Writer) error {
	picture, err := r.decode(file, f, n)
	if err != nil {
		return err
	}
	bounds := picture.Bounds()
	small := image.NewRGBA(image.Rectangle{Max: scaled(float64(bounds.Dx()), float64(bounds.Dy()), width)})
	reduce(picture, small.Rect.Max, func(x, y int, c color.RGBA64) {
		small.SetRGBA(x, y, color.RGBA{uint8(c.R >> 8), uint8(c.G >> 8), uint8(c.B >> 8), 0xff})
	})
	return png.Encode(w, small)
}

// greyPicture writes a page of a picture in grey, as PGM, which programs read without a library.
func (r *Reader) greyPicture(f File, n int, path string) error {
	file, _, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	picture, err := r.decode(file, f, n)
	if err != nil {
		return err
	}
	bounds := picture.Bounds()
	grey := image.NewGray(image.Rectangle{Max: fitted(float64(bounds.Dx()), float64(bounds.Dy()), sideMax)})
	reduce(picture, grey.Rect.Max, func(x, y int, c color.RGBA64) {
		grey.Pix[y*grey.Stride+x] = uint8((299*uint32(c.R) + 587*uint32(c.G) + 114*uint32(c.B)) / 1000 >> 8) // as BT.601 weighs them
	})
	return writePGM(path, grey)
}

func writePGM(path string, grey *image.Gray) error {
	out, err := os.Create(path)
	if err == nil {
		w := bufio.NewWriter(out)
		fmt.Fprintf(w, "P5\n%d %d\n255\n", grey.Rect.Dx(), grey.Rect.Dy())
		_, _ = w.Write(grey.Pix)
		err = w.Flush()
		if closed := out.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return &fault.Error{Kind: fault.Internal, Op: op, Msg: "the picture cannot be written", Err: err}
	}
	return nil
}
