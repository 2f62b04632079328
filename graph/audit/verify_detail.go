package audit

import (
	"cmp"
	"slices"
	"time"
)

// erased names a detail that an erasure names, or that is not there. Details are one a person, so a person and an entry name one.
type erased struct {
	ref    Ref
	person int32
}

// proof is what is known of such a detail. An erasure may come before its entries or after them, since stripes come one after the
// other: so both sides are kept, and compared at the end.
type proof struct {
	gone, named bool
	recorded    time.Time // of the entry; zero: not seen
	at          time.Time // of the latest erasure that names it
	operation   string
	by          Ref // that erasure
}

func (v *verifier) proof(ref Ref, person string) *proof {
	no, known := v.people[person]
	if !known {
		no = int32(len(v.people))
		v.people[person] = no
	}
	key := erased{ref, no}
	p := v.erasures[key]
	if p == nil {
		p = &proof{}
		v.erasures[key] = p
	}
	return p
}

// details verifies the bodies of an entry, and takes up what it proves if it is an erasure. One that was altered itself proves
// nothing.
func (s *stripeCheck) details(e *Entry, r *Record, sound bool) {
	ref := Ref{s.stripe, e.No}
	for i := range e.Details {
		s.v.summary.Details++
		d := &e.Details[i]
		switch {
		case i >= len(r.Bodies) || r.Bodies[i] == "":
			p := s.v.proof(ref, d.Subject)
			p.gone, p.recorded, p.operation = true, e.Recorded, e.Operation
		case hashOf([]byte(r.Bodies[i])) != d.Digest:
			s.find(DetailsChanged, e.No, e, "What entry %d says of %q (before, after, reason or address) is not what was written: it was edited or exchanged. The entry itself, who did what and when, is as it was.", e.No, d.Subject)
		}
	}
	if len(r.Bodies) > len(e.Details) {
		s.find(DetailsChanged, e.No, e, "Entry %d has %d details, but %d bodies are kept with it: some were added.", e.No, len(e.Details), len(r.Bodies))
	}
	if e.Erasure == nil || !sound {
		return
	}
	for _, named := range e.Erasure.Entries {
		p := s.v.proof(named, e.Erasure.Person)
		p.named, p.at, p.by = true, e.Recorded, ref
	}
}

// unproven reports what is gone without an erasure, and what an erasure names that is not gone.
func (v *verifier) unproven() {
	names := make([]string, len(v.people))
	for name, no := range v.people {
		names[no] = name
	}
	keys := make([]erased, 0, len(v.erasures))
	for key, p := range v.erasures {
		if p.gone && p.named && p.recorded.Before(p.at) {
			v.summary.Erased++
			continue
		}
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b erased) int {
		return cmp.Or(cmp.Compare(a.ref.Stripe, b.ref.Stripe), cmp.Compare(a.ref.No, b.ref.No), cmp.Compare(names[a.person], names[b.person]))
	})
	for _, key := range keys {
		v.find(unprovenOf(key.ref, names[key.person], v.erasures[key]))
	}
}

func unprovenOf(ref Ref, person string, p *proof) Finding {
	f := Finding{What: DetailsMissing, Stripe: ref.Stripe, No: ref.No, Recorded: p.recorded, Operation: p.operation}
	switch {
	case !p.named:
		f.Text = sprint("What entry %d said of %q is not there, and no erasure names it: it was deleted past the program.", ref.No, person)
	case !p.gone:
		f.What = NotErased
		f.Text = sprint("Entry %d of stripe %d says that what this entry said of %q was erased, but it is still there, or never was: erase it, or find out who has put it back.", p.by.No, p.by.Stripe, person)
	default:
		f.Text = sprint("What entry %d said of %q is not there, and entry %d of stripe %d, which names it as erased, was recorded at %s, no later than the entry itself: that proves nothing.",
			ref.No, person, p.by.No, p.by.Stripe, form(p.at))
	}
	return f
}
