package intake

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// token is the smallest piece of a PDF.
type token struct {
	kind tokenKind
	text string // of names without the slash and with #xx undone; at most tokenMax bytes; of strings nothing
}

type tokenKind uint8

const (
	tokenEnd   tokenKind = iota
	tokenName            // /Type
	tokenWord            // a number, a keyword, a bracket
	tokenText            // a string
	tokenOpen            // <<
	tokenClose           // >>
)

// tokenMax is how much of a token is kept: names have up to 127 bytes.
const tokenMax = 255

// isHeader says whether a token ends the header of an object, such as 12 0 obj.
func (t token) isHeader() bool {
	if t.kind != tokenWord || !strings.HasSuffix(t.text, "obj") {
		return false
	}
	return strings.Trim(strings.TrimSuffix(t.text, "obj"), "0123456789") == ""
}

// lexer cuts a PDF, or an object stream of one, into tokens.
type lexer struct {
	*look
	r  *bufio.Reader
	at int64 // of the next byte
}

// seek goes on elsewhere in the file.
func (x *lexer) seek(at int64) {
	section := x.section(at, max(x.size-at, 0))
	if x.r == nil {
		x.r = bufio.NewReaderSize(section, 64<<10)
	} else {
		x.r.Reset(section)
	}
	x.at = at
}

// byte is the next byte; ok: there is one.
func (x *lexer) byte() (b byte, ok bool, err error) {
	b, err = x.r.ReadByte()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	x.at++
	return b, true, nil
}

// back takes the last byte back.
func (x *lexer) back() {
	if x.r.UnreadByte() == nil {
		x.at--
	}
}

// next is the next token.
func (x *lexer) next() (token, error) {
	for {
		b, ok, err := x.byte()
		if !ok {
			return token{}, err
		}
		switch {
		case isPDFSpace(b):
		case b == '%':
			if err := x.comment(); err != nil {
				return token{}, err
			}
		default:
			return x.token(b)
		}
	}
}

func (x *lexer) token(b byte) (token, error) {
	switch b {
	case '/':
		text, err := x.regular(nil)
		return token{kind: tokenName, text: unescapeName(text)}, err
	case '(':
		return token{kind: tokenText}, x.text()
	case '<', '>':
		return x.angle(b)
	case '[', ']', '{', '}', ')':
		return token{kind: tokenWord, text: string(b)}, nil
	}
	text, err := x.regular([]byte{b})
	return token{kind: tokenWord, text: string(text)}, err
}

// regular reads the rest of a name or word.
func (x *lexer) regular(text []byte) ([]byte, error) {
	for {
		b, ok, err := x.byte()
		if !ok {
			return text, err
		}
		if isPDFSpace(b) || isPDFDelimiter(b) {
			x.back()
			return text, nil
		}
		if len(text) < tokenMax {
			text = append(text, b)
		}
	}
}

// comment goes to the end of the line.
func (x *lexer) comment() error {
	for {
		b, ok, err := x.byte()
		if !ok || b == '\n' || b == '\r' {
			return err
		}
	}
}

// text goes over a string in parentheses.
func (x *lexer) text() error {
	for depth := 1; depth > 0; {
		b, ok, err := x.byte()
		if !ok {
			return err
		}
		switch b {
		case '\\':
			if _, _, err := x.byte(); err != nil {
				return err
			}
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	return nil
}

// angle reads the bounds of a dictionary, or goes over a string in hexadecimal.
func (x *lexer) angle(b byte) (token, error) {
	next, ok, err := x.byte()
	switch {
	case err != nil:
		return token{}, err
	case ok && next == b && b == '<':
		return token{kind: tokenOpen}, nil
	case ok && next == b:
		return token{kind: tokenClose}, nil
	case b == '>':
		if ok {
			x.back()
		}
		return token{kind: tokenWord, text: ">"}, nil
	}
	for ok && next != '>' {
		if next, ok, err = x.byte(); err != nil {
			return token{}, err
		}
	}
	return token{kind: tokenText}, nil
}

// unescapeName undoes #xx in a name.
func unescapeName(text []byte) string {
	if bytes.IndexByte(text, '#') < 0 {
		return string(text)
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '#' && i+2 < len(text) {
			high, low := hexDigit(text[i+1]), hexDigit(text[i+2])
			if high >= 0 && low >= 0 {
				b.WriteByte(byte(high<<4 | low))
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func hexDigit(c byte) int { return strings.IndexByte("0123456789abcdef", c|0x20) }

func isPDFSpace(b byte) bool {
	return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f' || b == 0
}

func isPDFDelimiter(b byte) bool {
	switch b {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}
