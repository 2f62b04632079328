package reading

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"upline/documents/intake"
	"upline/internal/fault"
)

// Text is what a file says.
type Text struct {
	Pages      []Page
	Cut        bool // there was more than is taken
	Unread     int  // pages that have no text because they cannot be drawn, or because too many had to be recognised
	Recognised int  // pages whose text was recognised in a picture
}

// Page is what a page says. A file without pages has one.
type Page struct {
	Text       string
	Recognised bool // in a picture
}

// String is the text of all pages, one after the other.
func (t Text) String() string {
	var b strings.Builder
	for i, p := range t.Pages {
		if i > 0 {
			b.WriteString("\n\f")
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// Text reads what a file says.
//
// Errors: Invalid when it was not accepted or cannot be read; Unavailable when a program is missing, with its package; otherwise the
// context's.
func (r *Reader) Text(ctx context.Context, f File) (Text, error) {
	file, size, err := f.open()
	if err != nil {
		return Text{}, err
	}
	defer file.Close()
	c := &collector{left: r.config.Limits.Text}
	switch t := f.Report.Type; {
	case t == intake.PDF:
		return r.textOfPDF(ctx, f)
	case t.IsPicture():
		return r.textOfPicture(ctx, f)
	case t == intake.Text || t == intake.CSV:
		err = c.plain(file, f.Report.Encoding)
	case t == intake.XML:
		err = c.xml(io.NewSectionReader(file, 0, size))
	case t == intake.Word || t == intake.Excel || t == intake.Slide:
		err = c.office(ctx, file, size, t)
	case t == intake.Mail:
		err = c.mail(io.NewSectionReader(file, 0, size))
	case t == intake.ZIP:
		err = c.names(file, size)
	default:
		err = fault.Invalidf(op, "files of type %s have no text that is read", t)
	}
	if ctx.Err() != nil {
		return Text{}, context.Cause(ctx)
	}
	if err != nil {
		return Text{}, err
	}
	return Text{Pages: []Page{{Text: c.b.String()}}, Cut: c.cut}, nil
}

// collector takes text until it has enough.
type collector struct {
	b    strings.Builder
	left int
	cut  bool
}

// add takes text; what is more than enough is cut, between characters.
func (c *collector) add(text string) {
	if len(text) > c.left {
		c.cut = true
		text = text[:c.left]
		for text != "" && !utf8.ValidString(text[max(len(text)-utf8.UTFMax, 0):]) {
			text = text[:len(text)-1]
			if r, _ := utf8.DecodeLastRuneInString(text); r != utf8.RuneError {
				break
			}
		}
	}
	c.left -= len(text)
	c.b.WriteString(text)
}

// apart puts something between two pieces of text, unless something is there.
func (c *collector) apart(between string) {
	if text := c.b.String(); text != "" && !strings.HasSuffix(text, "\n") && !strings.HasSuffix(text, between) {
		c.add(between)
	}
}

// full says whether nothing more is taken.
func (c *collector) full() bool { return c.cut }

// plain takes a text file.
func (c *collector) plain(r io.Reader, encoding string) error {
	raw, err := io.ReadAll(io.LimitReader(r, int64(c.left)+1))
	if err != nil {
		return &fault.Error{Kind: fault.Internal, Op: op, Msg: "the file cannot be read", Err: err}
	}
	if len(raw) > c.left {
		c.cut = true
		raw = raw[:c.left/2*2]
	}
	text, err := intake.Decode(raw, encoding)
	c.add(text)
	return err
}
