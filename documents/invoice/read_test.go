package invoice_test

import (
	"errors"
	"maps"
	"os"
	"strings"
	"testing"

	"upline/documents/creditnote"
	"upline/documents/invoice"
	"upline/documents/paper"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

func ubl(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile("testdata/ubl.xml")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// cii is a credit note as we write it.
func cii(t testing.TB) []byte {
	t.Helper()
	head, err := paper.Default()
	if err != nil {
		t.Fatal(err)
	}
	day, _ := period.ParseDay("2026-12-05")
	file, err := creditnote.Note{
		Number: "G-2026-000001", Kind: creditnote.Credit, Language: "de", Issued: day, From: day, Through: day, Currency: "EUR", Scale: 2,
		Partner: creditnote.Party{ID: "P-1", Name: "Ätna & Söhne", Street: "Ring 1", PostalCode: "1010", City: "Wien", Country: "AT", VATID: "ATU13585627", TaxNumber: "12-345"},
		Status:  creditnote.Foreign, Items: []creditnote.Item{{Name: "Stufenbonus", Amount: 12345}},
	}.XML(head, creditnote.EN16931)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestBothSyntaxes(t *testing.T) {
	november, _ := period.ParseDay("2026-11-20")
	december, _ := period.ParseDay("2026-12-05")
	for _, c := range []struct {
		file []byte
		want invoice.Invoice
	}{
		{ubl(t), invoice.Invoice{
			Syntax: invoice.UBL, Kind: "380", Number: "LIEF/2026-77", Issued: november, Dated: true, Currency: "EUR", Reference: "Einkauf & Lager",
			Seller: invoice.Party{ID: "K-9", Name: "Tüten-Maier", VATID: "DE136695976"}, Buyer: invoice.Party{Name: "Muster Vertriebs GmbH"},
			Totals: map[invoice.Total]money.Amount{invoice.Net: 10000, invoice.Tax: 1900, invoice.Gross: 11900}, // what is due has a third place
		}},
		{cii(t), invoice.Invoice{
			Syntax: invoice.CII, Kind: "389", Number: "G-2026-000001", Issued: december, Dated: true, Currency: "EUR", Reference: "P-1",
			Seller: invoice.Party{ID: "P-1", Name: "Ätna & Söhne", VATID: "ATU13585627"}, Buyer: invoice.Party{Name: "Muster Vertriebs GmbH", VATID: "DE123456789"},
			Totals: map[invoice.Total]money.Amount{invoice.Net: 12345, invoice.Tax: 0, invoice.Gross: 12345, invoice.Due: 12345},
		}},
	} {
		got, err := invoice.Read(c.file)
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(got.Totals, c.want.Totals) {
			t.Errorf("%s: totals are %v, not %v", c.want.Number, got.Totals, c.want.Totals)
		}
		got.Totals, c.want.Totals = nil, nil
		if got.Seller != c.want.Seller || got.Buyer != c.want.Buyer || got.Number != c.want.Number || got.Kind != c.want.Kind || got.Syntax != c.want.Syntax ||
			got.Issued != c.want.Issued || got.Dated != c.want.Dated || got.Currency != c.want.Currency || got.Reference != c.want.Reference {
			t.Errorf("read %+v, not %+v", got, c.want)
		}
	}
}

func TestWhatNoHonestFileContainsIsRefused(t *testing.T) {
	sound := string(ubl(t))
	nested := func(levels int) string {
		at := strings.Index(sound, "<CustomizationID>")
		return sound[:at] + strings.Repeat("<a>", levels) + strings.Repeat("</a>", levels) + sound[at:]
	}
	if _, err := invoice.Read([]byte(nested(63))); err != nil { // and the root: 64
		t.Errorf("64 levels are refused: %v", err)
	}
	if _, err := invoice.Read([]byte("\ufeff" + sound)); err != nil {
		t.Errorf("a byte order mark is refused: %v", err)
	}
	for name, file := range map[string]string{
		"empty":              "",
		"text":               "Rechnung",
		"deep":               nested(64),
		"document type":      strings.Replace(sound, "<inv:Invoice", `<!DOCTYPE a [<!ENTITY b "c">]><inv:Invoice`, 1),
		"entity":             strings.Replace(sound, "LIEF", "&b;", 1),
		"after the root":     sound + "<a/>",
		"text after":         sound + "a",
		"a second root":      sound + sound[strings.Index(sound, "<inv:"):],
		"cut":                sound[:len(sound)-20],
		"crossed":            strings.Replace(sound, "</IssueDate>", "</ID>", 1),
		"closed twice":       sound + "</inv:Invoice>",
		"another namespace":  strings.Replace(sound, "Invoice-2\"", "Order-2\"", 1),
		"another root":       strings.ReplaceAll(sound, "inv:Invoice", "inv:Order"),
		"another encoding":   strings.Replace(sound, "UTF-8", "UTF-16", 1),
		"letters of Latin-1": strings.Replace(sound, "ü", "\xfc", 1),
	} {
		_, err := invoice.Read([]byte(file))
		var refused *fault.Error
		if !errors.As(err, &refused) || refused.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := invoice.Read(make([]byte, invoice.MaxSize+1)); err == nil {
		t.Error("a file over the limit is read")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(ubl(f))
	f.Add(cii(f))
	f.Fuzz(func(t *testing.T, file []byte) {
		i, err := invoice.Read(file)
		var refused *fault.Error
		if err != nil && (!errors.As(err, &refused) || refused.Kind != fault.Invalid) {
			t.Fatalf("an error of another kind: %v", err)
		}
		if err == nil && i.Syntax == "" {
			t.Fatal("read, but in no syntax")
		}
	})
}
