package creditnote

import (
	"slices"
	"strings"

	"upline/documents/paper"
)

// Party is a side of a note.
type Party struct {
	ID         string // what the company calls it: the partner's number
	Name       string // the legal name
	Street     string
	PostalCode string
	City       string
	Country    string // ISO 3166-1, two letters
	VATID      string
	TaxNumber  string
	Register   string // of the company, such as Amtsgericht Berlin HRB 12345
	Phone      string
	Email      string
}

// companyOf returns the company as a side of its notes.
func companyOf(c paper.Company) Party {
	return Party{
		Name: c.Name, Street: c.Street, PostalCode: c.PostalCode, City: c.City, Country: c.Country,
		VATID: c.VATID, TaxNumber: c.TaxNumber, Register: c.Register, Phone: c.Phone, Email: c.Email,
	}
}

// union are the countries of the EU. Northern Ireland is of it for goods only, and nobody brokers those.
var union = []string{
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT",
	"RO", "SE", "SI", "SK",
}

func (p Party) inUnion() bool { return slices.Contains(union, p.Country) }

// vatID returns the VAT id if it is one by EN 16931: it begins with the country (BR-CO-09; Greece writes EL). Numbers of other
// shapes, as outside Europe, are tax numbers there.
func (p Party) vatID() string {
	if strings.HasPrefix(p.VATID, p.Country) || (p.Country == "GR" && strings.HasPrefix(p.VATID, "EL")) {
		return p.VATID
	}
	return ""
}

// taxNumber returns the number that the party's tax office knows it by.
func (p Party) taxNumber() string {
	if p.TaxNumber == "" && p.vatID() == "" {
		return p.VATID
	}
	return p.TaxNumber
}

// address returns the lines of an address, as seen from a country.
func (p Party) address(from string) []string {
	lines := []string{p.Name, p.Street, strings.TrimSpace(p.PostalCode + " " + p.City)}
	if p.Country != from {
		lines = append(lines, p.Country)
	}
	return lines
}
