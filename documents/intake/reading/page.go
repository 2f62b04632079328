package reading

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"upline/internal/fault"
)

// dpi is how finely pages are drawn to be recognised: what tesseract is made for.
const dpi = 300

// sideMax is how long the longer side of a drawn page is at most, in pixels: A4 at 300 dpi has 3,508.
const sideMax = 5_000

// Preview writes a picture of a page, n from 1 on, as PNG of a width in pixels.
//
// Errors: Invalid when the file was not accepted, cannot be drawn, or the width is not between 16 and 2,000; NotFound when there is no
// such page; Unavailable when a program is missing, with its package; otherwise those of the writer or the context.
func (r *Reader) Preview(ctx context.Context, f File, n, width int, w io.Writer) error {
	if width < 16 || width > 2_000 {
		return fault.Invalidf(op, "a preview is 16 to 2000 pixels wide, not %d", width)
	}
	file, _, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	switch {
	case !f.isPDF() && !f.Report.Type.IsPicture():
		return fault.Invalidf(op, "files of type %s have no pages that are shown", f.Report.Type)
	case f.page(n) != nil:
		return f.page(n)
	case f.isPDF():
		return r.previewPDF(ctx, f, n, width, w)
	}
	return r.draw(ctx, func() error { return r.previewPicture(file, f, n, width, w) })
}

// previewPDF draws a page of a PDF. One that is very high is made smaller than asked.
func (r *Reader) previewPDF(ctx context.Context, f File, n, width int, w io.Writer) error {
	return r.folder(func(folder string) error {
		wide, high, err := r.measures(ctx, f, n, folder)
		if err != nil {
			return err
		}
		size := scaled(wide, high, width)
		var picture bytes.Buffer
		err = r.run(ctx, program{
			name: "pdftoppm", folder: folder, output: &picture,
			args: []string{"-q", "-png", "-f", strconv.Itoa(n), "-l", strconv.Itoa(n), "-singlefile", "-scale-to-x", strconv.Itoa(size.X), "-scale-to-y", strconv.Itoa(size.Y), f.Path},
		})
		if err != nil {
			return err
		}
		if picture.Len() == 0 {
			return fault.Invalidf(op, "page %d cannot be drawn", n)
		}
		_, err = picture.WriteTo(w)
		return err
	})
}

var (
	pageSize  = regexp.MustCompile(`(?m)^Page +\d+ size: +([0-9.e+]+) x ([0-9.e+]+) pts`)
	pageTurns = regexp.MustCompile(`(?m)^Page +\d+ rot: +(\d+)`)
)

// measures are how wide and high a page of a PDF is shown, in points.
func (r *Reader) measures(ctx context.Context, f File, n int, folder string) (wide, high float64, err error) {
	var said bytes.Buffer
	page := strconv.Itoa(n)
	if err := r.run(ctx, program{name: "pdfinfo", args: []string{"-f", page, "-l", page, f.Path}, output: &said, folder: folder}); err != nil {
		return 0, 0, err
	}
	found := pageSize.FindSubmatch(said.Bytes())
	if found == nil {
		return 0, 0, fault.Invalidf(op, "page %d has no size", n)
	}
	wide, _ = strconv.ParseFloat(string(found[1]), 64)
	high, _ = strconv.ParseFloat(string(found[2]), 64)
	if !(wide > 0 && high > 0 && wide < 1e6 && high < 1e6) {
		return 0, 0, fault.Invalidf(op, "page %d has no size that can be drawn", n)
	}
	if turned := pageTurns.FindSubmatch(said.Bytes()); turned != nil && (string(turned[1]) == "90" || string(turned[1]) == "270") {
		wide, high = high, wide
	}
	return wide, high, nil
}

// renderGrey draws a page in grey, finely enough to be read, into a folder.
func (r *Reader) renderGrey(ctx context.Context, f File, n int, folder string) (string, error) {
	picture := filepath.Join(folder, "page.pgm")
	if !f.isPDF() {
		return picture, r.draw(ctx, func() error { return r.greyPicture(f, n, picture) })
	}
	wide, high, err := r.measures(ctx, f, n, folder)
	if err != nil {
		return "", err
	}
	size := fitted(wide*dpi/72, high*dpi/72, sideMax)
	err = r.run(ctx, program{
		name: "pdftoppm", folder: folder, output: io.Discard,
		args: []string{
			"-q", "-gray", "-f", strconv.Itoa(n), "-l", strconv.Itoa(n), "-singlefile",
			"-scale-to-x", strconv.Itoa(size.X), "-scale-to-y", strconv.Itoa(size.Y), f.Path, filepath.Join(folder, "page"),
		},
	})
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(picture); err != nil {
		return "", fault.Invalidf(op, "page %d cannot be drawn", n)
	}
	return picture, nil
}

var pageCount = regexp.MustCompile(`(?m)^Pages: +(\d+)`)

// Pages counts the pages of a file that its report does not tell.
//
// Errors: Invalid when it is no PDF or picture that can be read; otherwise those of Preview.
func (r *Reader) Pages(ctx context.Context, f File) (pages int, err error) {
	if f.Report.Type.IsPicture() {
		return 1, nil
	}
	if !f.isPDF() {
		return 0, fault.Invalidf(op, "files of type %s have no pages that are shown", f.Report.Type)
	}
	err = r.folder(func(folder string) error {
		var said bytes.Buffer
		if err := r.run(ctx, program{name: "pdfinfo", args: []string{f.Path}, output: &said, folder: folder}); err != nil {
			return err
		}
		found := pageCount.FindSubmatch(said.Bytes())
		if found == nil {
			return fault.Invalidf(op, "nobody can tell how many pages the file has")
		}
		pages, err = strconv.Atoi(string(found[1]))
		return err
	})
	return pages, err
}
