package audit

import (
	"encoding/hex"
	"strings"
)

// The forms, with their versions. A change of a form takes a new version, and reads the old ones.
const (
	entryForm = "upline audit entry 1"
	bodyForm  = "upline audit body 1"
	chainForm = "upline audit chain 1"
)

// Text is the entry in canonical form (see canon.go), without the bodies of its details: what its hash covers.
func (e *Entry) Text() string { return string(e.appendTo(nil)) }

func (e *Entry) appendTo(to []byte) []byte {
	to = appendText(to, entryForm)
	to = appendNumber(appendNumber(to, int64(e.Stripe)), e.No)
	to = appendTime(to, e.Recorded)
	for _, text := range [...]string{e.Receipt, string(e.Actor.Kind), e.Actor.ID, e.Session, e.Operation, e.Kind, e.Key} {
		to = appendText(to, text)
	}
	to = appendTexts(to, e.Fields)
	to = e.Erasure.appendTo(to)
	to = appendNumber(to, int64(len(e.Details)))
	for i := range e.Details {
		to = appendText(appendText(to, e.Details[i].Subject), string(e.Details[i].Digest))
	}
	return to
}

// appendTo writes an erasure as a list of one, or of none.
func (e *Erasure) appendTo(to []byte) []byte {
	if e == nil {
		return appendNumber(to, 0)
	}
	to = appendText(appendText(appendNumber(to, 1), e.Person), e.Ground)
	to = appendNumber(to, int64(len(e.Entries)))
	for _, ref := range e.Entries {
		to = appendNumber(appendNumber(to, int64(ref.Stripe)), ref.No)
	}
	return to
}

// ParseEntry reads what Text has written. Details have no bodies.
//
// Errors: Invalid when it is not in canonical form.
func ParseEntry(text string) (Entry, error) {
	r := &reader{rest: text}
	r.literal(entryForm)
	e := Entry{Stripe: r.stripe(), No: r.number(1), Recorded: r.time(), Receipt: r.text()}
	e.Actor = Actor{ActorKind(r.text()), r.text()}
	if r.err == nil && strings.Contains(string(e.Actor.Kind), ":") {
		r.refuse("the actor's kind %.40q has a colon", string(e.Actor.Kind))
	}
	e.Session, e.Operation, e.Kind, e.Key = r.text(), r.text(), r.text(), r.text()
	e.Fields = r.texts()
	e.Erasure = r.erasure()
	if n := r.count(len("0:") + len("64:") + 64); n > 0 {
		e.Details = make([]Detail, n)
	}
	for i := range e.Details {
		e.Details[i] = Detail{Subject: r.text(), Digest: r.hash()}
	}
	return e, r.end()
}

func (r *reader) stripe() int {
	n := r.number(0)
	if r.err == nil && n >= Stripes {
		r.refuse("there is no stripe %d: they go from 0 to %d", n, Stripes-1)
	}
	return int(n)
}

func (r *reader) erasure() *Erasure {
	switch n := r.number(0); {
	case r.err != nil || n == 0:
		return nil
	case n > 1:
		r.refuse("an entry is at most one erasure, not %d", n)
		return nil
	}
	e := &Erasure{Person: r.text(), Ground: r.text()}
	for range r.count(len("1:01:1")) {
		ref := Ref{r.stripe(), r.number(1)}
		if n := len(e.Entries); r.err == nil && n > 0 && !e.Entries[n-1].before(ref) {
			r.refuse("entry %d of stripe %d does not stand in order", ref.No, ref.Stripe)
		}
		e.Entries = append(e.Entries, ref)
	}
	return e
}

// Text is the body in canonical form: what its digest covers, and what is kept.
func (b *Body) Text() string {
	to := appendText(appendText(nil, bodyForm), hex.EncodeToString(b.Salt[:]))
	to = appendText(appendText(to, b.From), b.Reason)
	return string(appendMap(appendMap(to, b.Before), b.After))
}

// ParseBody reads what Text has written.
//
// Errors: Invalid when it is not in canonical form.
func ParseBody(text string) (*Body, error) {
	r := &reader{rest: text}
	r.literal(bodyForm)
	b := &Body{Salt: r.salt(), From: r.text(), Reason: r.text()}
	b.Before, b.After = r.values(), r.values()
	if err := r.end(); err != nil {
		return nil, err
	}
	return b, nil
}
