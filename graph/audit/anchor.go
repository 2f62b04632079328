package audit

import (
	"bytes"
	"encoding/json"
	"time"

	"upline/internal/fault"
)

// Anchor fixes the heads of all stripes at one time. Its bytes go where nobody can alter them, daily or more often; so do all
// entries up to the heads become unalterable unseen.
type Anchor struct {
	Form     string    `json:"form"`     // anchorForm
	No       int64     `json:"no"`       // from 1, without gaps
	At       time.Time `json:"at"`       // microseconds, UTC: what was recorded up to then is under the heads, and nothing else
	Previous Hash      `json:"previous"` // of the bytes of the anchor before; empty: it is the first
	Heads    []Head    `json:"heads"`    // of the stripes 0 to Stripes-1
}

const anchorForm = "upline audit anchor 1"

// AnchorRef names an anchor. The database remembers the latest.
type AnchorRef struct {
	No   int64 `json:"no"`   // 0: there is none
	Hash Hash  `json:"hash"` // the SHA-256 of its bytes, as sha256sum prints it
}

// NextAnchor makes the anchor that follows previous, which is nil for the first one. The heads are those of all stripes in their
// order, read at the time at while all of them are locked: then everything recorded up to at is committed, and whatever comes later
// is recorded later.
//
// Errors: Invalid when a stripe or a time is not as it should be; Conflict when a stripe has gone back behind the previous anchor:
// entries are missing, and the chain must be verified.
func NextAnchor(previous *Anchor, at time.Time, heads []Head) (*Anchor, error) {
	a := &Anchor{Form: anchorForm, No: 1, At: at.UTC(), Heads: make([]Head, len(heads))}
	for i, h := range heads {
		h.Recorded = h.Recorded.UTC()
		a.Heads[i] = h
	}
	if previous != nil {
		a.No, a.Previous = previous.No+1, previous.Ref().Hash
	}
	if err := a.check(); err != nil {
		return nil, err
	}
	if previous != nil {
		if problem := a.follows(previous); problem != "" {
			return nil, fault.Conflictf(op, "anchor %d cannot be made: %s", a.No, problem)
		}
	}
	return a, nil
}

// Bytes are what is stored: compact JSON, its fields in the order of the struct.
func (a *Anchor) Bytes() []byte {
	content, err := json.Marshal(a)
	if err != nil { // a year beyond 9999, which check refuses
		panic(err)
	}
	return content
}

// Ref names the anchor, by the hash of its bytes.
func (a *Anchor) Ref() AnchorRef { return AnchorRef{a.No, hashOf(a.Bytes())} }

// ParseAnchor reads what Bytes has written.
//
// Errors: Invalid when it is not what Bytes writes, to the byte.
func ParseAnchor(content []byte) (*Anchor, error) {
	var a Anchor
	if err := json.Unmarshal(content, &a); err != nil {
		return nil, fault.Invalidf(op, "this is no anchor: %v", err)
	}
	if err := a.check(); err != nil {
		return nil, err
	}
	if !bytes.Equal(a.Bytes(), content) {
		return nil, fault.Invalidf(op, "anchor %d is not written as anchors are: compact, its fields in order, none of them unknown", a.No)
	}
	return &a, nil
}

// check refuses what is wrong with an anchor by itself.
func (a *Anchor) check() error {
	switch {
	case a.Form != anchorForm:
		return fault.Invalidf(op, "the anchor has the form %q: this program knows %q", a.Form, anchorForm)
	case a.No < 1 || (a.No == 1) != (a.Previous == "") || (a.Previous != "" && !a.Previous.valid()):
		return fault.Invalidf(op, "anchor %d names %q as the one before: the first is 1 and names none, every other one names a hash", a.No, a.Previous)
	case !wholeTime(a.At):
		return fault.Invalidf(op, "anchor %d is of %v: give whole microseconds of the years 1 to 9999", a.No, a.At)
	case len(a.Heads) != Stripes:
		return fault.Invalidf(op, "anchor %d has %d heads: give one for each of the %d stripes", a.No, len(a.Heads), Stripes)
	}
	for i, h := range a.Heads {
		empty := h.No == 0 && h.Hash == "" && h.Recorded.IsZero()
		switch {
		case h.Stripe != i:
			return fault.Invalidf(op, "anchor %d has stripe %d where stripe %d should be: give them in their order", a.No, h.Stripe, i)
		case !empty && (h.No < 1 || !h.Hash.valid() || !wholeTime(h.Recorded)):
			return fault.Invalidf(op, "anchor %d has a head of stripe %d with number %d, hash %q and time %v: give all three, or none", a.No, i, h.No, h.Hash, h.Recorded)
		case h.Recorded.After(a.At):
			return fault.Invalidf(op, "anchor %d is of %v, but the head of stripe %d was recorded at %v: read the heads first, under their locks", a.No, a.At, i, h.Recorded)
		}
	}
	return nil
}

// wholeTime reports whether a time can be written in canonical form.
func wholeTime(at time.Time) bool {
	year := at.UTC().Year()
	return !at.IsZero() && at.Equal(at.Truncate(time.Microsecond)) && year >= 1 && year <= 9999
}

// follows says why an anchor cannot come after another one; empty: it can.
func (a *Anchor) follows(previous *Anchor) string {
	ref := previous.Ref()
	switch {
	case a.No != previous.No+1:
		return sprint("it comes after anchor %d, so that those between are missing, or they stand in another order.", previous.No)
	case a.Previous != ref.Hash:
		return sprint("it was made after an anchor %d with the hash %s, but that one has %s now.", previous.No, a.Previous.short(), ref.Hash.short())
	case !a.At.After(previous.At):
		return sprint("its time, %s, is not after %s, that of the anchor before.", form(a.At), form(previous.At))
	}
	for i, h := range a.Heads {
		old := previous.Heads[i]
		if h.No < old.No || (h.No == old.No && h.Hash != old.Hash) {
			return sprint("stripe %d ends with entry %d (%s), but ended with entry %d (%s) in the anchor before: what is anchored has been taken away or altered.",
				i, h.No, h.Hash.short(), old.No, old.Hash.short())
		}
	}
	return ""
}
