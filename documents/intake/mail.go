package intake

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
)

// Limits of a mail.
const (
	mailPartsDeep = 10
	mailHeadMax   = 1 << 20
)

// seeMail looks at a mail: at each part that is no text as at any other file.
func (l *look) seeMail() error {
	if l.nested >= l.limits.Nested {
		return refuse("nested", "mails and archives are nested more than %d deep", l.limits.Nested)
	}
	header, body, err := openMail(l.section(0, l.size))
	if err != nil {
		return l.orDamaged(err, "its head cannot be read")
	}
	err = WalkMail(header, body, l.seePart)
	return l.orDamaged(err, "its parts cannot be read")
}

// openMail reads the head of a mail, which has a limit.
func openMail(r io.Reader) (textproto.MIMEHeader, io.Reader, error) {
	head := &headLimit{from: r, left: mailHeadMax}
	message, err := mail.ReadMessage(head)
	if err != nil {
		return nil, nil, err
	}
	head.left = -1
	return textproto.MIMEHeader(message.Header), message.Body, nil
}

// headLimit is a reader that ends when a head is too long; negative: the head has been read.
type headLimit struct {
	from io.Reader
	left int
}

func (h *headLimit) Read(p []byte) (int, error) {
	if h.left == 0 {
		return 0, refuse("bomb", "its head has more than %d bytes", mailHeadMax)
	}
	if h.left > 0 {
		p = p[:min(len(p), h.left)]
	}
	n, err := h.from.Read(p)
	if h.left > 0 {
		h.left -= n
	}
	return n, err
}

// seePart looks at a part of a mail.
func (l *look) seePart(p MailPart) error {
	l.spent.members++
	if l.spent.members > l.limits.Entries {
		return refuse("too-many-members", "it has more than %d parts", l.limits.Entries)
	}
	r := l.unpack(p.Body, l.size)
	if p.Type == "text/plain" && p.Name == "" || p.Type == "text/html" && p.Name == "" {
		watch := &watcher{}
		if err := copyAll(watch, r); err != nil {
			return err
		}
		if watch.eicar {
			return refuse("eicar", "the mail has the EICAR string, by which scanners are tested")
		}
		return nil
	}
	name := p.Name
	if name == "" {
		name = p.Type
	}
	return l.member(name, r)
}

// MailPart is a part of a mail that has no parts itself.
type MailPart struct {
	Type    string // media type, such as text/plain
	Charset string // of text; may be empty
	Name    string // of an attachment, as the mail calls it; empty: it has none
	Body    io.Reader
}

// OpenMail is the head of a mail and its body, for WalkMail.
//
// Errors: Invalid when it is no mail; otherwise those of the reader.
func OpenMail(r io.Reader) (textproto.MIMEHeader, io.Reader, error) { return openMail(r) }

// WalkMail goes through the parts of a mail, decoded, in their order.
func WalkMail(header textproto.MIMEHeader, body io.Reader, do func(MailPart) error) error {
	return walkPart(header, body, 0, do)
}

func walkPart(header textproto.MIMEHeader, body io.Reader, deep int, do func(MailPart) error) error {
	if deep > mailPartsDeep {
		return refuse("nested", "its parts are nested more than %d deep", mailPartsDeep)
	}
	kind, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil && kind == "" {
		kind, parameters = "text/plain", nil
	}
	if strings.HasPrefix(kind, "multipart/") && parameters["boundary"] != "" {
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := walkPart(part.Header, part, deep+1, do); err != nil {
				return err
			}
		}
	}
	return do(MailPart{kind, parameters["charset"], partName(header, parameters), decodePart(header, body)})
}

// partName is what a mail calls an attachment.
func partName(header textproto.MIMEHeader, parameters map[string]string) string {
	_, disposition, _ := mime.ParseMediaType(header.Get("Content-Disposition"))
	name := disposition["filename"]
	if name == "" {
		name = parameters["name"]
	}
	decoded, err := (&mime.WordDecoder{}).DecodeHeader(name)
	if err != nil {
		return name
	}
	return decoded
}

// decodePart undoes how a part is written.
func decodePart(header textproto.MIMEHeader, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &base64Only{body})
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// base64Only leaves out what is not of base64, as mail programs do.
type base64Only struct{ from io.Reader }

func (b *base64Only) Read(p []byte) (int, error) {
	for {
		n, err := b.from.Read(p)
		kept := 0
		for _, c := range p[:n] {
			if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || bytes.IndexByte([]byte("0123456789+/="), c) >= 0 {
				p[kept] = c
				kept++
			}
		}
		if kept > 0 || err != nil || n == 0 {
			return kept, err
		}
	}
}
