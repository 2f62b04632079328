package audit

import (
	"fmt"
	"time"
)

// Finding is one thing that is not as it was written.
type Finding struct {
	What      What      `json:"what"`
	Stripe    int       `json:"stripe"`              // NoStripe: of an anchor
	No        int64     `json:"no"`                  // of the entry, or the anchor; of several: the first
	Recorded  time.Time `json:"recorded,omitzero"`   // of the entry, or of the one before what is missing; zero: not known
	Operation string    `json:"operation,omitempty"` // of the entry or its receipt; empty: not known
	Text      string    `json:"text"`                // what is wrong and what it means, in sentences
}

// NoStripe stands for the stripe of what belongs to all of them.
const NoStripe = -1

// What is a kind of findings.
type What string

// The kinds of findings.
const (
	Unreadable     What = "unreadable"      // an entry or an anchor is not in the form that was written
	Changed        What = "changed"         // an entry is not the one that was written
	Missing        What = "missing"         // entries between others are not there
	Added          What = "added"           // an entry is there that no head, number or receipt knows
	Disordered     What = "disordered"      // an entry stands in the wrong place, or its time does
	Truncated      What = "truncated"       // the newest entries are not there
	Rewritten      What = "rewritten"       // entries agree with each other, but not with what was kept elsewhere
	DetailsChanged What = "details changed" // a body is not the one that was written
	DetailsMissing What = "details missing" // a body is not there, and no erasure names it
	NotErased      What = "not erased"      // an erasure names a body that is still there, or never was
	Unreceipted    What = "unreceipted"     // an entry and the receipt of its change do not agree
	AnchorBroken   What = "anchor broken"   // anchors do not follow each other
)

// String is the finding in one line: where, and what.
func (f Finding) String() string {
	where := sprint("stripe %d, entry %d", f.Stripe, f.No)
	if f.Stripe == NoStripe {
		where = sprint("anchor %d", f.No)
	}
	if !f.Recorded.IsZero() {
		where += ", " + form(f.Recorded)
	}
	if f.Operation != "" {
		where += sprint(", %q", f.Operation)
	}
	return where + ": " + string(f.What) + ": " + f.Text
}

func sprint(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func form(at time.Time) string { return at.UTC().Format(timeForm) }

// span names one entry or several, with the verb that belongs to them.
func span(from, through int64, one, several string) string {
	if from == through {
		return sprint("Entry %d %s", from, one)
	}
	return sprint("Entries %d to %d %s", from, through, several)
}
