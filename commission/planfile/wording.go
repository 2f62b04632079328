package planfile

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// found says what a node is, in a finding.
func (n node) found() string {
	switch n.form {
	case formScalar:
		return shown(n.text)
	case formList:
		return "a list"
	case formMapping:
		return "a mapping"
	default:
		return "nothing"
	}
}

// textMax is the most code points of a text that a finding shows, and the most that anything but an id may have.
const textMax = 64

// shown quotes a text for a finding.
func shown(text string) string {
	if utf8.RuneCountInString(text) <= textMax {
		return strconv.Quote(text)
	}
	return fmt.Sprintf("%q…", string([]rune(text)[:textMax]))
}

// wordsMax is the most names that a finding lists.
const wordsMax = 20

// words lists names: a, b and c.
func words(names []string, and string) string {
	if len(names) > wordsMax {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:wordsMax], ", "), len(names)-wordsMax)
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + and + " " + names[last]
}
