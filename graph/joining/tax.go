package joining

import (
	"regexp"
	"strconv"
	"strings"
)

// vatPatterns are the forms of VAT ids without their prefix, by prefix: those of the EU and of Northern Ireland (VIES, "VAT number
// construction rules") and the Swiss one (UID register; Liechtenstein has it too).
var vatPatterns = map[string]*regexp.Regexp{
	"AT": whole(`U\d{8}`), "BE": whole(`[01]\d{9}`), "BG": whole(`\d{9,10}`), "CY": whole(`\d{8}[A-Z]`), "CZ": whole(`\d{8,10}`),
	"DE": whole(`[1-9]\d{8}`), "DK": whole(`\d{8}`), "EE": whole(`\d{9}`), "EL": whole(`\d{9}`), "ES": whole(`[A-Z0-9]\d{7}[A-Z0-9]`),
	"FI": whole(`\d{8}`), "FR": whole(`[A-HJ-NP-Z0-9]{2}\d{9}`), "HR": whole(`\d{11}`), "HU": whole(`\d{8}`),
	"IE": whole(`\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I]`), "IT": whole(`\d{11}`), "LT": whole(`\d{9}|\d{12}`), "LU": whole(`\d{8}`),
	"LV": whole(`\d{11}`), "MT": whole(`\d{8}`), "NL": whole(`\d{9}B\d{2}`), "PL": whole(`\d{10}`), "PT": whole(`\d{9}`),
	"RO": whole(`\d{2,10}`), "SE": whole(`\d{12}`), "SI": whole(`\d{8}`), "SK": whole(`\d{10}`),
	"XI": whole(`\d{9}|\d{12}|GD\d{3}|HA\d{3}`), "CH": whole(`E\d{9}(MWST|TVA|IVA)?`),
}

func whole(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) }

// vatSound are the check digits that we know, by prefix.
var vatSound = map[string]func(id string) bool{
	"DE": mod1110,
	"AT": func(id string) bool { return soundAT(id[1:]) },
	"CH": func(id string) bool { return soundCH(id[1:10]) },
}

// vatPrefix returns how VAT ids of a country begin: Greece writes EL, Liechtenstein has Swiss ones.
func vatPrefix(country string) string {
	switch country {
	case "GR":
		return "EL"
	case "LI":
		return "CH"
	}
	return country
}

// mod1110 checks a number whose last digit is by ISO 7064 MOD 11,10, as Germany's is.
func mod1110(digits string) bool {
	product := 10
	for i := range len(digits) - 1 {
		sum := (int(digits[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = 2 * sum % 11
	}
	return (11-product)%10 == int(digits[len(digits)-1]-'0')
}

// soundAT checks the last of eight digits: every second counts double, as the sum of its digits, and 4 is added.
func soundAT(digits string) bool {
	sum := 4
	for i := range 7 {
		digit := int(digits[i] - '0')
		if i%2 == 1 {
			digit = 2*digit/10 + 2*digit%10
		}
		sum += digit
	}
	return (10-sum%10)%10 == int(digits[7]-'0')
}

// soundCH checks the last of nine digits (eCH-0097): weights from the left, modulo 11; numbers that would need 10 are not given out.
func soundCH(digits string) bool {
	sum := 0
	for i, weight := range []int{5, 4, 3, 2, 7, 6, 5, 4} {
		sum += weight * int(digits[i]-'0')
	}
	return (11-sum%11)%11 == int(digits[8]-'0')
}

// checkTax checks that VAT id and tax number fit the status. Home is the company's country.
func (a Application) checkTax(findings *Findings, home string) {
	abroad := a.Address.Country != home
	switch a.Tax.Status {
	case Private:
		if a.Tax.VATID != "" {
			findings.add("tax.vat_id", "hat eine Privatperson nicht: leeren Sie das Feld, oder wählen Sie einen anderen Steuerstatus", "is nothing that a private person has: leave it empty, or choose another tax status")
		}
	case SmallBusiness:
		a.needTaxNumber(findings)
	case Regular:
		a.needTaxNumber(findings)
		if abroad {
			findings.add("tax.status", "passt nicht zur Anschrift: wer seinen Sitz nicht in "+home+" hat, wählt foreign", "does not fit the address: who does not live in "+home+" chooses foreign")
		}
		a.needVATID(findings)
	case Foreign:
		if !abroad {
			findings.add("tax.status", "passt nicht zur Anschrift in "+home+": wählen Sie regular oder small_business", "does not fit the address in "+home+": choose regular or small_business")
		}
		if _, known := vatPatterns[vatPrefix(a.Address.Country)]; known {
			a.needVATID(findings)
		}
	}
	a.checkVATID(findings)
	a.checkTaxNumber(findings)
}

func (a Application) needVATID(findings *Findings) {
	if a.Tax.VATID == "" {
		findings.add("tax.vat_id", "fehlt: "+hints["tax.vat_id"].german, "is missing: "+hints["tax.vat_id"].english)
	}
}

func (a Application) needTaxNumber(findings *Findings) {
	if a.Tax.Number == "" {
		findings.add("tax.tax_number", "fehlt: "+hints["tax.tax_number"].german, "is missing: "+hints["tax.tax_number"].english)
	}
}

// checkVATID checks form, check digits and country of a VAT id that is given. Of countries outside Europe we know no forms.
func (a Application) checkVATID(findings *Findings) {
	id, country := a.Tax.VATID, a.Address.Country
	want, europe := vatPatterns[vatPrefix(country)]
	if id == "" || a.Tax.Status == Private || !europe {
		return
	}
	prefix := vatPrefix(country)
	rest, fits := strings.CutPrefix(id, prefix)
	switch {
	case !fits:
		findings.add("tax.vat_id", "gehört nicht zur Anschrift: in "+country+" beginnt sie mit "+prefix, "does not belong to the address: in "+country+" it begins with "+prefix)
	case !want.MatchString(rest):
		findings.add("tax.vat_id", "hat nicht die Form, die in "+country+" gilt: schreiben Sie sie wie im Bescheid", "has not the form of "+country+": write it as your tax office does")
	case vatSound[prefix] != nil && !vatSound[prefix](rest):
		findings.add("tax.vat_id", "hat eine falsche Prüfziffer: vergleichen Sie jede Stelle mit dem Bescheid", "has a wrong check digit: compare every digit with the letter of your tax office")
	}
}

// taxDigits is how many digits a tax number has: in Germany that of a tax office (10 or 11), that of all Germany (13) or the
// identification number (11); in Austria nine.
var taxDigits = map[string][]int{"DE": {10, 11, 13}, "AT": {9}}

func (a Application) checkTaxNumber(findings *Findings) {
	counts, known := taxDigits[a.Address.Country]
	if !known || a.Tax.Number == "" {
		return
	}
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" /-.", r) {
			return -1
		}
		return r
	}, a.Tax.Number)
	for _, count := range counts {
		if len(digits) == count && strings.Trim(digits, "0123456789") == "" {
			return
		}
	}
	findings.add("tax.tax_number", "ist keine Steuernummer aus "+a.Address.Country+": "+hints["tax.tax_number"].german, "is no tax number of "+a.Address.Country+": "+hints["tax.tax_number"].english)
}

func itoa(n int) string { return strconv.Itoa(n) }
