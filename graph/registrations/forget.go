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
	a.about(c, false)
	until := s.today()
	for _, kept := range joining.Retention(fate) {
		switch kept.Data {
		case joining.DataSpent:
			until = kept.Until
		case joining.DataNewsletter, joining.DataPhone:
			if err := s.keepConsent(c, a, kept); err != nil {
				return err
			}
		case joining.DataWithdrawn:
			if err := s.keepRetracted(c, a, kept); err != nil {
				return err
			}
		}
	}
	if !a.at(joining.EventAccepted).IsZero() {
		if err := s.dropContract(c, a); err != nil {
			return err
		}
	}
	return c.Run(cypher.ApplicationDelete, map[string]any{
		"id": a.ID, "spent": a.Spent(), "until": chronicle.Date(until),
	}, nil)
}

// dropContract forgets the words of the contract that an applicant has accepted: the name is in them. Whoever has accepted the same
// words, name and all, keeps them.
func (s *Store) dropContract(c *chronicle.Change, a *application) error {
	return c.Run(cypher.AcceptedTextsDrop, map[string]any{"hashes": a.ownTexts(), "recorded": c.Recorded}, nil)
}

// formProof is what proves a consent, or that an application was withdrawn: who it was, and how it came.
type formProof struct {
	Given, Family, Email, Phone, Language string
	Events                                []joining.Event
}

// keepConsent keeps the proof of a consent of somebody who confirmed and went no further.
func (s *Store) keepConsent(c *chronicle.Change, a *application, kept joining.Kept) error {
	seq, err := s.Numbers(c.Ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return err
	}
	return s.writeConsent(c, keptConsent{a.ID + " " + string(kept.Data), seq, kept.Data, proofOf(a)}, a.address, kept.Until)
}

func proofOf(a *application) formProof {
	form := a.form.Normal()
	return formProof{form.Given, form.Family, form.Email, form.Phone, form.Language, a.Events}
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
	a.about(c, true)
	if err := s.dropContract(c, a); err != nil {
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
