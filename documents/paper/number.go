package paper

import (
	"strconv"
	"strings"
	"time"

	"upline/internal/period"
)

// Numbers and days as a language writes them. Nothing is rounded here: what has more places is written with all of them.

// marks returns how a language separates thousands and decimals.
func (t Texts) marks() (thousands, decimal string) {
	if t.Language == "de" {
		return ".", ","
	}
	return ",", "."
}

// Amount writes an amount in the smallest unit of a currency: 123456, 2 and EUR are 1.234,56 € in German.
func (t Texts) Amount(amount int64, scale int, currency string) string {
	text := t.Number(amount, scale, scale)
	if currency == "EUR" {
		currency = "€"
	}
	if t.Language == "de" || currency != "€" {
		return text + "\u00a0" + currency
	}
	if negative, ok := strings.CutPrefix(text, minus); ok {
		return minus + currency + negative
	}
	return currency + text
}

// minus is the sign, not the hyphen.
const minus = "−"

// Number writes n times 10^-scale with at least the given places; further ones only where they are not 0.
func (t Texts) Number(n int64, scale, places int) string {
	digits, negative := strings.CutPrefix(strconv.FormatInt(n, 10), "-")
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole, fraction := digits[:len(digits)-scale], digits[len(digits)-scale:]
	for len(fraction) > places && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	return t.marked(negative, whole, fraction)
}

// Decimal writes a number that is a text in digits, such as -1234.5, with at least the given places.
func (t Texts) Decimal(text string, places int) string {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if missing := places - len(fraction); missing > 0 {
		fraction += strings.Repeat("0", missing)
	}
	return t.marked(negative, whole, fraction)
}

// marked writes the digits of a number with the marks of the language.
func (t Texts) marked(negative bool, whole, fraction string) string {
	thousands, decimal := t.marks()
	var b strings.Builder
	if negative {
		b.WriteString(minus)
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(thousands)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString(decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// Percent writes millionths of a percent: 2500000 is 2,5 % in German.
func (t Texts) Percent(millionths int64) string {
	if t.Language == "de" {
		return t.Number(millionths, 6, 0) + "\u00a0%"
	}
	return t.Number(millionths, 6, 0) + "%"
}

// Day writes a day: 31.12.2026 in German, 31 Dec 2026 in English.
func (t Texts) Day(day period.Day) string {
	y, m, d := day.Date()
	at := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Language == "de" {
		return at.Format("02.01.2006")
	}
	return at.Format("2 Jan 2006")
}

// germanMonths are the names of the months.
var germanMonths = [...]string{
	"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
}

// Month writes a period: Dezember 2026 in German.
func (t Texts) Month(p period.Period) string {
	y, m, _ := p.Start().Date()
	if t.Language == "de" {
		return germanMonths[m-1] + " " + strconv.Itoa(y)
	}
	return time.Month(m).String() + " " + strconv.Itoa(y)
}

// LongDay writes a day with the name of its month: 31. Dezember 2026 in German, 31 December 2026 in English.
func (t Texts) LongDay(day period.Day) string {
	y, m, d := day.Date()
	if t.Language == "de" {
		return strconv.Itoa(d) + ". " + germanMonths[m-1] + " " + strconv.Itoa(y)
	}
	return strconv.Itoa(d) + " " + time.Month(m).String() + " " + strconv.Itoa(y)
}
