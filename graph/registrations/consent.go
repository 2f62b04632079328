package registrations

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

// consentData is under which part of an application the proof of a consent is kept.
var consentData = map[string]joining.Data{joining.ConsentNewsletter: joining.DataNewsletter, joining.ConsentPhone: joining.DataPhone}

// keptConsent is the proof of a consent that is kept by itself: of who never became a partner, or did not join online.
type keptConsent struct {
	id    string
	seq   int64
	data  joining.Data
	proof formProof
}

func (s *Store) writeConsent(c *chronicle.Change, k keptConsent, at address, until period.Day) error {
	proof, err := s.seal(k.id, k.proof)
	if err != nil {
		return err
	}
	return c.Run(cypher.ConsentProofKeep, map[string]any{
		"id": k.id, "seq": k.seq, "recorded": c.Recorded, "consent": string(k.data), "address": at.kept(), "proof": proof, "until": chronicle.Date(until),
	}, nil)
}

// consents records with which step a partner's consents are given or revoked by a change of the person. What the change does not touch, it
// leaves alone.
func (s *Store) consents(c *chronicle.Change, partner string, was, is *Person, actor string, from joining.Origin) error {
	before := Contact{}
	if was != nil {
		before = *was.Contact
	}
	for _, one := range []struct {
		consent    string
		was, given bool
	}{
		{joining.ConsentNewsletter, before.Newsletter, is.Contact.Newsletter}, {joining.ConsentPhone, before.PhoneCalls, is.Contact.PhoneCalls},
	} {
		if one.was == one.given {
			continue
		}
		if err := s.consentStep(c, partner, one.consent, one.given, is, actor, from); err != nil {
			return err
		}
	}
	return nil
}

// consentStep records a consent with the application that the partner came from; of who did not join online, by itself.
func (s *Store) consentStep(c *chronicle.Change, partner, consent string, given bool, p *Person, actor string, from joining.Origin) error {
	who := named(actor)
	var found *application
	if err := c.Run(cypher.ApplicationOfPartner, map[string]any{"partner": partner}, s.take(&found)); err != nil {
		return err
	}
	if found == nil {
		return s.consentAlone(c, consent, given, p, joining.Event{At: s.now(), By: who, Origin: from, Note: consent})
	}
	a, err := s.taken(c, found.ID)
	if err != nil {
		return err
	}
	seen := a.Version
	if a.Process, err = a.Consent(consent, given, who, from, s.now()); err != nil {
		return err
	}
	return s.write(c, a, seen)
}

// consentAlone keeps what proves a step of a consent of somebody who did not join online.
func (s *Store) consentAlone(c *chronicle.Change, consent string, given bool, p *Person, event joining.Event) error {
	seq, err := s.Numbers(c.Ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return err
	}
	event.Kind, event.At = joining.EventConsented, event.At.UTC()
	state := joining.Consent{LastUsed: s.dayOf(event.At), Revoked: period.Forever}
	if !given {
		event.Kind, state.Revoked = joining.EventRevoked, s.dayOf(event.At)
	}
	k := keptConsent{uuid.NewString(), seq, consentData[consent], formProof{
		p.Contact.Given, p.Contact.Family, p.Contact.Email, p.Contact.Phone, p.Contact.Language, []joining.Event{event},
	}}
	return s.writeConsent(c, k, s.addressOf(p.Contact.Email), keptUntil(k.data, state))
}

// keptUntil is the day on which the proof of a consent must be gone.
func keptUntil(data joining.Data, consent joining.Consent) period.Day {
	f := joining.Fate{State: joining.Withdrawn, Confirmed: true, Newsletter: &consent, Phone: &consent}
	for _, kept := range joining.Retention(f) {
		if kept.Data == data {
			return kept.Until
		}
	}
	return period.Forever
}

// RevokeConsents revokes consents of a partner. What is not given, it leaves alone.
//
// Errors: NotFound when there is no such partner within, or nothing is known of the person; Invalid for what is no consent.
func (s *Store) RevokeConsents(ctx context.Context, partner string, consents []string, by graph.By) error {
	if err := areConsents(consents); err != nil {
		return err
	}
	if _, err := s.company.Partner(ctx, partner, s.viewBy(by)); err != nil {
		return err
	}
	return s.revoke(ctx, partner, consents, requestOf(by), by)
}

