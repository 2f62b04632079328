package joining

import (
	"errors"
	"reflect"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"
	"github.com/nyaruka/phonenumbers"

	"upline/internal/fault"
	"upline/internal/period"
)

// Rules are what a company asks of a form.
type Rules struct {
	Zone    *time.Location // the company's: its day decides who is 18
	Country string         // the company's, ISO 3166-1 alpha-2: what is abroad
}

// ageMin is in years: contracts of minors are pending (§§ 2, 107, 108 BGB).
const ageMin = 18

// Check returns what is wrong with a form that is sent at a time, everything at once; none: it may be received. The form is checked
// as Normal returns it.
func (r Rules) Check(a Application, now time.Time) Findings {
	a = a.Normal()
	findings := tagged(a)
	a.checkBirth(&findings, period.DayOf(now, r.Zone))
	a.checkBank(&findings)
	if checker.Var(a.Address.Country, "iso3166_1_alpha2") == nil { // else nobody knows what would be right there
		a.checkPostalCode(&findings)
		a.checkTax(&findings, r.Country)
		a.checkPhone(&findings)
	}
	a.checkConsents(&findings)
	if a.Link != "" {
		if _, err := ParseCode(a.Link); err != nil {
			findings.add("sponsor_link", "ist kein Code einer Einladung: übernehmen Sie ihn unverändert aus dem Link, oder lassen Sie das Feld leer",
				"is no code of an invitation: take it from the link as it is, or leave the field empty")
		}
	}
	return findings
}

// adultOn returns the day on which somebody is 18. The day of birth counts (§ 187 Abs. 2 Satz 2 BGB), so it is the 18th
// birthday; who was born on 29 February is 18 at the end of 28 February (§ 188 Abs. 2), so on 1 March, unless it is a leap year.
func adultOn(birth period.Day) period.Day {
	adult := birth.AddMonths(12 * ageMin)
	_, _, born := birth.Date()
	if _, _, day := adult.Date(); day < born {
		adult++
	}
	return adult
}

func (a Application) checkBirth(findings *Findings, today period.Day) {
	if a.Birth == "" {
		return // found by its tag
	}
	birth, err := period.ParseDay(a.Birth)
	switch {
	case err != nil:
		findings.add("birth_date", "ist kein Tag: schreiben Sie JJJJ-MM-TT, etwa 1990-01-31", "is not a day: write YYYY-MM-DD, such as 1990-01-31")
	case birth > today || birth < today.AddMonths(-12*120):
		findings.add("birth_date", "kann nicht stimmen: prüfen Sie das Jahr", "cannot be right: check the year")
	case adultOn(birth) > today:
		findings.add("birth_date", "zeigt, dass Sie noch nicht 18 sind: ab dem "+adultOn(birth).String()+" können Sie Partner werden",
			"shows that you are not 18 yet: you can join from "+adultOn(birth).String()+" on")
	}
}

func (a Application) checkPostalCode(findings *Findings) {
	code, country := a.Address.PostalCode, a.Address.Country
	if !hasPostalCodes(country) {
		return
	}
	if checker.Var(code, "required,postcode_iso3166_alpha2="+country) != nil {
		findings.add("address.postal_code", "passt nicht zum Land "+country+": schreiben Sie die Postleitzahl, wie sie dort üblich ist",
			"does not fit the country "+country+": write it as is usual there")
	}
}

// hasPostalCodes says whether every address of a country has a postal code, and we know its form: all of Europe's.
func hasPostalCodes(country string) bool {
	_, europe := vatPatterns[vatPrefix(country)]
	return europe || country == "GB" || country == "LI" || country == "NO" || country == "IS"
}

func (a Application) checkPhone(findings *Findings) {
	if a.Phone == "" {
		if a.Consents.PhoneCalls {
			findings.add("phone", "fehlt: wer angerufen werden will, nennt eine Nummer", "is missing: whoever wants to be called gives a number")
		}
		return
	}
	number, err := phonenumbers.Parse(a.Phone, a.Address.Country)
	if err != nil || !phonenumbers.IsValidNumber(number) {
		findings.add("phone", "ist keine Telefonnummer: schreiben Sie sie mit Landesvorwahl, etwa +49 30 901820", "is no phone number: write it with the country's code, such as +49 30 901820")
	}
}

func (a Application) checkConsents(findings *Findings) {
	if !a.Consents.Terms {
		findings.add("consents.terms", "ist nicht angekreuzt: ohne die Vertragsbedingungen kommt kein Vertrag zustande", "is not ticked: there is no contract without its terms")
	}
	if !a.Consents.Privacy {
		findings.add("consents.privacy_noted", "ist nicht angekreuzt: bestätigen Sie, dass Sie die Datenschutzhinweise zur Kenntnis genommen haben", "is not ticked: confirm that you have taken note of the privacy notice")
	}
}

