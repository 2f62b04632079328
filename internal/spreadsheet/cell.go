// Package spreadsheet says what programs that open tables make of text.
package spreadsheet

import "strings"

// Neutral puts an apostrophe before text that a spreadsheet would take for a formula.
func Neutral(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}
