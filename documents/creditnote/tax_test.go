package creditnote_test

import (
	"testing"

	"upline/documents/creditnote"
)

func TestTaxes(t *testing.T) {
	for of, want := range map[string]creditnote.Category{
		"regular": creditnote.Standard, "regular-number": creditnote.Standard, "small": creditnote.Exempt, "small-union": creditnote.Exempt,
		"union": creditnote.ReverseCharge, "greece": creditnote.ReverseCharge, "switzerland": creditnote.ReverseCharge, "belfast": creditnote.ReverseCharge,
		"america": creditnote.ReverseCharge, "private": creditnote.OutOfScope,
	} {
		who := partners[of]
		got, err := creditnote.Tax(who.status, who.partner)
		if err != nil {
			t.Errorf("%s: %v", of, err)
		}
		if got.Category != want || (got.Rate == creditnote.StandardRate) != (want == creditnote.Standard) || (got.Reason == "") != (want == creditnote.Standard) {
			t.Errorf("%s is taxed as %+v, not %s", of, got, want)
		}
	}
}

func TestTaxesThatDoNotFit(t *testing.T) {
	for name, c := range map[string]struct {
		status  creditnote.TaxStatus
		partner creditnote.Party
	}{
		"regular abroad":                  {creditnote.Regular, creditnote.Party{Country: "AT", VATID: "ATU13585627"}},
		"regular without numbers":         {creditnote.Regular, creditnote.Party{Country: "DE"}},
		"small without numbers":           {creditnote.SmallBusiness, creditnote.Party{Country: "DE"}},
		"small in Austria, no EX":         {creditnote.SmallBusiness, creditnote.Party{Country: "AT", VATID: "ATU13585627"}},
		"small in Switzerland":            {creditnote.SmallBusiness, creditnote.Party{Country: "CH", VATID: "CHE123EX"}},
		"foreign at home":                 {creditnote.Foreign, creditnote.Party{Country: "DE", VATID: "DE136695976"}},
		"foreign in the EU, no VAT id":    {creditnote.Foreign, creditnote.Party{Country: "FR", TaxNumber: "123"}},
		"foreign in the EU, another's id": {creditnote.Foreign, creditnote.Party{Country: "FR", VATID: "ATU13585627"}},
		"foreign elsewhere, no number":    {creditnote.Foreign, creditnote.Party{Country: "US"}},
		"no status":                       {"", creditnote.Party{Country: "DE", TaxNumber: "123"}},
	} {
		if got, err := creditnote.Tax(c.status, c.partner); err == nil {
			t.Errorf("%s: taxed as %+v", name, got)
		}
	}
}
