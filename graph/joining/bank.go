package joining

import "strings"

// ibanLengths are the lengths of IBANs by country, check digits and country included (ISO 13616 registry of SWIFT).
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28,
	"CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
	"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28,
	"IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
	"LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
	"NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
	"SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26,
	"UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}

// checkBank checks the IBAN. The libraries that there are lag behind the registry by years, and the rule is short.
func (a Application) checkBank(findings *Findings) {
	iban := a.Bank.IBAN
	if iban == "" {
		return // found by its tag
	}
	length, known := ibanLengths[iban[:min(2, len(iban))]]
	switch {
	case !known:
		findings.add("bank.iban", "beginnt mit keinem Land, das IBANs vergibt: schreiben Sie etwa DE89 3704 0044 0532 0130 00", "begins with no country that gives out IBANs: write one such as DE89 3704 0044 0532 0130 00")
	case len(iban) != length:
		findings.add("bank.iban", lengthWords(iban[:2], length).german, lengthWords(iban[:2], length).english)
	case !ibanSound(iban):
		findings.add("bank.iban", "hat falsche Prüfziffern: vergleichen Sie jede Stelle mit Ihrer Karte", "has wrong check digits: compare every digit with your card")
	}
}

func lengthWords(country string, length int) wording {
	n := itoa(length)
	return wording{"hat nicht die Länge, die in " + country + " gilt: schreiben Sie " + n + " Zeichen", "has not the length of " + country + ": write " + n + " characters"}
}

// ibanSound checks the check digits (ISO 7064 MOD 97-10): the first four characters moved to the end, letters read as 10 to 35, the
// number is 1 modulo 97.
func ibanSound(iban string) bool {
	rest := 0
	for _, r := range iban[4:] + iban[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1 && strings.Trim(iban[2:4], "0123456789") == ""
}
