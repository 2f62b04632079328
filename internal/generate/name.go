package generate

import (
	_ "embed"
	"strings"
)

// The names of partners: first and last names common in Europe, one a line. None needs quoting in CSV.
var (
	//go:embed names/first.txt
	firstText string
	//go:embed names/last.txt
	lastText string

	firstNames = strings.Split(strings.TrimSpace(firstText), "\n")
	lastNames  = strings.Split(strings.TrimSpace(lastText), "\n")
)

// name draws the two names of a partner.
func name(d dice) (first, last string) {
	return firstNames[d.below(len(firstNames))], lastNames[d.below(len(lastNames))]
}
