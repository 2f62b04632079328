package audit

import (
	"encoding/json"
	"io"
	"iter"
	"slices"
	"time"

	"upline/internal/fault"
)

// Person is somebody who asks what is kept about them (article 15 GDPR).
type Person struct {
	// Subjects are all the names that the person has in entries, such as partner:17 and user:5.
	Subjects []string
	// Who names an actor who is somebody else, in words that the person may read, such as "support"; nil: only the kind of actor is
	// named. Who of a company's staff looked at something is the staff's data: the person learns when and why, and a name only where
	// it takes the name to use one's rights (CJEU, C-579/21 of 22 June 2023).
	Who func(Actor) string
	// Made is when the export is made.
	Made time.Time
}

// exported is an entry as the person reads it.
type exported struct {
	When      string           `json:"when"`
	Who       string           `json:"who"` // you, or who else
	Operation string           `json:"what"`
	Kind      string           `json:"of"`
	Key       string           `json:"key,omitempty"`
	Fields    []string         `json:"fields,omitempty"`
	Ground    string           `json:"ground,omitempty"` // of an erasure
	Details   []exportedDetail `json:"details,omitempty"`
	Number    Ref              `json:"entry"`
}

// exportedDetail is what an entry says of the person, under one of the person's names.
type exportedDetail struct {
	Subject string                     `json:"about"`
	Reason  string                     `json:"why,omitempty"`
	From    string                     `json:"from,omitempty"`
	Before  map[string]json.RawMessage `json:"before,omitempty"`
	After   map[string]json.RawMessage `json:"after,omitempty"`
	Erased  bool                       `json:"erased,omitempty"` // what was kept has been erased
}

// Export writes what entries say about a person as JSON: what was done to or seen of the person's data, and what the person did.
// Of an entry about several people it writes the person's own details only, and its key and fields only if nobody else is in it; an
// address only if it is the person's. Entries come in the order in which they are given; those about others are passed over.
//
// Errors: Invalid when the person has no subject, or an empty one; those of the iterator and of the writer.
func Export(to io.Writer, person Person, entries iter.Seq2[Entry, error]) error {
	if len(person.Subjects) == 0 || slices.Contains(person.Subjects, "") {
		return fault.Invalidf(op, "an export needs the names that the person has in entries, such as partner:17, none of them empty")
	}
	head, err := json.Marshal(map[string]any{"about": person.Subjects, "made": form(person.Made)})
	if err != nil {
		return err
	}
	if _, err := to.Write(append(head[:len(head)-1], ",\"entries\":["...)); err != nil {
		return err
	}
	between := "\n  "
	for e, err := range entries {
		if err != nil {
			return err
		}
		if !person.concerns(&e) {
			continue
		}
		row := person.row(&e)
		line, err := json.MarshalIndent(&row, "  ", "  ")
		if err != nil {
			return err
		}
		if _, err := io.WriteString(to, between+string(line)); err != nil {
			return err
		}
		between = ",\n  "
	}
	_, err = io.WriteString(to, "\n]}\n")
	return err
}

// is reports whether a subject is the person.
func (p *Person) is(subject string) bool { return slices.Contains(p.Subjects, subject) }

// concerns reports whether an entry is about the person, or of what the person did.
func (p *Person) concerns(e *Entry) bool {
	return p.is(e.Actor.String()) || slices.ContainsFunc(e.Details, func(d Detail) bool { return p.is(d.Subject) }) ||
		(e.Erasure != nil && p.is(e.Erasure.Person))
}

// row is an entry as the person may read it.
func (p *Person) row(e *Entry) exported {
	own := p.is(e.Actor.String())
	row := exported{When: form(e.Recorded), Who: p.who(e.Actor, own), Operation: e.Operation, Kind: e.Kind, Number: Ref{e.Stripe, e.No}}
	if e.Erasure != nil && p.is(e.Erasure.Person) {
		row.Ground = e.Erasure.Ground
	}
	if !p.shared(e) {
		row.Key, row.Fields = e.Key, e.Fields
	}
	for i := range e.Details {
		d := &e.Details[i]
		if !p.is(d.Subject) {
			continue
		}
		detail := exportedDetail{Subject: d.Subject, Erased: d.Body == nil}
		if b := d.Body; b != nil {
			detail.Reason, detail.Before, detail.After = b.Reason, rawOf(b.Before), rawOf(b.After)
			if own || e.Actor == (Actor{Kind: Public}) {
				detail.From = b.From
			}
		}
		row.Details = append(row.Details, detail)
	}
	return row
}

// shared reports whether somebody else is in an entry: besides the person, nobody, and whoever did it.
func (p *Person) shared(e *Entry) bool {
	actor := e.Actor.String()
	others := slices.ContainsFunc(e.Details, func(d Detail) bool { return d.Subject != "" && d.Subject != actor && !p.is(d.Subject) })
	return others || (e.Erasure != nil && !p.is(e.Erasure.Person))
}

func (p *Person) who(actor Actor, own bool) string {
	switch {
	case own:
		return "you"
	case p.Who == nil:
		return string(actor.Kind)
	}
	return p.Who(actor)
}

// rawOf are fields as JSON. What is no JSON, Append has not let in: somebody has written it past the program.
func rawOf(values map[string]string) map[string]json.RawMessage {
	raw := make(map[string]json.RawMessage, len(values))
	for name, value := range values {
		raw[name] = json.RawMessage(value)
		if !json.Valid(raw[name]) {
			raw[name], _ = json.Marshal(value)
		}
	}
	return raw
}
