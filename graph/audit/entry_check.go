package audit

import (
	"encoding/json"
	"net/netip"
	"unicode/utf8"

	"upline/internal/fault"
)

// check refuses what an entry cannot be kept with.
func (e *Entry) check() error {
	switch {
	case e.Operation == "" || e.Kind == "":
		return fault.Invalidf(op, "an entry lacks its operation or the kind of what was changed: give both (operation %q, kind %q)", e.Operation, e.Kind)
	case e.Actor.Kind != User && e.Actor.Kind != Job && e.Actor.Kind != Shell && e.Actor.Kind != Public:
		return fault.Invalidf(op, "the entry of %q has an actor of kind %q: write user, job, shell or public", e.Operation, e.Actor.Kind)
	case e.Actor.ID == "" && e.Actor.Kind != Public:
		return fault.Invalidf(op, "the entry of %q does not say which %s did it", e.Operation, e.Actor.Kind)
	case !wholeTime(e.Recorded):
		return fault.Invalidf(op, "the entry of %q is recorded at %v: give whole microseconds of the years 1 to 9999", e.Operation, e.Recorded)
	}
	for _, text := range append([]string{e.Receipt, e.Actor.ID, e.Session, e.Operation, e.Kind, e.Key}, e.Fields...) {
		if !utf8.ValidString(text) {
			return notUTF8(e.Operation, text)
		}
	}
	seen := make(map[string]bool, len(e.Details))
	for i := range e.Details {
		d := &e.Details[i]
		if seen[d.Subject] {
			return fault.Invalidf(op, "the entry of %q has two details of %q: put them together", e.Operation, d.Subject)
		}
		seen[d.Subject] = true
		if err := d.check(e.Operation); err != nil {
			return err
		}
	}
	return e.Erasure.check()
}

func (d *Detail) check(operation string) error {
	if !utf8.ValidString(d.Subject) {
		return notUTF8(operation, d.Subject)
	}
	if d.Body == nil {
		return nil
	}
	if d.Body.From != "" {
		if address, err := netip.ParseAddr(d.Body.From); err != nil || address.String() != d.Body.From {
			return fault.Invalidf(op, "the entry of %q comes from %q, which is not an IP address as netip.Addr writes it", operation, d.Body.From)
		}
	}
	if !utf8.ValidString(d.Body.Reason) {
		return notUTF8(operation, d.Body.Reason)
	}
	for _, values := range [...]map[string]string{d.Body.Before, d.Body.After} {
		for name, value := range values {
			if !utf8.ValidString(name) || !utf8.ValidString(value) {
				return notUTF8(operation, name)
			}
			if !json.Valid([]byte(value)) {
				return fault.Invalidf(op, "field %s of the entry of %q is not a JSON text: make the fields by Diff", name, operation)
			}
		}
	}
	return nil
}

func (e *Erasure) check() error {
	if e == nil {
		return nil
	}
	switch {
	case e.Person == "" || e.Ground == "":
		return fault.Invalidf(op, "an erasure lacks its person or its ground: give both (person %q, ground %q)", e.Person, e.Ground)
	case !utf8.ValidString(e.Person) || !utf8.ValidString(e.Ground):
		return notUTF8("erase", e.Person+e.Ground)
	case len(e.Entries) == 0 || len(e.Entries) > ErasureMax:
		return fault.Invalidf(op, "an erasure names %d entries: name 1 to %d, and make several erasures of more", len(e.Entries), ErasureMax)
	}
	for i, ref := range e.Entries {
		if ref.Stripe < 0 || ref.Stripe >= Stripes || ref.No < 1 || (i > 0 && !e.Entries[i-1].before(ref)) {
			return fault.Invalidf(op, "an erasure names entry %d of stripe %d: name entries once, sorted by stripe (0 to %d) and number (from 1)", ref.No, ref.Stripe, Stripes-1)
		}
	}
	return nil
}

func notUTF8(operation, text string) error {
	return fault.Invalidf(op, "the entry of %q has the text %.40q, which is not UTF-8", operation, text)
}
