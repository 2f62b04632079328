package creditnote_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/creditnote"
	"upline/documents/invoice"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/papertest"
)

var update = flag.Bool("update", false, "write the XML of testdata anew")

// TestTotalsAreExact compares totals with those of fractions of whatever size; and reads them back from the XML.
func TestTotalsAreExact(t *testing.T) {
	head := papertest.Letterhead(t)
	rapid.Check(t, func(rt *rapid.T) {
		n := note(t, rapid.SampledFrom([]string{"regular", "small", "america", "private"}).Draw(rt, "case"), "de")
		n.Payment, n.Items = creditnote.Payment{}, nil
		n.Kind, n.Preceding = creditnote.Correction, []creditnote.Reference{{Number: "G-1", Issued: n.Issued}}
		net := new(big.Int)
		for range rapid.IntRange(1, 20).Draw(rt, "items") {
			amount := rapid.Int64Range(-1<<50, 1<<50).Draw(rt, "amount")
			n.Items = append(n.Items, creditnote.Item{Name: "Bonus", Amount: money.Amount(amount), Reversal: amount < 0})
			net.Add(net, big.NewInt(amount))
		}
		tax := new(big.Int)
		if n.Status == creditnote.Regular { // (|net| × 19 + 50) / 100, cut off, is rounded with halves away from zero
			tax.Div(tax.Add(tax.Mul(tax.Abs(net), big.NewInt(19)), big.NewInt(50)), big.NewInt(100))
			if net.Sign() < 0 {
				tax.Neg(tax)
			}
		}
		file, err := n.XML(head, creditnote.EN16931)
		if err != nil {
			rt.Fatal(err)
		}
		read, err := invoice.Read(file)
		if err != nil {
			rt.Fatal(err)
		}
		gross := new(big.Int).Add(net, tax).Int64()
		for total, want := range map[invoice.Total]int64{invoice.Net: net.Int64(), invoice.Tax: tax.Int64(), invoice.Gross: gross, invoice.Due: gross} {
			if read.Totals[total] != money.Amount(want) {
				rt.Fatalf("%s is %d, not %d", total, read.Totals[total], want)
			}
		}
	})
}

// TestTakenBackMakesNothing: a note and its taking back add up to nothing, item by item.
func TestTakenBackMakesNothing(t *testing.T) {
	for of := range partners {
		n := note(t, of, "en")
		back := n.TakenBack("G-2026-000124", n.Issued+1, "wrong")
		before, _, err := n.Totals()
		if err != nil {
			t.Fatal(err)
		}
		after, _, err := back.Totals()
		if err != nil {
			t.Fatal(err)
		}
		if before.Net+after.Net != 0 || before.Tax+after.Tax != 0 || before.Gross+after.Gross != 0 {
			t.Errorf("%s: %+v and %+v leave something", of, before, after)
		}
		again := back.TakenBack("G-2026-000125", n.Issued+2, "right after all")
		for i := range n.Items {
			if again.Items[i] != n.Items[i] {
				t.Errorf("%s: taken back twice, item %d is %+v", of, i, again.Items[i])
			}
		}
	}
}

