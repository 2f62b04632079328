package creditnote_test

import (
	"strings"
	"testing"

	"upline/documents/creditnote"
	"upline/internal/money"
	"upline/internal/papertest"
)

// partners are those of each tax case, as they live and are known to their tax offices.
var partners = map[string]struct {
	status  creditnote.TaxStatus
	partner creditnote.Party
}{
	"regular":        {creditnote.Regular, creditnote.Party{Country: "DE", VATID: "DE136695976", TaxNumber: "12/345/67890"}},
	"regular-number": {creditnote.Regular, creditnote.Party{Country: "DE", TaxNumber: "12/345/67890"}},
	"small":          {creditnote.SmallBusiness, creditnote.Party{Country: "DE", TaxNumber: "12/345/67890"}},
	"small-union":    {creditnote.SmallBusiness, creditnote.Party{Country: "AT", VATID: "ATU12345678EX"}},
	"union":          {creditnote.Foreign, creditnote.Party{Country: "AT", VATID: "ATU13585627"}},
	"greece":         {creditnote.Foreign, creditnote.Party{Country: "GR", VATID: "EL094259216"}},
	"switzerland":    {creditnote.Foreign, creditnote.Party{Country: "CH", VATID: "CHE107787577MWST"}},
	"belfast":        {creditnote.Foreign, creditnote.Party{Country: "GB", VATID: "XI123456789"}},
	"america":        {creditnote.Foreign, creditnote.Party{Country: "US", TaxNumber: "12-3456789"}},
	"private":        {creditnote.Private, creditnote.Party{Country: "DE", TaxNumber: "12 345 678 901"}},
}

// longName has 120 letters, and signs that XML and fonts take notice of.
var longName = strings.Repeat("Müller & Söhne <Łódź> \"GmbH\" ", 5)[:116]

// note is a usual one of a tax case.
func note(t testing.TB, of, language string) creditnote.Note {
	t.Helper()
	who := partners[of]
	partner := who.partner
	partner.ID, partner.Name = "P-000123", "Łukasz Größmann"
	partner.Street, partner.PostalCode, partner.City = "Straße des 17. Juni 135", "10623", "Berlin"
	partner.Phone, partner.Email = "+49 30 7654321", "lukasz@partner.example"
	return creditnote.Note{
		Number: "G-2026-000123", Kind: creditnote.Credit, Language: language, Issued: papertest.Day(t, "2026-12-05"),
		From: papertest.Day(t, "2026-11-01"), Through: papertest.Day(t, "2026-11-30"), Currency: "EUR", Scale: 2,
		Partner: partner, Status: who.status,
		Items: []creditnote.Item{
			{Name: "Stufenbonus", Count: 214, Amount: 123456},
			{Name: "Differenzbonus", Count: 17, Amount: 20001},
			{Name: "Generationsbonus", Count: 1, Amount: 7},
			{Name: "Stufenbonus", Count: 3, Amount: -4711, Reversal: true},
		},
		Payment: creditnote.Payment{
			Entries: []creditnote.Entry{{Kind: creditnote.Carried, Amount: -1200}, {Kind: creditnote.Withheld, Amount: -10000}, {Kind: creditnote.Released, Amount: 2500}},
			Payout:  100000, IBAN: "DE02120300000000202051", BIC: "BYLADEM1001", Due: papertest.Day(t, "2026-12-15"),
		},
	}
}

// edges turn a usual note into one at an edge.
var edges = map[string]func(t testing.TB, n *creditnote.Note){
	"usual": func(testing.TB, *creditnote.Note) {},
	"long": func(_ testing.TB, n *creditnote.Note) {
		n.Partner.Name, n.Partner.City = longName, strings.Repeat("Donaudampfschifffahrtsgesellschaft", 3)
		n.Items[0].Name = strings.Repeat("Bonus für außerordentliche Verdienste ", 4)
		n.Partner.ID = strings.Repeat("P-000123", 4)
	},
	"many": func(_ testing.TB, n *creditnote.Note) {
		for i := range 120 {
			n.Items = append(n.Items, creditnote.Item{Name: "Führungsbonus", Count: i, Amount: money.Amount(i)})
		}
	},
	"zero": func(_ testing.TB, n *creditnote.Note) {
		n.Items = []creditnote.Item{{Name: "Stufenbonus", Count: 1, Amount: 100}, {Name: "Stufenbonus", Count: 1, Amount: -100, Reversal: true}}
		n.Payment = creditnote.Payment{}
	},
	"cent": func(_ testing.TB, n *creditnote.Note) {
		n.Items, n.Payment = []creditnote.Item{{Name: "Stufenbonus", Amount: 1}}, creditnote.Payment{}
	},
	"half": func(_ testing.TB, n *creditnote.Note) { // 19 % of 0.50 are 0.095
		n.Items, n.Payment = []creditnote.Item{{Name: "Stufenbonus", Amount: 50}}, creditnote.Payment{}
	},
	"large": func(_ testing.TB, n *creditnote.Note) {
		n.Items = []creditnote.Item{{Name: "Stufenbonus", Amount: 99_999_999_999_99}}
		n.Payment = creditnote.Payment{Payout: 99_999_999_999_99, IBAN: "DE02120300000000202051", Due: n.Issued}
	},
	"taken-back": func(t testing.TB, n *creditnote.Note) {
		*n = n.TakenBack("G-2026-000200", papertest.Day(t, "2026-12-20"), "Der Steuerstatus war falsch; siehe G-2026-000201.")
	},
	"raised": func(t testing.TB, n *creditnote.Note) {
		n.Kind, n.Preceding = creditnote.Correction, []creditnote.Reference{{Number: "G-2026-000100", Issued: papertest.Day(t, "2026-11-05")}}
	},
	"negative": func(t testing.TB, n *creditnote.Note) { // more was cancelled than earned, of several months
		n.Kind = creditnote.Correction
		n.Items = []creditnote.Item{{Name: "Stufenbonus", Count: 4, Amount: 999}, {Name: "Stufenbonus", Count: 12, Amount: -123456, Reversal: true}}
		n.Preceding = []creditnote.Reference{{Number: "G-2026-000099", Issued: papertest.Day(t, "2026-10-05")}, {Number: "G-2026-000100", Issued: papertest.Day(t, "2026-11-05")}}
		n.Payment = creditnote.Payment{Entries: []creditnote.Entry{{Kind: creditnote.OtherNote, About: "G-2026-000124", Amount: 5000}}}
	},
}
