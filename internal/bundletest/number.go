package bundletest

import (
	"fmt"
	"strconv"
	"strings"

	"pgregory.net/rapid"
)

// decimal draws a number from 0 up to a whole limit, written with so many places, trailing zeros and all.
func decimal(t *rapid.T, limit, places int) string {
	unit := 1
	for range places {
		unit *= 10
	}
	return fixed(below(t, limit*unit+1), places)
}

// fixed writes units of the last place: fixed(1234, 2) is 12.34.
func fixed(units, places int) string {
	digits := strconv.Itoa(units)
	if places == 0 {
		return digits
	}
	if short := places + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	whole := len(digits) - places
	return digits[:whole] + "." + digits[whole:]
}

// percent draws a percentage: often round, so that amounts fall on exact halves of the smallest unit, now and then 0, or
// with all six places.
func percent(t *rapid.T, limit int) string {
	switch below(t, 10) {
	case 0, 1:
		return strconv.Itoa(between(t, 1, limit))
	case 2, 3:
		return decimal(t, limit, 1)
	case 4, 5, 6:
		return decimal(t, limit, 2)
	case 7:
		return fmt.Sprintf("%d.5", below(t, limit))
	case 8:
		return decimal(t, limit, 6)
	default:
		return pick(t, "0", "0.000001", "33.333333", "0.5", "10", "100", "12.50")
	}
}

// volume draws the points or cv of an order, up to 4 places.
func volume(t *rapid.T) string {
	switch below(t, 20) {
	case 0, 1, 2, 3, 4, 5, 6:
		return pick(t, "100", "10", "25", "50", "80", "150", "200", "33", "1")
	case 7:
		return "0"
	case 8, 9, 10, 11:
		return decimal(t, 300, 2)
	case 12, 13, 14:
		return decimal(t, 300, 4)
	case 15:
		return decimal(t, 2000, 3)
	case 16:
		return decimal(t, 1, 4)
	case 17:
		return strconv.Itoa(below(t, 500)) + ".5"
	case 18:
		return pick(t, "0.0001", "0.005", "0.0000", "12.5000", "007.5", "99.9999")
	default:
		return strconv.Itoa(below(t, 1000))
	}
}

// money draws a listed amount, up to 4 places.
func money(t *rapid.T, limit int) string {
	return decimal(t, limit, pick(t, 0, 1, 2, 2, 3, 4))
}
