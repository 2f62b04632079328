package creditnote

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"upline/internal/fault"
)

// NumberRange is how a company numbers its notes: G-2026-000123. Who counts gives the numbers, without a gap; this writes and reads
// them. Numbers begin anew each year, so that a range shows at a glance how many there were.
type NumberRange struct {
	prefix string
	digits int
}

// prefixShape is what goes into a voucher field of DATEV, too.
var prefixShape = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,9}$`)

// Numbers returns a range. Digits are how many there are at least: a number that has more is written with all of them.
//
// Errors: Invalid for a prefix that is not up to ten capitals and digits, or digits that are not 1 to 12.
func Numbers(prefix string, digits int) (NumberRange, error) {
	if !prefixShape.MatchString(prefix) {
		return NumberRange{}, fault.Invalidf(op, "%q cannot begin numbers: write up to ten capitals and digits, a capital first", prefix)
	}
	if digits < 1 || digits > 12 {
		return NumberRange{}, fault.Invalidf(op, "numbers of %d digits: write 1 to 12", digits)
	}
	return NumberRange{prefix, digits}, nil
}

// Write returns the number of a year's n-th note; n counts from 1.
func (r NumberRange) Write(year int, n int64) string {
	return fmt.Sprintf("%s-%04d-%0*d", r.prefix, year, r.digits, n)
}

// Read returns year and n of a number of this range; ok is false for all others.
func (r NumberRange) Read(number string) (year int, n int64, ok bool) {
	parts := strings.Split(number, "-")
	if len(parts) != 3 {
		return 0, 0, false
	}
	year, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0, 0, false
	}
	n, err = strconv.ParseInt(parts[2], 10, 64)
	if err != nil || n < 1 || r.Write(year, n) != number {
		return 0, 0, false
	}
	return year, n, true
}
