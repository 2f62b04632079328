package compare

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"upline/internal/money"
)

// notation writes numbers for people: 12,345.60, in groups of three. Differences show their sign.
type notation struct {
	scale    int
	currency string
	minus    string
	space    string // between a number and its unit
}

// plain is for terminals.
func (c *Comparison) plain() notation { return notation{c.Scale, c.Currency, "-", " "} }

// typeset is for pages: a real minus, and no line break between a number and its unit.
func (c *Comparison) typeset() notation { return notation{c.Scale, c.Currency, "−", "\u00a0"} }

// Amount writes an amount.
func (n notation) Amount(a money.Amount) string { return n.group(a.Format(n.scale)) }

// Money writes an amount with its currency.
func (n notation) Money(a money.Amount) string { return n.Amount(a) + n.space + n.currency }

// Change writes a difference with its sign.
func (n notation) Change(a money.Amount) string { return n.signed(a > 0, n.Amount(a)) }

// Count writes a number of things.
func (n notation) Count(i int) string { return n.group(strconv.Itoa(i)) }

func (n notation) CountChange(i int) string { return n.signed(i > 0, n.Count(i)) }

// Volume writes a sum of money, rounded to the places of an amount.
func (n notation) Volume(v money.Volume) string {
	return n.group(decimal.RequireFromString(v.String()).StringFixed(int32(n.scale)))
}

// Percent writes a percentage, rounded to so many places.
func (n notation) Percent(d decimal.Decimal, places int32) string {
	return n.group(d.StringFixed(places)) + n.space + "%"
}

// PercentChange writes how much more B is than A in percent; empty where A is nothing to compare with.
func (n notation) PercentChange(a Amounts) string {
	if a.A <= 0 {
		return ""
	}
	change := percentOf(decimal.New(int64(a.Difference()), 0), decimal.New(int64(a.A), 0), 1)
	if change.IsZero() && a.Difference() != 0 {
		return "less than 0.1" + n.space + "%"
	}
	return n.signed(change.IsPositive(), n.Percent(change, 1))
}

func (n notation) signed(positive bool, text string) string {
	if positive {
		return "+" + text
	}
	return text
}

// group separates the thousands of a decimal.
func (n notation) group(number string) string {
	digits, negative := strings.CutPrefix(number, "-")
	whole, decimals, point := strings.Cut(digits, ".")
	var text strings.Builder
	if negative {
		text.WriteString(n.minus)
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			text.WriteByte(',')
		}
		text.WriteRune(digit)
	}
	if point {
		text.WriteString("." + decimals)
	}
	return text.String()
}
