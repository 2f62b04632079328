package registrations

import (
	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
)

// forget deletes an application that has come to its end without a contract, and keeps what joining.Retention says: hashes of its links
// for a while, and the proofs of consents that count by themselves.
func (s *Store) forget(c *chronicle.Change, a *application) error { return s.forgetAs(c, a, s.fate(a)) }

func (s *Store) forgetAs(c *chronicle.Change, a *application, fate joining.Fate) error {
	until := s.today()
	for _, kept := range joining.Retention(fate) {
		switch kept.Data {
		case joining.DataSpent:
			until = kept.Until
		case joining.DataNewsletter, joining.DataPhone:
			if err := s.keepConsent(c, a, kept); err != nil {
				return err
			}
		}
	}
	return c.Run(cypher.ApplicationDelete, map[string]any{
		"id": a.ID, "spent": a.Spent(), "until": chronicle.Date(until),
	}, nil)
}

// consentProof is what proves a consent: who gave it, and how.
type consentProof struct {
	Given, Family, Email, Phone, Language string
	Events                                []joining.Event
}

// keepConsent keeps the proof of a consent of somebody who confirmed and went no further.
func (s *Store) keepConsent(c *chronicle.Change, a *application, kept joining.Kept) error {
	form := a.form.Normal()
	id := a.ID + " " + string(kept.Data)
	proof, err := s.seal(id, consentProof{form.Given, form.Family, form.Email, form.Phone, form.Language, a.Events})
	if err != nil {
		return err
	}
	seq, err := s.Numbers(c.Ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return err
	}
	return c.Run(cypher.ConsentProofKeep, map[string]any{
		"id": id, "seq": seq, "recorded": c.Recorded, "consent": string(kept.Data), "proof": proof, "until": chronicle.Date(kept.Until),
	}, nil)
}

// retain deletes of an application that became a contract what is kept no longer, and says whether something is left to be written.
func (s *Store) retain(c *chronicle.Change, a *application) (left bool, err error) {
	today := s.today()
	for _, kept := range joining.Retention(s.fate(a)) {
		if kept.Until > today {
			continue
		}
		switch kept.Data {
		case joining.DataOrigin:
			for i := range a.Events {
				a.Events[i].Origin = joining.Origin{}
			}
		case joining.DataContract:
			return false, s.forgetPartner(c, a)
		}
	}
	return true, nil
}

// forgetPartner deletes the proof of a contract that ended long ago, and what is known of the person.
func (s *Store) forgetPartner(c *chronicle.Change, a *application) error {
	if err := c.Run(cypher.AcceptedTextsDrop, map[string]any{"hashes": a.ownTexts()}, nil); err != nil {
		return err
	}
	if err := c.Run(cypher.PersonsDelete, map[string]any{"partner": a.Partner}, nil); err != nil {
		return err
	}
	return c.Run(cypher.ApplicationDelete, map[string]any{
		"id": a.ID, "spent": []string{}, "until": chronicle.Date(s.today()),
	}, nil)
}

// ownTexts are the SHA-256 of the texts that have the partner's name in them, and are nobody else's.
func (a *application) ownTexts() []string {
	hashes := []string{}
	for _, text := range a.Texts {
		if text.Kind == joining.TextContract {
			hashes = append(hashes, text.SHA256)
		}
	}
	return hashes
}
