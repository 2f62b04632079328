package cover

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode/utf8"

	"upline/internal/fault"
)

// op names the operation in errors.
const op = "cover sheet"

// begin is how the code of a cover sheet begins, with the version of what follows.
const begin = "upline:doc:1:"

// partMax is how long each part may be, in bytes: a code with more is too fine for a fax.
const partMax = 60

// Sheet is what a cover sheet says.
type Sheet struct {
	Class     string // of the document, such as contract; empty: not said
	Partner   string // number; empty: not said
	Reference string // order, run or whatever the document is about; empty: not said
}

// Payload is the text of a sheet's code: upline:doc:1:CLASS:PARTNER:REFERENCE:CHECK, each part escaped as in addresses.
//
// Errors: Invalid when the sheet says nothing, or a part is too long or not text.
func (s Sheet) Payload() (string, error) {
	if s == (Sheet{}) {
		return "", fault.Invalidf(op, "a cover sheet says a class, a partner or a reference")
	}
	var parts []string
	for _, part := range []string{s.Class, s.Partner, s.Reference} {
		if len(part) > partMax || !utf8.ValidString(part) {
			return "", fault.Invalidf(op, "a part of a cover sheet is text of %d bytes or fewer", partMax)
		}
		parts = append(parts, url.QueryEscape(part))
	}
	text := begin + strings.Join(parts, ":") + ":"
	return text + check(text), nil
}

// Read reads the text of a code; ok: it is one of a cover sheet.
func Read(code string) (s Sheet, ok bool) {
	at := strings.LastIndexByte(code, ':')
	if !strings.HasPrefix(code, begin) || at < len(begin) || code[at+1:] != check(code[:at+1]) {
		return Sheet{}, false
	}
	parts := strings.Split(code[len(begin):at], ":")
	if len(parts) != 3 {
		return Sheet{}, false
	}
	for i, to := range []*string{&s.Class, &s.Partner, &s.Reference} {
		part, err := url.QueryUnescape(parts[i])
		if err != nil || len(part) > partMax || !utf8.ValidString(part) {
			return Sheet{}, false
		}
		*to = part
	}
	return s, s != Sheet{}
}

// check is eight digits that change when a character does.
func check(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}
