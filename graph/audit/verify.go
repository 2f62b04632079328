package audit

import (
	"iter"
	"time"
)

// Kept is everything that verification compares, as it is kept, whether or not it can still be read. Only Entries is needed; but
// what is left out finds nothing (see the package's comment).
type Kept struct {
	// Entries are the records of a stripe, in the order of the numbers that the database keeps beside them.
	Entries func(stripe int) iter.Seq2[Record, error]
	// Heads are those that the stripes keep; nil: they are not compared. A stripe that is not among them should be empty. Read them
	// first: entries that come to a stripe after its head was read must not be given.
	Heads []Head
	// Anchors are their bytes, in the order of their numbers, from 1.
	Anchors [][]byte
	// Latest is the latest anchor that the database remembers; nil: it is not compared.
	Latest *AnchorRef
	// Receipts are those of a stripe, in the order of their first entries; nil: they are not compared.
	Receipts func(stripe int) iter.Seq2[Receipt, error]
	// Published are heads that somebody else has kept, in any order.
	Published []Head
}

// Summary is what a verification has seen.
type Summary struct {
	Entries    int64     `json:"entries"`
	Details    int64     `json:"details"`
	Erased     int64     `json:"erased"` // of the details: not there, with proof
	Receipts   int64     `json:"receipts"`
	Anchors    int64     `json:"anchors"`
	AnchoredAt time.Time `json:"anchored_at,omitzero"` // the time of the latest anchor; zero: there is none
	Unanchored int64     `json:"unanchored"`           // entries since: what a forger of the whole database could still rewrite
	Findings   int64     `json:"findings"`
}

// Verify reads everything once, stripe by stripe, and reports all that is not as it was written: an entry that was edited, deleted,
// inserted or moved; entries cut off at the end; a body that was edited, or that is gone without an erasure that names it. It goes
// on after a finding, so that report is called for each one, in the order of the stripes; anchors come first, erasures last.
//
// It keeps no entries: memory is for the anchors (some 2 kB each) and the erased details (some 100 bytes each).
//
// Errors: those of the iterators, which end it. What cannot be read as an entry is no error, but a finding.
func Verify(kept Kept, report func(Finding)) (Summary, error) {
	v := &verifier{kept: kept, report: report, people: map[string]int32{}, erasures: map[erased]*proof{}}
	marks := v.anchors()
	for i := range Stripes {
		s := &stripeCheck{v: v, stripe: i, next: 1, marks: marks[i]}
		if err := s.verify(); err != nil {
			return v.summary, err
		}
	}
	v.unproven()
	return v.summary, nil
}

// verifier is one verification.
type verifier struct {
	kept     Kept
	report   func(Finding)
	summary  Summary
	people   map[string]int32 // a number for each person of an erasure
	erasures map[erased]*proof
	scratch  []byte
}

func (v *verifier) find(f Finding) {
	v.summary.Findings++
	v.report(f)
}

// hash is that of a record, made without garbage.
func (v *verifier) hash(r *Record) Hash {
	v.scratch = r.appendTo(v.scratch[:0])
	return hashOf(v.scratch)
}
