package creditnote

import (
	"regexp"

	"upline/documents/paper"
	"upline/internal/fault"
)

var (
	numberShape   = regexp.MustCompile(`^[0-9A-Za-z$&%*+\-/_]{1,36}$`)
	countryShape  = regexp.MustCompile(`^[A-Z]{2}$`)
	currencyShape = regexp.MustCompile(`^[A-Z]{3}$`)
)

// reckon checks a note, and returns what follows from it.
func (n Note) reckon(by paper.Company) (Totals, Treatment, error) {
	totals, treatment, err := n.Totals()
	if err != nil {
		return totals, treatment, err
	}
	for _, wrong := range []struct {
		is   bool
		text string
	}{
		{by.Country != home, "the company is established in " + by.Country + ": the law that is known here is that of " + home},
		{by.VATID == "", "the company has no VAT id: write vat_id into the letterhead"},
		{!numberShape.MatchString(n.Number), "the number has up to 36 letters, digits and signs of $&%*+-/_"},
		{n.Kind != Credit && n.Kind != Correction, "the kind is 389 or 384"},
		{!currencyShape.MatchString(n.Currency), "the currency has three capitals"},
		{n.Scale < 0 || n.Scale > 2, "amounts have no more than two decimal places"},
		{treatment.Rate > 0 && n.Currency != "EUR", "German VAT is shown in EUR (§ 16 (6) UStG): settle regular partners in EUR"},
		{n.From > n.Through, "the span ends before it begins"},
		{n.Partner.ID == "" || n.Partner.Name == "" || n.Partner.Street == "" || n.Partner.City == "", "the partner needs number, name and address (§ 14 (4) no. 1 UStG)"},
		{!countryShape.MatchString(n.Partner.Country), "the partner's country has two capitals"},
		{len(n.Items) == 0, "nothing is credited: a month without earnings has a statement, but no credit note"},
		{n.Kind == Credit && totals.Gross < 0, "more is taken back than credited: make it a correction (384)"},
		{n.Kind == Correction && len(n.Preceding) == 0, "a correction names what it corrects (§ 31 (5) UStDV)"},
		{n.Payment.Payout < 0, "the payout is negative: carry the balance on"},
		{n.Payment.Payout > 0 && totals.Open < 0, "more is paid than is owed"},
		{n.Payment.Payout > 0 && n.Payment.IBAN == "", "the payout has no account"},
		{n.Payment.Payout > 0 && n.Payment.Due < n.Issued, "the payout is due before the note is issued"},
	} {
		if wrong.is {
			return totals, treatment, fault.Invalidf(op, "%s: %s", n.Number, wrong.text)
		}
	}
	return totals, treatment, n.checkItems()
}

func (n Note) checkItems() error {
	for i, item := range n.Items {
		if item.Name == "" || (item.Amount > 0 && item.Reversal) {
			return fault.Invalidf(op, "%s: item %d needs a name, and a reversal takes something back", n.Number, i+1)
		}
	}
	for _, preceding := range n.Preceding {
		if preceding.Number == "" || preceding.Issued > n.Issued {
			return fault.Invalidf(op, "%s: what precedes it has a number, and was issued before", n.Number)
		}
	}
	for _, entry := range n.Payment.Entries {
		switch entry.Kind {
		case Carried, Withheld, Released, OtherNote:
		default:
			return fault.Invalidf(op, "%s: %q is no entry: write carried, withheld, released or other_note", n.Number, entry.Kind)
		}
	}
	return nil
}