// checker knows the tags of Application.
var checker = newChecker()

func newChecker() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(field reflect.StructField) string {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		return name
	})
	for tag, holds := range map[string]func(text string) bool{"plain": isPlain, "name": isName} {
		err := v.RegisterValidation(tag, func(field validator.FieldLevel) bool { return holds(field.Field().String()) })
		if err != nil {
			panic(err) // a tag is empty or reserved
		}
	}
	return v
}

// isPlain says whether a text has no control characters.
func isPlain(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, unicode.IsControl) < 0
}

// isName says whether a text can be a person's name. Strangers can write what they like into a form, and it is sent to the address
// that they write beside it: so names hold no addresses and no numbers.
func isName(text string) bool {
	return !strings.ContainsAny(text, "0123456789:/@<>\\|{}[]") && !strings.Contains(strings.ToLower(text), "www.")
}

// tagged returns what the tags of an application find.
func tagged(a Application) (findings Findings) {
	err := checker.Struct(a)
	failed, is := errors.AsType[validator.ValidationErrors](err)
	if err != nil && !is {
		panic(fault.Internalf("join", "a tag of the form is wrong: %v", err))
	}
	for _, field := range failed {
		_, path, _ := strings.Cut(field.Namespace(), ".")
		what, right := problems[field.Tag()], hints[path]
		german := strings.ReplaceAll(what.german, "%", field.Param())
		english := strings.ReplaceAll(what.english, "%", field.Param())
		findings.add(path, german+": "+right.german, english+": "+right.english)
	}
	return findings
}

// problems say what is wrong, by tag; % is its parameter.
var problems = map[string]wording{
	"required":         {"fehlt", "is missing"},
	"max":              {"hat mehr als % Zeichen", "has more than % characters"},
	"plain":            {"enthält Steuerzeichen", "holds control characters"},
	"name":             {"enthält Zeichen, die in keinem Namen stehen", "holds characters that are in no name"},
	"email":            {"ist keine E-Mail-Adresse", "is no e-mail address"},
	"oneof":            {"ist unbekannt", "is unknown"},
	"iso3166_1_alpha2": {"ist kein Land", "is no country"},
	"bic":              {"ist kein BIC", "is no BIC"},
}

// hints say what would be right, by field.
var hints = map[string]wording{
	"given_name":          {"schreiben Sie den Vornamen wie im Ausweis", "write the given name as in your passport"},
	"family_name":         {"schreiben Sie den Nachnamen wie im Ausweis", "write the family name as in your passport"},
	"company":             {"schreiben Sie die Firma in höchstens 200 Zeichen, oder nichts", "write your company in at most 200 characters, or nothing"},
	"address.street":      {"schreiben Sie Straße und Hausnummer", "write street and number"},
	"address.postal_code": {"schreiben Sie die Postleitzahl", "write the postal code"},
	"address.city":        {"schreiben Sie den Ort", "write the city"},
	"address.country":     {"schreiben Sie die zwei Buchstaben nach ISO 3166, etwa DE", "write the two letters of ISO 3166, such as DE"},
	"birth_date":          {"schreiben Sie den Tag der Geburt als JJJJ-MM-TT", "write the day of birth as YYYY-MM-DD"},
	"tax.status":          {"schreiben Sie private, small_business, regular oder foreign", "write private, small_business, regular or foreign"},
	"tax.vat_id":          {"schreiben Sie die USt-IdNr. mit ihrem Land davor, etwa DE136695976", "write the VAT id with its country in front, such as DE136695976"},
	"tax.tax_number":      {"schreiben Sie die Steuernummer wie im Bescheid", "write the tax number as your tax office does"},
	"bank.iban":           {"schreiben Sie die IBAN, etwa DE89 3704 0044 0532 0130 00", "write the IBAN, such as DE89 3704 0044 0532 0130 00"},
	"bank.bic":            {"schreiben Sie 8 oder 11 Zeichen, etwa COBADEFFXXX, oder nichts", "write 8 or 11 characters, such as COBADEFFXXX, or nothing"},
	"email":               {"schreiben Sie eine Adresse, unter der Sie Post empfangen, etwa anna@example.com", "write an address where you get mail, such as anna@example.com"},
	"phone":               {"schreiben Sie sie mit Landesvorwahl, etwa +49 30 901820", "write it with the country's code, such as +49 30 901820"},
	"language":            {"schreiben Sie de oder en", "write de or en"},
	"sponsor_link":        {"übernehmen Sie den Code aus dem Link", "take the code from the link"},
}
