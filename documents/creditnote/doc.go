// Package creditnote writes self-billed credit notes: the Gutschrift of § 14 (2) UStG, by which the company settles what partners
// brokered for it, as ZUGFeRD (Factur-X): a PDF/A-3 for people, with the same as XML for programs, after EN 16931.
//
//	earnings, statuses ── Split ──▶ Part ─┐
//	partner, status    ── Tax ────▶ Treatment ─▶ Note ── XML ──▶ factur-x.xml
//	number             ── NumberRange ────┘       └──── Draw ─▶ PDF/A-3b with that file in it
//
// Roles. The seller is who performs: the partner. The buyer is the company, which also issues the note: this is all that the type
// code 389 (self-billed invoice) says, and EN 16931 has no third place for the issuer. So the seller's tax numbers, address and
// account are the partner's, and the number of the note comes from a range of the company's.
//
// Taxes are by the partner's status on the day of each earning (Split). Earnings of different statuses are different notes: an
// exempt one must not show VAT, and one out of scope must not even name VAT ids. A reversal carries the day of what it takes back,
// since that was taxed as of then (§ 17 UStG).
//
// Negative amounts. A reversal is an item of its own with a negative quantity, in the note of the month in which it happened
// (§ 17 (1) UStG). A credit note's total is never negative, since nobody is credited less than nothing: when more is
// taken back than was earned, the note is a correction (384) that names the notes whose earnings it takes back. It demands no
// payment; what is owed is carried to the next settlement. An invoice to the partner would be wrong: the company performs nothing.
//
// Corrections (384) say the difference, never the whole anew: what was posted stays, and all notes of a partner add up. Who had the
// wrong tax treatment gets a note taken back as it was (TakenBack), and another one.
//
// Reserve. What is withheld until orders can no longer be cancelled is part of the remuneration and taxed with it: not an allowance
// (BG-20), which would lower the base, nor a prepayment (BT-113), since nobody has got it. It stands below the total, in the
// settlement, and in the terms of payment (BT-20).
//
// One currency, amounts in its smallest unit, tax rounded once for the note (BR-S-09, BR-CO-17). What does not fit is an error.
//
// The law is Germany's, of companies that are established there.
package creditnote
