package reading

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"unicode"

	"upline/documents/intake"
	"upline/internal/fault"
)

// textOfPDF takes the text layer of a PDF, and recognises the pages that have none.
func (r *Reader) textOfPDF(ctx context.Context, f File) (Text, error) {
	var raw bytes.Buffer
	err := r.folder(func(folder string) error {
		return r.run(ctx, program{name: "pdftotext", args: []string{"-q", "-enc", "UTF-8", "-layout", f.Path, "-"}, output: &raw, folder: folder})
	})
	if err != nil {
		return Text{}, err
	}
	layer := strings.Split(strings.ToValidUTF8(raw.String(), "\ufffd"), "\f")
	var t Text
	left := &collector{left: r.config.Limits.Text}
	for n := 1; n <= f.Report.Pages && !left.full(); n++ {
		page := Page{}
		if n <= len(layer) {
			page.Text = strings.TrimRight(layer[n-1], " \n")
		}
		if !isWritten(page.Text) {
			if page, err = r.recognisePage(ctx, f, n, &t); err != nil {
				return Text{}, err
			}
		}
		before := left.b.Len()
		left.add(page.Text)
		page.Text = left.b.String()[before:]
		t.Pages = append(t.Pages, page)
	}
	t.Cut = left.full()
	return t, nil
}

// isWritten says whether a text layer is one: a stamp or a page number is not.
func isWritten(text string) bool {
	letters := 0
	for _, c := range text {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			if letters++; letters >= 12 {
				return true
			}
		}
	}
	return false
}

// recognisePage recognises a page of a PDF, unless so many were that this one stays unread.
func (r *Reader) recognisePage(ctx context.Context, f File, n int, t *Text) (Page, error) {
	if t.Recognised >= r.config.Limits.OCRPages {
		t.Unread++
		return Page{}, nil
	}
	t.Recognised++
	var text string
	err := r.folder(func(folder string) error {
		picture, err := r.renderGrey(ctx, f, n, folder)
		if err == nil {
			text, err = r.recognise(ctx, picture, folder)
		}
		return err
	})
	if fault.KindOf(err) == fault.Invalid && ctx.Err() == nil {
		t.Unread++ // this page; others may be read
		return Page{}, nil
	}
	return Page{text, true}, err
}

// recognise reads the text in a picture.
func (r *Reader) recognise(ctx context.Context, picture, folder string) (string, error) {
	if err := r.hasLanguages(ctx); err != nil {
		return "", err
	}
	var text bytes.Buffer
	err := r.run(ctx, program{name: "tesseract", args: []string{picture, "stdout", "-l", r.config.Languages, "--dpi", strconv.Itoa(dpi)}, output: &text, folder: folder})
	return strings.TrimRight(strings.ToValidUTF8(text.String(), "\ufffd"), " \n\f"), err
}

// textOfPicture recognises the text in a picture, page by page.
func (r *Reader) textOfPicture(ctx context.Context, f File) (Text, error) {
	var t Text
	left := &collector{left: r.config.Limits.Text}
	for n := 1; n <= f.Report.Pages && !left.full(); n++ {
		page, err := r.recognisePage(ctx, f, n, &t)
		if err != nil {
			return Text{}, err
		}
		left.add(page.Text)
		t.Pages = append(t.Pages, page)
	}
	t.Cut = left.full()
	return t, nil
}

// isPDF says whether pages are drawn by a program; those of pictures are drawn here.
func (f File) isPDF() bool { return f.Report.Type == intake.PDF }
