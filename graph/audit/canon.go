package audit

import (
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"upline/internal/fault"
)

// The canonical form is a fixed sequence of fields, each as netstrings have it: its length in bytes in decimal, a colon, and the
// bytes (D. J. Bernstein, 1997; without the comma). Numbers are decimal, times RFC 3339 in UTC with six decimals, hashes and salts
// hexadecimal; a list is its length and then its items, a map a list of names and values, sorted by name. The first field names the
// form and its version.
//
// It is unambiguous: what a field holds cannot be taken for the end of the field, since its length stands before it; which field
// comes next follows from those before; and each value has one spelling, since the reader refuses every other one (zeros in front,
// a map out of order, a time of another zone). So two different entries have different texts, and a text that is read is written
// again as the same bytes. It is UTF-8, and can be kept as a text.

// op is the operation that errors name.
const op = "audit"

// timeForm is how times are written: microseconds, UTC.
const timeForm = "2006-01-02T15:04:05.000000Z"

func appendText(to []byte, text string) []byte {
	return append(append(strconv.AppendInt(to, int64(len(text)), 10), ':'), text...)
}

func appendNumber(to []byte, n int64) []byte {
	var digits [20]byte
	text := strconv.AppendInt(digits[:0], n, 10)
	return append(append(strconv.AppendInt(to, int64(len(text)), 10), ':'), text...)
}

func appendTime(to []byte, at time.Time) []byte {
	var text [len(timeForm) + 4]byte
	return appendText(to, string(at.UTC().AppendFormat(text[:0], timeForm)))
}

func appendTexts(to []byte, list []string) []byte {
	to = appendNumber(to, int64(len(list)))
	for _, text := range list {
		to = appendText(to, text)
	}
	return to
}

func appendMap(to []byte, values map[string]string) []byte {
	to = appendNumber(to, int64(len(values)))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		to = appendText(appendText(to, name), values[name])
	}
	return to
}

// reader reads fields until one is not in canonical form; from then on it reads nothing, and keeps the first error.
type reader struct {
	rest string
	at   int // bytes read
	err  error
}

func (r *reader) refuse(format string, args ...any) {
	if r.err == nil {
		r.err = fault.Invalidf(op, "at byte %d: "+format, append([]any{r.at}, args...)...)
	}
	r.rest = ""
}

// text reads a field.
func (r *reader) text() string {
	length, digits := 0, 0
	for digits < len(r.rest) && digits < 10 && '0' <= r.rest[digits] && r.rest[digits] <= '9' {
		length = length*10 + int(r.rest[digits]-'0')
		digits++
	}
	switch {
	case digits == 0 || digits == len(r.rest) || r.rest[digits] != ':' || (digits > 1 && r.rest[0] == '0'):
		r.refuse("there is no field: it begins with its length in bytes and a colon, such as 3:abc")
	case length > len(r.rest)-digits-1:
		r.refuse("a field of %d bytes is announced, of which %d are there", length, len(r.rest)-digits-1)
	default:
		text := r.rest[digits+1 : digits+1+length]
		if !utf8.ValidString(text) {
			r.refuse("the field is not UTF-8")
			return ""
		}
		r.rest = r.rest[digits+1+length:]
		r.at += digits + 1 + length
		return text
	}
	return ""
}

// literal reads a field that says just this.
func (r *reader) literal(want string) {
	if got := r.text(); got != want && r.err == nil {
		r.refuse("%.40q stands where %q should be: another version writes another form", got, want)
	}
}

// number reads a whole number of at least least.
func (r *reader) number(least int64) int64 {
	text := r.text()
	n, err := strconv.ParseInt(text, 10, 64)
	if r.err == nil && (err != nil || n < least || strconv.FormatInt(n, 10) != text) {
		r.refuse("%.40q is not a whole number of at least %d", text, least)
	}
	return n
}

// count reads the length of a list, each item of which takes at least so many bytes.
func (r *reader) count(bytes int) int {
	n := r.number(0)
	if r.err == nil && n > int64(len(r.rest)/bytes) {
		r.refuse("a list of %d is announced, for which too few bytes follow", n)
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

func (r *reader) time() time.Time {
	text := r.text()
	if r.err != nil {
		return time.Time{}
	}
	at, err := time.Parse(timeForm, text)
	if err != nil || at.Format(timeForm) != text {
		r.refuse("%.40q is not a time: write it such as 2026-01-31T18:00:00.000000Z", text)
	}
	return at
}

func (r *reader) hash() Hash {
	h := Hash(r.text())
	if r.err == nil && !h.valid() {
		r.refuse("%.80q is not a hash: write 64 hexadecimal digits, in lower case", string(h))
	}
	return h
}

func (r *reader) salt() (salt Salt) {
	text := r.text()
	if n, err := hex.Decode(salt[:], []byte(cut(text, 2*len(salt)))); r.err == nil && (err != nil || n != len(salt) || hex.EncodeToString(salt[:]) != text) {
		r.refuse("%.80q is not a salt: write 64 hexadecimal digits, in lower case", text)
	}
	return salt
}

// texts reads a list that is sorted and names nothing twice; nil when it is empty.
func (r *reader) texts() (list []string) {
	for range r.count(len("0:")) {
		text := r.text()
		if n := len(list); r.err == nil && n > 0 && text <= list[n-1] {
			r.refuse("%.40q does not stand in order", text)
		}
		list = append(list, text)
	}
	return list
}

// values reads a map; nil when it is empty.
func (r *reader) values() map[string]string {
	n := r.count(len("0:0:"))
	if n == 0 {
		return nil
	}
	values, last := make(map[string]string, n), ""
	for i := range n {
		name := r.text()
		if r.err == nil && i > 0 && name <= last {
			r.refuse("%.40q does not stand in order", name)
		}
		values[name], last = r.text(), name
	}
	return values
}

// end checks that nothing follows.
func (r *reader) end() error {
	if r.err == nil && r.rest != "" {
		r.refuse("%d bytes follow, where the text should end", len(r.rest))
	}
	return r.err
}

// cut returns at most n bytes of a text.
func cut(text string, n int) string { return text[:min(n, len(text))] }
