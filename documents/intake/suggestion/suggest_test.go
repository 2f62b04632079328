package suggestion_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/intake"
	"upline/documents/intake/cover"
	"upline/documents/intake/suggestion"
)

// book knows some partners, and whose orders are.
type book struct {
	partners map[string]string
	orders   map[string]string
	err      error
}

func (b book) Partner(number string) (suggestion.Partner, bool, error) {
	name, ok := b.partners[number]
	return suggestion.Partner{Number: number, Name: name}, ok, b.err
}

func (b book) Order(number string) (suggestion.Partner, bool, error) {
	partner, ok := b.orders[number]
	return suggestion.Partner{Number: partner, Name: b.partners[partner]}, ok, b.err
}

func (b book) Named(name string) ([]suggestion.Partner, error) {
	var found []suggestion.Partner
	for number, known := range b.partners {
		if strings.Contains(strings.ToLower(name), strings.ToLower(known)) {
			found = append(found, suggestion.Partner{Number: number, Name: known})
		}
	}
	return found, b.err
}

var known = book{
	partners: map[string]string{"P-4711": "Änne Müller", "P-4712": "Max Huber", "P-4713": "Max Huber", "12": "Zoë Klein"},
	orders:   map[string]string{"O-2026-17": "P-4712"},
}

func TestWhoseDocumentItIs(t *testing.T) {
	sheet := func(s cover.Sheet) *cover.Sheet { return &s }
	for _, c := range []struct {
		what    string
		d       suggestion.Document
		partner string
		reason  string
		class   string
		inbox   bool
	}{
		{"a cover sheet", suggestion.Document{Sheet: sheet(cover.Sheet{Class: "contract", Partner: "P-4711"})}, "P-4711", "cover-sheet", "contract", false},
		{"a cover sheet for nobody", suggestion.Document{Sheet: sheet(cover.Sheet{Class: "contract", Partner: "P-9"})}, "", "", "contract", true},
		{"a cover sheet with an order", suggestion.Document{Sheet: sheet(cover.Sheet{Class: "invoice", Reference: "O-2026-17"})}, "P-4712", "cover-sheet-order", "invoice", false},
		{"a code", suggestion.Document{Text: "Partnervertrag\n", Codes: []cover.Code{{Page: 1, Kind: cover.Code128, Text: "P-4711"}}}, "P-4711", "code", "contract", false},
		{"a code of an order", suggestion.Document{Text: "Lieferschein", Codes: []cover.Code{{Page: 1, Kind: cover.Code128, Text: "O-2026-17"}}}, "P-4712", "code-order", "delivery_note", false},
		{"a number", suggestion.Document{Text: "Kündigung\nPartner-Nr.: P-4711\n"}, "P-4711", "partner-number", "correspondence", false},
		{"a number in English", suggestion.Document{Text: "Partner agreement\nDistributor number P-4711"}, "P-4711", "partner-number", "contract", false},
		{"a number of an order", suggestion.Document{Text: "Rechnung\nRechnungsnummer 7\nBestellnummer: O-2026-17"}, "P-4712", "order-number", "invoice", false},
		{"a number by chance", suggestion.Document{Text: "Rechnung\nam 12 . Mai"}, "", "", "invoice", true},
		{"a name in an address", suggestion.Document{Text: "Frau\nA\u0308nne Müller\nWeg 1\n\nPartnervertrag"}, "P-4711", "name", "contract", true},
		{"a name and a number", suggestion.Document{Text: "Partnervertrag\nÄnne Müller\nPartnernummer P-4711"}, "P-4711", "partner-number", "contract", false},
		{"a name that two have", suggestion.Document{Text: "Partnervertrag\nMax Huber\n"}, "P-4712", "name", "contract", true},
		{"two numbers", suggestion.Document{Text: "Partnervertrag\nPartnernummer P-4711, Partnernummer P-4712"}, "P-4711", "partner-number", "contract", true},
		{"an account statement", suggestion.Document{Type: intake.XML, Form: intake.CAMT, Text: "x"}, "", "", "bank_statement", true},
		{"a credit note", suggestion.Document{Form: intake.CII, Code: "389", Text: "Partnernummer P-4711"}, "P-4711", "partner-number", "credit_note", false},
		{"nothing", suggestion.Document{}, "", "", "", true},
	} {
		got, err := suggestion.Of(c.d, known, suggestion.Settings{})
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		var partner, reason, class string
		if len(got.Partners) > 0 {
			partner, reason = got.Partners[0].Value, got.Partners[0].Reasons[0].Code
		}
		if len(got.Classes) > 0 {
			class = got.Classes[0].Value
		}
		if partner != c.partner || reason != c.reason || class != c.class || got.Inbox != c.inbox {
			t.Errorf("%s: %s by %q, %s, inbox %v; want %s by %q, %s, inbox %v\n%+v", c.what, partner, reason, class, got.Inbox, c.partner, c.reason, c.class, c.inbox, got)
		}
	}
}

func TestACompanySaysHowItsNumbersLook(t *testing.T) {
	s := suggestion.Settings{PartnerNumbers: regexp.MustCompile(`\b[0-9]{2}\b`), Sure: 85}
	got, err := suggestion.Of(suggestion.Document{Text: "Partnervertrag von 12"}, known, s)
	if err != nil || got.Inbox || got.Partners[0].Value != "12" {
		t.Errorf("%+v %v", got, err)
	}
	s.Sure = 86
	if got, err = suggestion.Of(suggestion.Document{Text: "Partnervertrag von 12"}, known, s); err != nil || !got.Inbox {
		t.Errorf("%+v %v", got, err)
	}
}

func TestErrorsOfTheBookComeThrough(t *testing.T) {
	away := errors.New("away")
	for _, d := range []suggestion.Document{
		{Text: "Partnernummer 1"}, {Text: "Auftrag 1"}, {Text: "Max Huber"}, {Sheet: &cover.Sheet{Partner: "x"}}, {Codes: []cover.Code{{Text: "x"}}},
	} {
		if _, err := suggestion.Of(d, book{err: away}, suggestion.Settings{}); !errors.Is(err, away) {
			t.Errorf("%+v: %v", d, err)
		}
	}
}

// Whatever a document says: points are of 100, the surest come first, each has a reason, and only whom the book knows is suggested.
func TestSuggestionsOfAnyText(t *testing.T) {
	words := []string{"Partnernummer", "P-4711", "P-4712", "Auftrag", "O-2026-17", "Max Huber", "Änne", "Müller", "Rechnung", "Kündigung", "\n", "\f", "\xff", ":", "Partner-Nr."}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(words), rapid.String())).Draw(t, "words"), " ")
		got, err := suggestion.Of(suggestion.Document{Text: text}, known, suggestion.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range [][]suggestion.Suggestion{got.Partners, got.Classes} {
			last := 99 // nothing is certain by its text
			for _, s := range list {
				if s.Points > last || s.Points <= 0 || len(s.Reasons) == 0 || len(list) > 5 {
					t.Fatalf("%q: %+v", text, list)
				}
				last = s.Points
			}
		}
		for _, s := range got.Partners {
			if known.partners[s.Value] == "" {
				t.Fatalf("%q suggests %+v", text, s)
			}
		}
		if !got.Inbox && (len(got.Partners) == 0 || got.Partners[0].Points < 75 || got.Classes[0].Points < 75) {
			t.Fatalf("%q: %+v", text, got)
		}
	})
}
