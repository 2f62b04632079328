package reading

import (
	"errors"
	"io"
	"mime"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"upline/documents/intake"
)

// mailHeads are the fields of a mail that are taken.
var mailHeads = []string{"From", "To", "Cc", "Date", "Subject"}

// errEnough ends a walk when the text is full.
var errEnough = errors.New("enough")

// mail takes the head of a mail that people read, its texts, and the names of what is attached.
func (c *collector) mail(r io.Reader) error {
	header, body, err := intake.OpenMail(r)
	if err != nil {
		return unreadable(err)
	}
	words := &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	for _, name := range mailHeads {
		if value := header.Get(name); value != "" {
			if decoded, err := words.DecodeHeader(value); err == nil {
				value = decoded
			}
			c.add(name + ": " + strings.Join(strings.Fields(value), " ") + "\n")
		}
	}
	plain := false
	err = intake.WalkMail(header, body, func(p intake.MailPart) error {
		if c.full() {
			return errEnough
		}
		switch {
		case p.Name != "":
			c.apart("\n")
			c.add("[" + intake.Shown(p.Name) + "]\n")
		case p.Type == "text/plain":
			plain = true
			return c.part8(p)
		case p.Type == "text/html" && !plain:
			return c.partHTML(p)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return unreadable(err)
	}
	return nil
}

// decoded reads a part as UTF-8, as much of it as is taken.
func (c *collector) decoded(p intake.MailPart) io.Reader {
	r := io.LimitReader(p.Body, 4*int64(c.left)+4096)
	if p.Charset == "" {
		return r
	}
	known, err := charset.NewReaderLabel(p.Charset, r)
	if err != nil {
		return r
	}
	return known
}

// part8 takes a plain text of a mail.
func (c *collector) part8(p intake.MailPart) error {
	raw, err := io.ReadAll(io.LimitReader(c.decoded(p), int64(c.left)+1))
	if err != nil {
		return err
	}
	c.apart("\n")
	c.add(strings.ToValidUTF8(string(raw), "\ufffd"))
	return nil
}

// partHTML takes the texts of an HTML part, without scripts and styles.
func (c *collector) partHTML(p intake.MailPart) error {
	z := html.NewTokenizer(c.decoded(p))
	z.SetMaxBuf(1 << 20)
	hidden := 0
	for !c.full() {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) && !errors.Is(err, html.ErrBufferExceeded) {
				return err
			}
			return nil
		case html.StartTagToken, html.EndTagToken:
			name, _ := z.TagName()
			isHidden := string(name) == "script" || string(name) == "style"
			switch {
			case isHidden && kind == html.StartTagToken:
				hidden++
			case isHidden:
				hidden = max(hidden-1, 0)
			case !isInline(string(name)):
				c.apart("\n")
			}
		case html.TextToken:
			if text := strings.Join(strings.Fields(string(z.Text())), " "); hidden == 0 && text != "" {
				c.apart(" ")
				c.add(text)
			}
		}
	}
	return nil
}

// isInline says whether a tag does not begin a new line.
func isInline(tag string) bool {
	switch tag {
	case "a", "b", "i", "em", "strong", "span", "font", "u", "small", "sub", "sup":
		return true
	}
	return false
}
