package joining

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Application is the form of somebody who wants to become a partner, as it comes in. Rules.Check says what is wrong with it.
type Application struct {
	Given    string   `json:"given_name" validate:"required,max=120,plain,name"`
	Family   string   `json:"family_name" validate:"required,max=120,plain,name"`
	Company  string   `json:"company,omitempty" validate:"max=200,plain"` // the partner's, if there is one
	Address  Address  `json:"address"`
	Birth    string   `json:"birth_date" validate:"required"` // YYYY-MM-DD
	Tax      Tax      `json:"tax"`
	Bank     Bank     `json:"bank"`
	Email    string   `json:"email" validate:"required,max=254,email"`
	Phone    string   `json:"phone,omitempty" validate:"max=40"` // national (of the address's country) or with +
	Language string   `json:"language" validate:"required,oneof=de en"`
	Consents Consents `json:"consents"`
	Link     string   `json:"sponsor_link,omitempty" validate:"max=40"` // the code of a sponsor's personal link; empty: none
}

// Address is where a partner lives.
type Address struct {
	Street     string `json:"street" validate:"required,max=200,plain"`
	PostalCode string `json:"postal_code" validate:"max=16,plain"`
	City       string `json:"city" validate:"required,max=120,plain"`
	Country    string `json:"country" validate:"required,iso3166_1_alpha2"` // ISO 3166-1 alpha-2
}

// Bank is where commissions are paid to.
type Bank struct {
	IBAN string `json:"iban" validate:"required"`
	BIC  string `json:"bic,omitempty" validate:"omitempty,bic"`
}

// TaxStatus says how a partner's commissions are taxed.
type TaxStatus string

const (
	// Private persons are no entrepreneurs (yet): no VAT, no VAT id.
	Private TaxStatus = "private"
	// SmallBusiness is a Kleinunternehmer (§ 19 UStG; in Austria § 6 Abs. 1 Z 27 UStG): no VAT is shown.
	SmallBusiness TaxStatus = "small_business"
	// Regular entrepreneurs of the company's country show VAT and have a VAT id.
	Regular TaxStatus = "regular"
	// Foreign entrepreneurs have their seat elsewhere: the company owes the VAT (reverse charge, § 13b UStG, Art. 196 Directive
	// 2006/112/EC).
	Foreign TaxStatus = "foreign"
)

// Tax is what is needed to tax a partner's commissions.
type Tax struct {
	Status TaxStatus `json:"status" validate:"required,oneof=private small_business regular foreign"`
	VATID  string    `json:"vat_id,omitempty" validate:"max=20"`
	Number string    `json:"tax_number,omitempty" validate:"max=30,plain"`
}

// Consents are the boxes of the form. Each is given by itself, and none is ever ticked beforehand (Art. 4 no. 11, 7 DSGVO;
// CJEU C-673/17 Planet49): a form shows them empty, and what is missing in JSON is not given.
type Consents struct {
	Terms      bool `json:"terms"`
	Privacy    bool `json:"privacy_noted"`
	Newsletter bool `json:"newsletter"`
	PhoneCalls bool `json:"phone_contact"`
}

// ConsentRule says what a box of the form is.
type ConsentRule struct {
	Name     string // as JSON names it
	Required bool   // whoever does not tick it cannot join; the others are free, and joining never depends on them
	Ground   string // the law by which it is asked
}

// ConsentRules returns the boxes of the form in their order. A form must not tick any of them beforehand.
func ConsentRules() []ConsentRule {
	return []ConsentRule{
		{"terms", true, "§§ 145, 305 Abs. 2 BGB; Art. 6(1)(b) DSGVO"},
		{"privacy_noted", true, "Art. 13 DSGVO: taken note of, no consent"},
		{"newsletter", false, "§ 7 Abs. 2 Nr. 2 UWG; Art. 6(1)(a), 7 DSGVO"},
		{"phone_contact", false, "§§ 7 Abs. 2 Nr. 1, 7a UWG; Art. 6(1)(a), 7 DSGVO"},
	}
}

// Normal returns the form as it is kept and compared: texts without spaces around them and in Unicode's form C, IBAN, BIC and
// VAT id without spaces and in capitals, the phone number as E.164 and the address's domain in small ASCII letters. What cannot
// be understood stays as it is, for Rules.Check to find.
func (a Application) Normal() Application {
	for _, text := range []*string{
		&a.Given, &a.Family, &a.Company, &a.Address.Street, &a.Address.PostalCode, &a.Address.City, &a.Tax.Number, &a.Birth, &a.Email, &a.Phone, &a.Link,
	} {
		*text = norm.NFC.String(strings.Join(strings.FieldsFunc(*text, isBlank), " "))
	}
	for _, text := range []*string{&a.Address.Country, &a.Bank.IBAN, &a.Bank.BIC} {
		*text = compact(*text, " ")
	}
	a.Tax.VATID = compact(a.Tax.VATID, " .-")
	if number, err := phonenumbers.Parse(a.Phone, a.Address.Country); err == nil && phonenumbers.IsValidNumber(number) {
		a.Phone = phonenumbers.Format(number, phonenumbers.E164)
	}
	if at := strings.LastIndexByte(a.Email, '@'); at >= 0 {
		if domain, err := idna.Lookup.ToASCII(a.Email[at+1:]); err == nil {
			a.Email = a.Email[:at+1] + domain
		}
	}
	return a
}

// isBlank says whether a character separates words. Control characters do not: they are found.
func isBlank(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' }

// compact returns a text in capitals without some characters.
func compact(text, without string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if isBlank(r) || strings.ContainsRune(without, r) {
			return -1
		}
		return r
	}, text))
}