func TestNotesThatAreRefused(t *testing.T) {
	head := papertest.Letterhead(t)
	for name, spoil := range map[string]func(n *creditnote.Note){
		"no number":                  func(n *creditnote.Note) { n.Number = "" },
		"a number for nobody":        func(n *creditnote.Note) { n.Number = strings.Repeat("1", 37) },
		"a kind of invoice":          func(n *creditnote.Note) { n.Kind = "380" },
		"a language nobody speaks":   func(n *creditnote.Note) { n.Language = "xx" },
		"a currency":                 func(n *creditnote.Note) { n.Currency = "euro" },
		"places":                     func(n *creditnote.Note) { n.Scale = 3 },
		"VAT in francs":              func(n *creditnote.Note) { n.Currency = "CHF" },
		"a span":                     func(n *creditnote.Note) { n.From = n.Through + 1 },
		"no name":                    func(n *creditnote.Note) { n.Partner.Name = "" },
		"no street":                  func(n *creditnote.Note) { n.Partner.Street = "" },
		"no items":                   func(n *creditnote.Note) { n.Items = nil },
		"an item without a name":     func(n *creditnote.Note) { n.Items[0].Name = "" },
		"a reversal that gives":      func(n *creditnote.Note) { n.Items[0].Reversal = true },
		"a negative credit note":     func(n *creditnote.Note) { n.Items, n.Payment = n.Items[3:], creditnote.Payment{} },
		"a correction of nothing":    func(n *creditnote.Note) { n.Kind = creditnote.Correction },
		"what comes after precedes":  func(n *creditnote.Note) { n.Preceding = []creditnote.Reference{{Number: "G-1", Issued: n.Issued + 1}} },
		"a payout from the partner":  func(n *creditnote.Note) { n.Payment.Payout = -1 },
		"more than is owed":          func(n *creditnote.Note) { n.Payment.Payout = 156417 },
		"a payout without account":   func(n *creditnote.Note) { n.Payment.IBAN = "" },
		"a payout before it":         func(n *creditnote.Note) { n.Payment.Due = n.Issued - 1 },
		"an entry of its own":        func(n *creditnote.Note) { n.Payment.Entries[0].Kind = "gift" },
		"a sum over 64 bits":         func(n *creditnote.Note) { n.Items[0].Amount, n.Items[1].Amount = 1<<62, 1<<62 },
		"tax that makes it too much": func(n *creditnote.Note) { n.Items = []creditnote.Item{{Name: "A", Amount: 1<<63 - 1}} },
		"what cannot be taken back": func(n *creditnote.Note) {
			n.Status, n.Kind, n.Items, n.Payment = creditnote.Private, creditnote.Correction, []creditnote.Item{{Name: "A", Amount: -1 << 63}}, creditnote.Payment{}
			n.Preceding = []creditnote.Reference{{Number: "G-1", Issued: n.Issued}}
		},
		"a status that does not fit": func(n *creditnote.Note) { n.Status = creditnote.Foreign },
	} {
		n := note(t, "regular", "de")
		spoil(&n)
		var refused *fault.Error
		if _, _, err := creditnote.Draw(head, n, creditnote.EN16931); !errors.As(err, &refused) || refused.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	exact := note(t, "regular", "de")
	exact.Payment.Payout = 156416
	if _, _, err := creditnote.Draw(head, exact, creditnote.EN16931); err != nil {
		t.Errorf("all that is owed is refused: %v", err)
	}
}

func TestXRechnungWantsToReachTheSeller(t *testing.T) {
	for _, spoil := range []func(n *creditnote.Note){
		func(n *creditnote.Note) { n.Partner.Phone = "12" },
		func(n *creditnote.Note) { n.Partner.Email = "lukasz@partner" },
		func(n *creditnote.Note) { n.Partner.PostalCode = "" },
	} {
		n := note(t, "regular", "de")
		spoil(&n)
		if _, err := n.XML(papertest.Letterhead(t), creditnote.EN16931); err != nil {
			t.Errorf("a partner who cannot be reached gets no credit note: %v", err)
		}
		if _, err := n.XML(papertest.Letterhead(t), creditnote.XRechnung); err == nil {
			t.Errorf("XRechnung does without: %+v", n.Partner)
		}
	}
}

// TestTheXML holds the XML of a note to what was looked at, and the same note to the same bytes.
func TestTheXML(t *testing.T) {
	for _, of := range []string{"regular", "switzerland"} {
		file, err := note(t, of, "de").XML(papertest.Letterhead(t), creditnote.XRechnung)
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", of+".xml")
		if *update {
			if err := os.WriteFile(golden, file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(file, want) {
			t.Errorf("%s is no longer what the codec writes: look at it, and run with -update if it is better", golden)
		}
		first, _, err := creditnote.Draw(papertest.Letterhead(t), note(t, of, "de"), creditnote.EN16931)
		if err != nil {
			t.Fatal(err)
		}
		if second, _, _ := creditnote.Draw(papertest.Letterhead(t), note(t, of, "de"), creditnote.EN16931); !bytes.Equal(first, second) {
			t.Errorf("%s: two files of one note differ", of)
		}
	}
}

// TestAnyTextIsWrittenSafely: whatever stands in a name comes back, but for signs that XML does not have.
func TestAnyTextIsWrittenSafely(t *testing.T) {
	head := papertest.Letterhead(t)
	rapid.Check(t, func(rt *rapid.T) {
		n := note(t, "small", "en")
		n.Partner.Name = "N" + rapid.String().Draw(rt, "name") + "."
		file, err := n.XML(head, creditnote.EN16931)
		if err != nil {
			rt.Fatal(err)
		}
		read, err := invoice.Read(file)
		if err != nil {
			rt.Fatal(err)
		}
		var escaped bytes.Buffer
		if err := xml.EscapeText(&escaped, []byte(n.Partner.Name)); err != nil {
			rt.Fatal(err)
		}
		if !strings.Contains(escaped.String(), "\ufffd") && read.Seller.Name != n.Partner.Name {
			rt.Fatalf("%q is read as %q", n.Partner.Name, read.Seller.Name)
		}
	})
}

var keys = regexp.MustCompile(`"(credit_note\.[a-z_]+)"`)

// TestEveryTextIsThere: every key in the code has a text in each language, and every title says Gutschrift.
func TestEveryTextIsThere(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, entry := range []creditnote.EntryKind{creditnote.Carried, creditnote.Withheld, creditnote.Released, creditnote.OtherNote} {
		used["credit_note.entry_"+string(entry)] = true
	}
	for _, source := range sources {
		code, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range keys.FindAllSubmatch(code, -1) {
			used[string(found[1])] = true
		}
	}
	delete(used, "credit_note.entry_")
	if len(used) < 30 {
		t.Fatalf("just %d keys were found in the code", len(used))
	}
	head := papertest.Letterhead(t)
	for _, language := range head.Languages() {
		texts, err := head.Texts(language)
		if err != nil {
			t.Fatal(err)
		}
		for key := range used {
			if !texts.Has(key) {
				t.Errorf("%s has no text %s", language, key)
			}
		}
		for _, title := range []string{"credit_note.title", "credit_note.title_correction"} {
			if !strings.Contains(texts.Say(title), "Gutschrift") {
				t.Errorf("%s: %s does not say Gutschrift", language, title)
			}
		}
	}
}

func BenchmarkNote(b *testing.B) {
	head, n := papertest.Letterhead(b), note(b, "regular", "de")
	for b.Loop() {
		if _, _, err := creditnote.Draw(head, n, creditnote.EN16931); err != nil {
			b.Fatal(err)
		}
	}
}
