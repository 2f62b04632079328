package joining_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

var berlin = mustZone("Europe/Berlin")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

func day(text string) period.Day {
	d, err := period.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return d
}

var rules = joining.Rules{Zone: berlin, Country: "DE"}

// noon is when the forms of these tests are sent, if not said otherwise.
var noon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// sound returns a form that has nothing wrong with it.
func sound() joining.Application {
	return joining.Application{
		Given: "Anna Lena", Family: "Müller-Lüdenscheidt",
		Address:  joining.Address{Street: "Hauptstraße 1", PostalCode: "10115", City: "Berlin", Country: "DE"},
		Birth:    "1990-05-17",
		Tax:      joining.Tax{Status: joining.Regular, VATID: "DE136695976", Number: "12/345/67890"},
		Bank:     joining.Bank{IBAN: "DE89 3704 0044 0532 0130 00", BIC: "COBADEFFXXX"},
		Email:    "anna@example.com",
		Phone:    "030 901820",
		Language: "de",
		Consents: joining.Consents{Terms: true, Privacy: true},
	}
}

func TestSoundForms(t *testing.T) {
	for name, change := range map[string]func(a *joining.Application){
		"as it is":         func(*joining.Application) {},
		"private":          func(a *joining.Application) { a.Tax = joining.Tax{Status: joining.Private} },
		"small business":   func(a *joining.Application) { a.Tax = joining.Tax{Status: joining.SmallBusiness, Number: "1234567890"} },
		"no phone, no BIC": func(a *joining.Application) { a.Phone, a.Bank.BIC = "", "" },
		"all consents":     func(a *joining.Application) { a.Consents.Newsletter, a.Consents.PhoneCalls = true, true },
		"120 characters":   func(a *joining.Application) { a.Family = strings.Repeat("ß", 120) },
		"quotes":           func(a *joining.Application) { a.Given, a.Family = `Anna "Anni"`, "O’Hara d'Été" },
		"spaces around":    func(a *joining.Application) { a.Given, a.Address.PostalCode = "  Anna\u00a0 ", " 10115 " },
		"small letters": func(a *joining.Application) {
			a.Bank.IBAN, a.Tax.VATID, a.Address.Country = "de89370400440532013000", "de 136 695 976", "de"
		},
		"umlauts in address": func(a *joining.Application) { a.Email = "anna@müller.example" },
		"a link":             func(a *joining.Application) { a.Link = "abcde-fgh1o" },
		"Austria": func(a *joining.Application) {
			a.Address = joining.Address{Street: "Ring 1", PostalCode: "1010", City: "Wien", Country: "AT"}
			a.Tax, a.Bank, a.Phone = joining.Tax{Status: joining.Foreign, VATID: "ATU13585627"}, joining.Bank{IBAN: "AT611904300234573201"}, "01 71100"
		},
		"Switzerland": func(a *joining.Application) {
			a.Address = joining.Address{Street: "Ring 1", PostalCode: "8001", City: "Zürich", Country: "CH"}
			a.Tax, a.Bank, a.Phone = joining.Tax{Status: joining.Foreign, VATID: "CHE-107.787.577 MWST"}, joining.Bank{IBAN: "CH9300762011623852957"}, "+41446681800"
		},
		"Greece": func(a *joining.Application) {
			a.Address = joining.Address{Street: "Odos 1", PostalCode: "10431", City: "Athen", Country: "GR"}
			a.Tax, a.Bank, a.Phone = joining.Tax{Status: joining.Foreign, VATID: "EL123456789"}, joining.Bank{IBAN: "GR1601101250000000012300695"}, ""
		},
		"Emirates, without postal codes and VAT ids": func(a *joining.Application) {
			a.Address = joining.Address{Street: "Road 1", City: "Dubai", Country: "AE"}
			a.Tax, a.Phone = joining.Tax{Status: joining.Foreign}, ""
		},
	} {
		a := sound()
		change(&a)
		if found := rules.Check(a, noon); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

func TestFaultyFormsNameTheField(t *testing.T) {
	for name, c := range map[string]struct {
		change func(a *joining.Application)
		fields string
	}{
		"nothing":                   {func(a *joining.Application) { *a = joining.Application{} }, "given_name family_name address.street address.city address.country birth_date tax.status bank.iban email language consents.terms consents.privacy_noted"},
		"121 characters":            {func(a *joining.Application) { a.Family = strings.Repeat("ß", 121) }, "family_name"},
		"an advertisement":          {func(a *joining.Application) { a.Given = "Win now https://spam.example" }, "given_name"},
		"a line break":              {func(a *joining.Application) { a.Family = "Müller\r\nBcc: all@example.com" }, "family_name"},
		"no country":                {func(a *joining.Application) { a.Address.Country = "DX" }, "address.country"},
		"a postal code of Austria":  {func(a *joining.Application) { a.Address.PostalCode = "1010" }, "address.postal_code"},
		"30 February":               {func(a *joining.Application) { a.Birth = "1990-02-30" }, "birth_date"},
		"tomorrow":                  {func(a *joining.Application) { a.Birth = "2026-11-28" }, "birth_date"},
		"130 years":                 {func(a *joining.Application) { a.Birth = "1896-01-01" }, "birth_date"},
		"unknown status":            {func(a *joining.Application) { a.Tax.Status = "rich" }, "tax.status"},
		"private with VAT id":       {func(a *joining.Application) { a.Tax.Status = joining.Private }, "tax.vat_id"},
		"regular without anything":  {func(a *joining.Application) { a.Tax = joining.Tax{Status: joining.Regular} }, "tax.tax_number tax.vat_id"},
		"foreign at home":           {func(a *joining.Application) { a.Tax.Status = joining.Foreign }, "tax.status"},
		"wrong check digit DE":      {func(a *joining.Application) { a.Tax.VATID = "DE136695977" }, "tax.vat_id"},
		"wrong form DE":             {func(a *joining.Application) { a.Tax.VATID = "DE13669597" }, "tax.vat_id"},
		"VAT id of Austria":         {func(a *joining.Application) { a.Tax.VATID = "ATU13585627" }, "tax.vat_id"},
		"tax number":                {func(a *joining.Application) { a.Tax.Number = "12/345" }, "tax.tax_number"},
		"IBAN, two digits swapped":  {func(a *joining.Application) { a.Bank.IBAN = "DE89370400440532010300" }, "bank.iban"},
		"IBAN too short":            {func(a *joining.Application) { a.Bank.IBAN = "DE8937040044053201300" }, "bank.iban"},
		"IBAN of nowhere":           {func(a *joining.Application) { a.Bank.IBAN = "ZZ89370400440532013000" }, "bank.iban"},
		"IBAN of strange letters":   {func(a *joining.Application) { a.Bank.IBAN = "DE8937040044053201300é" }, "bank.iban"},
		"BIC":                       {func(a *joining.Application) { a.Bank.BIC = "COBA" }, "bank.bic"},
		"no e-mail":                 {func(a *joining.Application) { a.Email = "anna.example.com" }, "email"},
		"phone":                     {func(a *joining.Application) { a.Phone = "12" }, "phone"},
		"calls without a number":    {func(a *joining.Application) { a.Phone, a.Consents.PhoneCalls = "", true }, "phone"},
		"French":                    {func(a *joining.Application) { a.Language = "fr" }, "language"},
		"no consent to the terms":   {func(a *joining.Application) { a.Consents.Terms = false }, "consents.terms"},
		"privacy not taken note of": {func(a *joining.Application) { a.Consents.Privacy = false }, "consents.privacy_noted"},
		"a link that is none":       {func(a *joining.Application) { a.Link = "anna" }, "sponsor_link"},
		"wrong check digit AT": {func(a *joining.Application) {
			a.Address = joining.Address{Street: "Ring 1", PostalCode: "1010", City: "Wien", Country: "AT"}
			a.Tax, a.Phone = joining.Tax{Status: joining.Foreign, VATID: "ATU13585626"}, ""
		}, "tax.vat_id"},
		"wrong check digit CH": {func(a *joining.Application) {
			a.Address = joining.Address{Street: "Ring 1", PostalCode: "8001", City: "Zürich", Country: "CH"}
			a.Tax, a.Phone = joining.Tax{Status: joining.Foreign, VATID: "CHE107787578"}, ""
		}, "tax.vat_id"},
	} {
		a := sound()
		c.change(&a)
		found := rules.Check(a, noon)
		var fields []string
		for _, f := range found {
			fields = append(fields, f.Field)
			for _, language := range []string{"de", "en"} {
				if words := f.In(language); strings.Contains(words, "%") || !strings.Contains(words, ": ") || strings.HasSuffix(words, ": ") || strings.HasPrefix(words, ":") {
					t.Errorf("%s: %s says %q: it must say what is wrong and what would be right", name, f.Field, words)
				}
			}
		}
		if got := strings.Join(fields, " "); got != c.fields {
			t.Errorf("%s: found %q, want %q", name, got, c.fields)
		}
		if err := found.Err(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if err := (joining.Findings{}).Err(); err != nil {
		t.Errorf("no findings are the error %v", err)
	}
}

func TestEighteenOnTheDay(t *testing.T) {
	for _, c := range []struct {
		birth, sent string
		adult       bool
	}{
		{"2008-11-27", "2026-11-27T12:00:00Z", true},
		{"2008-11-28", "2026-11-27T12:00:00Z", false},
		{"2008-11-28", "2026-11-27T22:59:59Z", false},
		{"2008-11-28", "2026-11-27T23:00:00Z", true}, // midnight in Berlin
		{"2008-07-02", "2026-07-01T22:00:00Z", true}, // in summer, too
		{"2008-02-29", "2026-02-28T12:00:00Z", false},
		{"2008-02-29", "2026-03-01T12:00:00Z", true},
		{"2008-02-28", "2026-02-28T12:00:00Z", true},
		{"2008-03-01", "2026-03-01T12:00:00Z", true},
		{"2008-03-01", "2026-02-28T12:00:00Z", false},
	} {
		sent, err := time.Parse(time.RFC3339, c.sent)
		if err != nil {
			t.Fatal(err)
		}
		a := sound()
		a.Birth = c.birth
		if found := rules.Check(a, sent); (len(found) == 0) != c.adult {
			t.Errorf("born %s, sent %s: %v", c.birth, c.sent, found)
		}
	}
}

func TestNormal(t *testing.T) {
	a := sound()
	a.Given, a.Email = " Anna  Lena ", "Anna@MÜLLER.example"
	a.Tax.VATID, a.Bank.IBAN = "de 136.695.976", "de89 3704 0044 0532 0130 00"
	n := a.Normal()
	if n.Given != "Anna Lena" || n.Email != "Anna@xn--mller-kva.example" || n.Tax.VATID != "DE136695976" || n.Bank.IBAN != "DE89370400440532013000" || n.Phone != "+4930901820" {
		t.Errorf("%+v", n)
	}
	if again := n.Normal(); again != n {
		t.Errorf("normal twice is %+v", again)
	}
}

func TestEveryDigitOfAnIBANCounts(t *testing.T) {
	iban := []byte("DE89370400440532013000")
	for at := 2; at < len(iban); at++ {
		for digit := byte('0'); digit <= '9'; digit++ {
			a, changed := sound(), bytes.Clone(iban)
			changed[at] = digit
			a.Bank.IBAN = string(changed)
			if found := rules.Check(a, noon); (len(found) == 0) != bytes.Equal(changed, iban) {
				t.Errorf("%s: %v", changed, found)
			}
		}
	}
}

func TestOptionalConsentsAreNotRequired(t *testing.T) {
	required := map[string]bool{}
	for _, rule := range joining.ConsentRules() {
		required[rule.Name] = rule.Required
		if rule.Ground == "" {
			t.Errorf("%s has no ground", rule.Name)
		}
	}
	want := map[string]bool{"terms": true, "privacy_noted": true, "newsletter": false, "phone_contact": false}
	for name, must := range want {
		if got, there := required[name]; !there || got != must || len(required) != len(want) {
			t.Errorf("%s required: %v", name, got)
		}
	}
}
