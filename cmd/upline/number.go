package main

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"upline/internal/money"
)

// exact returns a volume as a decimal.
func exact(v money.Volume) decimal.Decimal { return decimal.RequireFromString(v.String()) }

// percentPlaces is how many decimal places a payout ratio shows.
const percentPlaces = 2

// percentOf returns part as a percentage of whole; ok is false when there is no whole to speak of.
func percentOf(part, whole money.Volume) (percent string, ok bool) {
	if whole.Sign() <= 0 {
		return "", false
	}
	ratio := exact(part).Shift(2).DivRound(exact(whole), percentPlaces)
	return ratio.StringFixed(percentPlaces), true
}

// grouped puts a comma between the thousands of a number's whole part.
func grouped(number string) string {
	digits, negative := strings.CutPrefix(number, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if point {
		whole += "." + fraction
	}
	if negative {
		whole = "-" + whole
	}
	return whole
}

// counted writes a count for a person.
func counted(n int) string { return grouped(strconv.Itoa(n)) }

// counting writes a count and its noun, whose plural ends in s.
func counting(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return counted(n) + " " + noun + "s"
}
