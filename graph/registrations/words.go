package registrations

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"upline/graph/joining"
	"upline/internal/period"
)

func itoa(n int) string { return strconv.Itoa(n) }

func replaced(words string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(words)
}

// digest returns the SHA-256 of a text in hex.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// addressLine is an address in one line; empty where there is none.
func addressLine(a joining.Address) string {
	if a.City == "" {
		return "…"
	}
	return a.Street + ", " + strings.TrimSpace(a.PostalCode+" "+a.City) + ", " + a.Country
}

// laws name the states whose law may apply, in German and English.
var laws = map[string][2]string{
	"AT": {"der Republik Österreich", "the Republic of Austria"},
	"CH": {"der Schweizerischen Eidgenossenschaft", "the Swiss Confederation"},
	"DE": {"der Bundesrepublik Deutschland", "the Federal Republic of Germany"},
}

func lawOf(country, language string) string {
	if language == "de" {
		return laws[country][0]
	}
	return laws[country][1]
}

// timeWords writes a time of the company's zone for a mail.
func timeWords(t time.Time, zone *time.Location, language string) string {
	if language == "de" {
		return t.In(zone).Format("02.01.2006, 15:04:05") + " Uhr"
	}
	return t.In(zone).Format("2 January 2006, 15:04:05")
}

// dayWords writes a day for a mail.
func dayWords(day period.Day, language string) string {
	year, month, date := day.Date()
	t := time.Date(year, time.Month(month), date, 0, 0, 0, 0, time.UTC)
	if language == "de" {
		return t.Format("02.01.2006")
	}
	return t.Format("2 January 2006")
}
