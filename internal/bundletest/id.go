package bundletest

import (
	"fmt"
	"strings"
)

// idStyles write a number as an id. No two numbers give one id, whatever their styles. They are chosen so that the order
// of bytes, which counts, is not the order of numbers, of letters, of UTF-16, nor that of a dictionary.
var idStyles = []func(int) string{
	func(n int) string { return fmt.Sprintf("p%03d", n) },
	func(n int) string { return fmt.Sprintf("p%d", n) },
	func(n int) string { return fmt.Sprintf("P%d", n) },
	func(n int) string { return fmt.Sprintf("%d", n) },
	func(n int) string { return fmt.Sprintf("é%03d", n) },
	func(n int) string { return fmt.Sprintf("e\u0301%03d", n) }, // looks like the one above, differs in bytes
	func(n int) string { return fmt.Sprintf("n, %d", n) },
	func(n int) string { return fmt.Sprintf(`q"%d`, n) },
	func(n int) string { return fmt.Sprintf("Zoë-%d", n) },
	func(n int) string { return fmt.Sprintf("\uff5a%d", n) },     // above the next one in UTF-16, below it in UTF-8
	func(n int) string { return fmt.Sprintf("\U0001d4e9%d", n) }, // needs two units in UTF-16
	func(n int) string { return fmt.Sprintf(" %d ", n) },         // ids are taken as they are, spaces too
	func(n int) string { return fmt.Sprintf("#%d: [x]", n) },
	func(n int) string {
		digits := fmt.Sprint(n)
		return strings.Repeat("ß", 64-len(digits)) + digits // the longest that is allowed: 64 letters, more bytes
	},
}

// plainIDs of 10 ids are in the first style, the rest in any.
const plainIDs = 4

var partnerNames = []string{
	"Partner", "Müller, Anna", `Ada "Ad" Lovelace`, "Two\nLines", "Søren Ægir", "=1+1", "李小龙", "O'Neil; Sons",
}
