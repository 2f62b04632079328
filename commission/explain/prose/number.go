package prose

import (
	"strings"

	"github.com/shopspring/decimal"

	"upline/commission/explain"
)

// amount writes an amount with its currency.
func (p *page) amount(m explain.Money) string { return grouped(m.String()) + " " + p.Currency }

// signed writes an amount with its currency, and with a plus when it is positive.
func (p *page) signed(m explain.Money) string {
	if m.Sign() <= 0 {
		return p.amount(m)
	}
	return "+" + p.amount(m)
}

// money writes money that is no rounded amount, with at least the decimal places of the currency.
func (p *page) money(d decimal.Decimal) string {
	return p.padded(d.String(), p.Places) + " " + p.Currency
}

// exact writes a result before rounding, with at least two decimal places more than the currency has.
func (p *page) exact(text string) string { return p.padded(text, p.Places+2) }

// padded groups a number, and fills its decimals with zeros up to some places. A number that is cut off is not
// filled.
func (p *page) padded(text string, places int) string {
	if strings.HasSuffix(text, "…") {
		return grouped(text)
	}
	_, decimals, point := strings.Cut(text, ".")
	if missing := places - len(decimals); missing > 0 {
		if !point {
			text += "."
		}
		text += strings.Repeat("0", missing)
	}
	return grouped(text)
}

// points writes a volume.
func points(d decimal.Decimal) string { return grouped(d.String()) + " points" }

// percent writes a percentage.
func percent(d decimal.Decimal) string { return d.String() + " %" }

// part writes a share of a whole as a percentage.
func part(share decimal.Decimal) string { return percent(share.Shift(2)) }

// grouped puts a comma between thousands, and writes a proper minus sign.
func grouped(text string) string {
	digits, negative := strings.CutPrefix(text, "-")
	whole, decimals, point := strings.Cut(digits, ".")
	var out strings.Builder
	if negative {
		out.WriteString("−")
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteByte(whole[i])
	}
	if point {
		out.WriteString("." + decimals)
	}
	return out.String()
}

// calculation writes how an amount came about, the base in a unit.
func (p *page) calculation(c *explain.Calculation, base string) string {
	return base + " × " + percent(c.Percent) + " = " + p.exact(c.Exact) + " → " + p.amount(c.Amount) + " (" + c.Rounding + ")"
}
