package intake

import (
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"upline/internal/fault"
)

// Decode turns text of one of the encodings that a report names into UTF-8.
//
// Errors: Invalid for an encoding that is not read.
func Decode(raw []byte, encoding string) (string, error) {
	switch encoding {
	case "", utf8Encoding:
		return strings.ToValidUTF8(strings.TrimPrefix(string(raw), utf8Mark), "\ufffd"), nil
	case utf16LE, utf16BE:
		order := unicode.LittleEndian
		if encoding == utf16BE {
			order = unicode.BigEndian
		}
		text, _, err := transform.Bytes(unicode.UTF16(order, unicode.UseBOM).NewDecoder(), raw)
		return string(text), err
	}
	known, _ := charset.Lookup(encoding)
	if known == nil {
		return "", fault.Invalidf(op, "the encoding %s is not read: bring the text in UTF-8", Shown(encoding))
	}
	text, err := known.NewDecoder().Bytes(raw)
	return string(text), err
}

// isMail says whether text begins as a mail does: fields, among them those that every mail has, or that every server adds above.
func isMail(head string) bool {
	found := map[string]bool{}
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(found) == 0 {
				return false
			}
			continue
		}
		name, _, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(name, " \t") || name == "" {
			return false
		}
		found[strings.ToLower(name)] = true
	}
	for _, added := range []string{"message-id", "return-path", "delivered-to", "dkim-signature", "arc-seal"} {
		if found["received"] && found[added] {
			return true
		}
	}
	return found["from"] && (found["date"] || found["message-id"] || found["mime-version"]) && (found["to"] || found["subject"] || found["mime-version"])
}

// isTable says whether the first lines of a text have the same number of columns, two or more, by one of the usual separators.
func isTable(head string) bool {
	lines := strings.Split(strings.ReplaceAll(head, "\r\n", "\n"), "\n")
	if len(lines) < 2 {
		return false
	}
	if len(lines) > 2 {
		lines = lines[:len(lines)-1] // the last is cut, or empty
	}
	for _, separator := range []byte{';', '\t', ',', '|'} {
		columns := columnsOf(lines[0], separator)
		same := columns > 1
		for _, line := range lines[1:min(len(lines), 20)] {
			same = same && (line == "" || columnsOf(line, separator) == columns)
		}
		if same {
			return true
		}
	}
	return false
}

// columnsOf counts the columns of a line; a separator in quotes is none.
func columnsOf(line string, separator byte) int {
	columns, quoted := 1, false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == separator && !quoted:
			columns++
		}
	}
	return columns
}
