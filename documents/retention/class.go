// Package retention says how long a document is kept, and by which law: from the end of the calendar year in which it was made, or its
// matter ended, until 31 December of the last year, by German time.
//
//	class ── rule ──▶ years, law, lock ── + time ──▶ term: kept until, locked until
//
// What the law asks for is locked so that nobody can delete it (COMPLIANCE). Where it does not ask, a person may have the right that
// data about them is erased, so that such a lock must not be there. It is pure: no clock, no files.
package retention

import (
	"slices"
	"strings"

	"upline/internal/fault"
)

// op names the operation in errors.
const op = "retention"

// Class is what a document is, as far as it matters for how long it is kept.
type Class string

// The classes.
const (
	Contract       Class = "contract"       // as accepted, with a partner or a supplier
	Statement      Class = "statement"      // what a partner earned, for a run
	CreditNote     Class = "credit_note"    // the self-billed one (§ 14 (2) UStG), and its corrections
	Invoice        Class = "invoice"        // sent or received
	DeliveryNote   Class = "delivery_note"  // sent or received
	Correspondence Class = "correspondence" // letters of business, sent or received
	Identification Class = "identification" // copies of passports, of trade licences
	BankStatement  Class = "bank_statement" // as the bank sent it
	Export         Class = "export"         // made from our data, and can be made again
	Evidence       Class = "evidence"       // what a settlement computed, line by line
	Other          Class = "other"          // what nobody has classed yet
)

// Classes returns all classes, in the order of the table of rules.
func Classes() []Class {
	classes := make([]Class, len(rules))
	for i := range rules {
		classes[i] = rules[i].Class
	}
	return classes
}

// ParseClass reads a class.
//
// Errors: Invalid, with the classes there are.
func ParseClass(text string) (Class, error) {
	if c := Class(text); slices.Contains(Classes(), c) {
		return c, nil
	}
	return "", fault.Invalidf(op, "there is no class %q of documents: write one of %s", text, names())
}

// names lists the classes for a message.
func names() string {
	var all []string
	for _, c := range Classes() {
		all = append(all, string(c))
	}
	return strings.Join(all, ", ")
}
