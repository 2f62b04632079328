package registrations

import (
	"context"
	"encoding/json"

	"upline/cypher"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// Proof returns what proves how a partner's contract came about, as canonical JSON, and its SHA-256 in hex: the form, the versions of all
// texts, each step with its time and address, and the mails (joining.Record). The texts themselves are under their hashes.
//
// Errors: NotFound when there is no such partner, or the partner did not join online.
func (s *Store) Proof(ctx context.Context, partner string, at graph.View) (bytes []byte, sha256 string, err error) {
	if _, err := s.company.Partner(ctx, partner, at); err != nil {
		return nil, "", err
	}
	a, err := s.find(ctx, cypher.ApplicationOfPartner, map[string]any{"partner": partner})
	if err == nil && a == nil {
		err = noProof(partner)
	}
	if err != nil {
		return nil, "", err
	}
	return a.record()
}

// record is what proves how a contract came about, and its hash.
func (a *application) record() (bytes []byte, sha256 string, err error) {
	form, err := json.Marshal(a.form)
	if err != nil {
		return nil, "", fault.Internalf("proof", "the form of registration %s cannot be written: %v", a.ID, err)
	}
	return a.Record(form).Canonical()
}

// Proven is what proves how a partner's contract came about. What somebody may not see is nil; all of it is shown together, or not at
// all, in Record.
type Proven struct {
	Partner, Registration string
	SHA256                string // of Record, also where that is not shown
	Events                []joining.Event
	Terms, Privacy        bool             // boxes, as ticked on the form
	Newsletter, Calls     bool             //
	Person                Person           // as written on the form
	Documents             []ProvenDocument // that were accepted; the name and address are in them: access.Contact
	Record                []byte           // access.Contact, Birth, Bank and Tax
}

// ProvenDocument is a text that was accepted, with its exact words.
type ProvenDocument struct {
	joining.Text
	Content string
}

// wholeProof are the groups of fields of which a record consists.
const wholeProof = access.Contact | access.Birth | access.Bank | access.Tax

// Prove shows what proves how a partner's contract came about, as far as by may see it. That by looks at it is recorded before anything is
// shown.
//
// Errors: NotFound when there is no such partner within, or the partner did not join online.
func (s *Store) Prove(ctx context.Context, partner string, by graph.By) (*Proven, error) {
	at := s.viewBy(by)
	if _, err := s.company.Partner(ctx, partner, at); err != nil {
		return nil, err
	}
	a, err := s.find(ctx, cypher.ApplicationOfPartner, map[string]any{"partner": partner})
	if err == nil && a == nil {
		err = noProof(partner)
	}
	if err != nil {
		return nil, err
	}
	fields, err := s.company.FieldsOf(ctx, by.Within, partner, at.AsOf)
	if err != nil {
		return nil, err
	}
	p, err := s.proven(ctx, a, fields)
	if err != nil {
		return nil, err
	}
	_, err = s.Look(ctx, by.Recorded(), chronicle.Look{
		Operation: "look at the proof of a registration", Kind: applicationKind, Key: a.ID, Subject: subjectOf(partner), Fields: (fields & wholeProof).Names(),
	})
	return p, err
}

// proven is the proof of an application, as far as some fields go.
func (s *Store) proven(ctx context.Context, a *application, fields access.Fields) (*Proven, error) {
	record, hash, err := a.record()
	if err != nil {
		return nil, err
	}
	whole, consents := personOf(a.form), a.form.Consents
	p := &Proven{
		Partner: a.Partner, Registration: a.ID, SHA256: hash, Person: *whole.with(fields),
		Terms: consents.Terms, Privacy: consents.Privacy, Newsletter: consents.Newsletter, Calls: consents.PhoneCalls,
	}
	if fields.Has(wholeProof) {
		p.Record = record
	}
	for _, event := range a.Events {
		if !fields.Has(access.Contact) {
			event.Origin = joining.Origin{}
		}
		p.Events = append(p.Events, event)
	}
	if !fields.Has(access.Contact) {
		return p, nil
	}
	contents, err := s.acceptedTexts(ctx, a)
	for _, text := range a.Texts {
		p.Documents = append(p.Documents, ProvenDocument{text, contents[text.Kind]})
	}
	return p, err
}

func noProof(partner string) error {
	return fault.NotFoundf("proof", "partner %s did not join online, or what proved it is kept no longer", partner)
}
