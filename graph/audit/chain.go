package audit

import (
	"crypto/rand"
	"maps"
	"slices"
	"time"

	"upline/internal/fault"
)

// Head is where the chain of a stripe ends. The stripe keeps it, and is locked while it is read and moved on.
type Head struct {
	Stripe   int       `json:"stripe"`
	No       int64     `json:"no"`                // of the last entry; 0: there is none
	Hash     Hash      `json:"hash"`              // of it; empty: there is none
	Recorded time.Time `json:"recorded,omitzero"` // of it; zero: there is none
}

// Record is an entry as it is kept. The database keeps the texts, and beside them whatever it searches by; who shows an entry reads
// the texts, since only they are verified.
type Record struct {
	Text     string   // of the entry
	Previous Hash     // of the entry before; empty: it is the first
	Hash     Hash     // of the entry, with all before it
	Bodies   []string // the texts of the bodies, in the order of the details; empty: it is not there
}

// Append puts an entry at the end of the chain: it sets Stripe and No, adds to Fields, draws a salt and makes the digest for each
// detail, and moves the head on. Call it within the transaction that has read the head, and keep both what it returns and the
// head there. A transaction that runs again begins with the head that it reads then, and an entry made anew.
//
// Errors: Invalid when the entry lacks something or has what cannot be kept; Internal when it was recorded before the one before
// it. The head stays as it was.
func (h *Head) Append(e *Entry) (Record, error) {
	if err := e.check(); err != nil {
		return Record{}, err
	}
	if e.Recorded.Before(h.Recorded) {
		return Record{}, fault.Internalf(op, "the entry of %q is recorded at %s, before the last one of stripe %d, at %s: take the time under the stripe's lock",
			e.Operation, e.Recorded.UTC().Format(timeForm), h.Stripe, h.Recorded.UTC().Format(timeForm))
	}
	e.Stripe, e.No, e.Recorded = h.Stripe, h.No+1, e.Recorded.UTC()
	e.Fields = e.fields()
	record := Record{Previous: h.Hash}
	for i := range e.Details {
		d := &e.Details[i]
		if d.Body == nil {
			d.Body = &Body{}
		}
		_, _ = rand.Read(d.Body.Salt[:]) // it never fails
		text := d.Body.Text()
		d.Digest = hashOf([]byte(text))
		record.Bodies = append(record.Bodies, text)
	}
	record.Text = e.Text()
	record.Hash = record.hash()
	*h = Head{h.Stripe, e.No, record.Hash, e.Recorded}
	return record, nil
}

// hash computes the hash that the record should have.
func (r *Record) hash() Hash { return hashOf(r.appendTo(nil)) }

// appendTo writes what the hash covers.
func (r *Record) appendTo(to []byte) []byte {
	return appendText(appendText(appendText(to, chainForm), string(r.Previous)), r.Text)
}

// Entry reads the entry with those of its bodies that are there. It does not verify.
//
// Errors: Invalid when a text is not in canonical form, or there are more bodies than details.
func (r *Record) Entry() (Entry, error) {
	e, err := ParseEntry(r.Text)
	if err != nil {
		return e, err
	}
	if len(r.Bodies) > len(e.Details) {
		return e, fault.Invalidf(op, "entry %d of stripe %d has %d details, but %d bodies", e.No, e.Stripe, len(e.Details), len(r.Bodies))
	}
	for i, text := range r.Bodies {
		if text == "" {
			continue
		}
		if e.Details[i].Body, err = ParseBody(text); err != nil {
			return e, err
		}
	}
	return e, nil
}

// fields are the names of all that was changed or looked at, sorted.
func (e *Entry) fields() []string {
	names := slices.Clone(e.Fields)
	for _, d := range e.Details {
		if d.Body != nil {
			names = slices.AppendSeq(slices.AppendSeq(names, maps.Keys(d.Body.Before)), maps.Keys(d.Body.After))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
