package creditnote

import (
	"upline/internal/money"
	"upline/internal/period"
)

// Kind is what a note is (UNTDID 1001).
type Kind string

// Kinds of notes.
const (
	Credit     Kind = "389" // a self-billed invoice: Gutschrift
	Correction Kind = "384" // a corrected one
)

// Note is a credit note, or its correction.
type Note struct {
	Number   string
	Kind     Kind
	Language string // of the letterhead
	Issued   period.Day
	From     period.Day // of what it settles
	Through  period.Day
	Currency string // ISO 4217
	Scale    int    // decimal places of an amount, at most 2 (BR-DEC)

	Partner   Party
	Status    TaxStatus // on the days that it settles
	Reference string    // by which the company finds it again, such as the run (BT-10); the partner's number if empty
	Items     []Item
	Preceding []Reference // what it corrects, or takes something back of
	Reason    string      // of a correction, in words
	Payment   Payment
}

// Item is what is credited for one bonus.
type Item struct {
	Name     string
	Count    int // of the lines in it; 0 says nothing
	Amount   money.Amount
	Reversal bool // it takes back what an earlier note credited
}

// Reference is another note.
type Reference struct {
	Number string
	Issued period.Day
}

// Payment is what follows from a note: gross amount and entries are paid out, or carried on. It is no part of the remuneration.
type Payment struct {
	Entries []Entry
	Payout  money.Amount // 0: none this month
	IBAN    string       // of the partner
	BIC     string       // may be empty
	Due     period.Day
}

// Entry is an amount that is added, or taken off if it is negative.
type Entry struct {
	Kind   EntryKind
	About  string // of another note: its number
	Amount money.Amount
}

// EntryKind says what an entry is: the last part of the key of its text.
type EntryKind string

// Kinds of entries.
const (
	Carried   EntryKind = "carried"    // balance of the settlement before
	Withheld  EntryKind = "withheld"   // reserve for cancellations
	Released  EntryKind = "released"   // reserve that is no longer needed
	OtherNote EntryKind = "other_note" // gross amount of another note that is paid together with this one
)

// Totals are the sums of a note.
type Totals struct {
	Net   money.Amount // BT-106 and BT-109: there are no allowances and charges
	Tax   money.Amount // BT-110 and BT-117
	Gross money.Amount // BT-112 and BT-115
	Open  money.Amount // gross and entries less payout: what is carried on
}

// Totals returns the sums: of items exactly, and the tax of their sum, rounded once, halves away from zero.
//
// Errors: Invalid when they do not fit, or status and partner do not.
func (n Note) Totals() (Totals, Treatment, error) {
	treatment, err := Tax(n.Status, n.Partner)
	if err != nil {
		return Totals{}, Treatment{}, err
	}
	var t Totals
	fits := true
	add := func(to *money.Amount, amount money.Amount) {
		sum, ok := to.Plus(amount)
		*to, fits = sum, fits && ok
	}
	for _, item := range n.Items {
		add(&t.Net, item.Amount)
	}
	tax, ok := money.Rule{Scale: n.Scale, Rounding: money.HalfUp}.PercentOfAmount(t.Net, treatment.Rate)
	t.Tax, fits = tax, fits && ok
	add(&t.Gross, t.Net)
	add(&t.Gross, t.Tax)
	add(&t.Open, t.Gross)
	for _, entry := range n.Payment.Entries {
		add(&t.Open, entry.Amount)
	}
	add(&t.Open, -n.Payment.Payout)
	if !fits {
		return Totals{}, Treatment{}, overflown()
	}
	return t, treatment, nil
}

// TakenBack returns the correction that takes all of a note back, as it was taxed. Nothing is paid by it.
func (n Note) TakenBack(number string, issued period.Day, reason string) Note {
	back := n
	back.Number, back.Kind, back.Issued, back.Reason = number, Correction, issued, reason
	back.Preceding, back.Payment = []Reference{{n.Number, n.Issued}}, Payment{}
	back.Items = make([]Item, len(n.Items))
	for i, item := range n.Items {
		item.Amount, item.Reversal = -item.Amount, !item.Reversal
		back.Items[i] = item
	}
	return back
}
