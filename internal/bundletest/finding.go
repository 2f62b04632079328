package bundletest

import (
	"fmt"
	"strconv"
	"strings"
)

// Finding is what must be among the findings on a bundle that is refused.
type Finding struct {
	// File is the path inside the bundle's folder, or "plans" for a period without a plan version.
	File string
	// Line is the physical line (the header is line 1); 0 where the plan language leaves it open.
	Line int
	// Word must occur in the finding's text; "" where it is left open.
	Word string
}

// Matches tells whether a line of standard error, `file:line: what is wrong …`, is this finding.
func (f Finding) Matches(line string) bool {
	file, rest, _ := strings.Cut(line, ":")
	number, message, _ := strings.Cut(rest, ":")
	if file != f.File || f.Line != 0 && number != strconv.Itoa(f.Line) {
		return false
	}
	return strings.Contains(message, f.Word)
}

func (f Finding) String() string { return fmt.Sprintf("%s:%d %s", f.File, f.Line, f.Word) }

// parseFinding reads a line `file:line keyword` of a bad vector's expected.txt.
func parseFinding(line string) (Finding, error) {
	place, word, _ := strings.Cut(strings.TrimSpace(line), " ")
	file, number, _ := strings.Cut(place, ":")
	at, err := strconv.Atoi(number)
	if err != nil || file == "" {
		return Finding{}, fmt.Errorf("%q is not of the form `file:line keyword`", line)
	}
	return Finding{File: file, Line: at, Word: word}, nil
}