func (s *Store) revoke(ctx context.Context, partner string, consents []string, from joining.Origin, by graph.By) error {
	p, err := s.person(s.reads(ctx), partner)
	if err == nil && p == nil {
		err = fault.NotFoundf("person", "nothing is known of the person who is partner %s", partner)
	}
	if err != nil {
		return err
	}
	newsletter := p.Contact.Newsletter && slices.Contains(consents, joining.ConsentNewsletter)
	calls := p.Contact.PhoneCalls && slices.Contains(consents, joining.ConsentPhone)
	if !newsletter && !calls {
		return nil
	}
	by.Seen = ""
	return s.changePerson(ctx, "revoke consents", partner, by, from, func(p *Person) {
		contact := *p.Contact
		contact.Newsletter = contact.Newsletter && !slices.Contains(consents, joining.ConsentNewsletter)
		contact.PhoneCalls = contact.PhoneCalls && !slices.Contains(consents, joining.ConsentPhone)
		p.Contact = &contact
	})
}

// RevokeConsentsAt revokes the consents of whoever has an e-mail address, partner or not, and says whether there was anybody: do not tell
// strangers.
//
// Errors: Invalid for what is no consent.
func (s *Store) RevokeConsentsAt(ctx context.Context, email string, consents []string, from joining.Origin, by graph.By) (found bool, err error) {
	if err := areConsents(consents); err != nil {
		return false, err
	}
	address := s.addressOf(email)
	partner, _, err := s.partnerAt(s.reads(ctx), address)
	if err != nil {
		return false, err
	}
	if partner != "" {
		if err := s.revoke(ctx, partner, consents, from, by); err != nil {
			return false, err
		}
	}
	_, err = s.Change(ctx, "revoke consents", unexplained(by), nil, func(c *chronicle.Change) error {
		kept, err := s.keptConsents(c, address)
		found = partner != "" || len(kept) > 0
		if err != nil {
			return err
		}
		for i := range kept {
			if err := s.revokeKept(c, &kept[i], address, consents, from, by); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

// RevokeConsentsFor is RevokeConsentsAt for somebody who says so otherwise: how, by gives as the reason.
//
// Errors: Forbidden to who does not see everybody; those of RevokeConsentsAt.
func (s *Store) RevokeConsentsFor(ctx context.Context, email string, consents []string, by graph.By) (found bool, err error) {
	if err := s.company.May(ctx, by, ""); err != nil {
		return false, err
	}
	return s.RevokeConsentsAt(ctx, email, consents, requestOf(by), by)
}

// keptConsents are the proofs of consents that are kept by themselves of an address.
func (s *Store) keptConsents(c *chronicle.Change, at address) (list []keptConsent, err error) {
	err = c.Run(cypher.ConsentProofsTake, map[string]any{"addresses": []string(at)}, func(record *neo4j.Record) error {
		columns := chronicle.ColumnsOf(record)
		k := keptConsent{id: columns.Text("id"), seq: columns.Number("seq"), data: joining.Data(columns.Text("consent"))}
		if err := s.unseal(k.id, columns.Text("proof"), &k.proof); err != nil {
			return err
		}
		list = append(list, k)
		return nil
	})
	return list, err
}

// revokeKept adds to the proof of a consent that it is revoked, if it is one of those that are, and was not before.
func (s *Store) revokeKept(c *chronicle.Change, k *keptConsent, at address, consents []string, from joining.Origin, by graph.By) error {
	i := slices.IndexFunc(consents, func(consent string) bool { return consentData[consent] == k.data })
	if i < 0 || slices.ContainsFunc(k.proof.Events, func(e joining.Event) bool { return e.Kind == joining.EventRevoked && e.Note == consents[i] }) {
		return nil
	}
	p := joining.Process{State: joining.Registered, Events: k.proof.Events}
	given := p.Events[0].At
	p, err := p.Consent(consents[i], false, named(by.Actor), from, s.now())
	if err != nil {
		return err
	}
	k.proof.Events = p.Events
	return s.writeConsent(c, *k, at, keptUntil(k.data, joining.Consent{LastUsed: s.dayOf(given), Revoked: s.today()}))
}

// named is who did something, empty: the applicant, who is not named.
func named(actor string) string {
	if actor == Applicant {
		return ""
	}
	return actor
}

// areConsents refuses what is no consent.
func areConsents(consents []string) error {
	for _, consent := range consents {
		if _, is := consentData[consent]; !is {
			return fault.Invalidf("consents", "%q is no consent that can be revoked: write %s or %s", consent, joining.ConsentNewsletter, joining.ConsentPhone)
		}
	}
	return nil
}
