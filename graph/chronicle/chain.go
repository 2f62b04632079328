package chronicle

import (
	"time"

	"upline/graph/audit"
)

// companyKind is what a change is about that does not say.
const companyKind = "Company"

// headOf reads where the chain of a stripe ends: stripe, number, hash, time.
func headOf(value any) audit.Head {
	columns := value.([]any)
	h := audit.Head{Stripe: int(columns[0].(int64))}
	h.No, _ = columns[1].(int64)
	hash, _ := columns[2].(string)
	h.Hash = audit.Hash(hash)
	if at, is := columns[3].(time.Time); is {
		h.Recorded = at.UTC()
	}
	return h
}

func headsOf(value any) []audit.Head {
	var heads []audit.Head
	for _, columns := range value.([]any) {
		heads = append(heads, headOf(columns))
	}
	return heads
}

// chained are the entries of a change, as its closing query writes them.
type chained struct {
	rows  []any
	first int64
	head  audit.Head // after them
}

// chain puts what the change was about at the end of the chain of its stripe.
func (c *Change) chain(id, operation string, actor audit.Actor, by By) (chained, error) {
	if c.unsaid != nil {
		return chained{}, c.unsaid
	}
	if len(c.abouts) == 0 {
		c.abouts = []about{{kind: companyKind}}
	}
	var to chained
	for _, h := range c.heads {
		if h.Stripe == int(c.stripe) {
			to.head = h
		}
	}
	to.first = to.head.No + 1
	for i := range c.abouts {
		a := &c.abouts[i]
		entry := audit.Entry{
			Recorded: c.Recorded, Receipt: id, Actor: actor, Session: by.Session, Operation: operation, Kind: a.kind, Key: a.key,
			Fields: a.fields, Erasure: a.erasure, Details: a.details(actor, by),
		}
		record, err := to.head.Append(&entry)
		if err != nil {
			return to, err
		}
		bodies := make([]any, len(record.Bodies))
		for place, text := range record.Bodies {
			bodies[place] = []any{place, OrNull(entry.Details[place].Subject), text}
		}
		to.rows = append(to.rows, []any{entry.No, record.Text, string(record.Previous), string(record.Hash), a.kind, OrNull(a.key), bodies})
	}
	return to, nil
}

// details are the parts of the entry that can be erased: that of whose data it is, and that of who did it, with the address.
func (a *about) details(actor audit.Actor, by By) []audit.Detail {
	var details []audit.Detail
	body := &audit.Body{Reason: by.Reason, Before: a.before, After: a.after}
	if a.subject != "" || by.Reason != "" || len(a.before)+len(a.after) > 0 {
		details = append(details, audit.Detail{Subject: a.subject, Body: body})
	}
	switch {
	case by.From == "":
	case a.subject == actor.String():
		body.From = by.From
	default:
		details = append(details, audit.Detail{Subject: actor.String(), Body: &audit.Body{From: by.From}})
	}
	return details
}

// OrNull is null in place of an empty text: what is nobody's is in no index.
func OrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// OrNone is an empty list in place of none: a query would take that for null.
func OrNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
