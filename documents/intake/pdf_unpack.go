package intake

import (
	"bufio"
	"io"
)

// pdfUnpacking is a reader that counts what streams of a PDF unpack to.
type pdfUnpacking struct {
	*pdf
	from io.Reader
	n    int64
	max  int64
	pack bool // of objects
}

func (u *pdfUnpacking) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := u.from.Read(b)
	u.n += int64(n)
	u.unpacked += int64(n)
	if u.pack {
		u.packs += int64(n)
	}
	if u.n > u.max || u.packs > pdfPacksMax || u.unpacked > pdfUnpackedMax {
		return 0, refuse("bomb", "its streams unpack to too much: print it to a new PDF")
	}
	return n, err
}

// from reads something else than the file.
func (x *lexer) from(r io.Reader) { x.r = bufio.NewReaderSize(r, 16<<10) }

// invoice goes through the XML file in a PDF, and tells its form.
func (p *pdf) invoice(r io.Reader) error {
	var s subject
	err := WalkXML(r, p.limits.Depth, s.start, s.text)
	if form := formOf(s.root); form != "" {
		p.report.Form, p.report.Code = form, s.code
	}
	if err == nil || p.readable(err) != nil {
		return err
	}
	p.attach("pdf-files", "the XML file in it cannot be read")
	return nil
}
