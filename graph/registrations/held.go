package registrations

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

// Held is what is held of how somebody joined, as far as it matters for erasing it.
type Held struct {
	Application string         // that became the contract; empty: the partner did not join online, or it is kept no longer
	Origins     int            // steps of it of which an address is kept
	Fate        joining.Fate   // of it
	Texts       []string       // SHA-256 of those that have the partner's name in them, and are nobody else's
	Others      []string       // applications of the same person that have become no partner, by id
	Consents    []ConsentProof // of the same person, kept by themselves
}

// ConsentProof is the proof of a consent that is kept without a contract.
type ConsentProof struct {
	ID      string          `json:"id"`
	Consent string          `json:"consent"`
	Until   period.Day      `json:"until"`
	Given   string          `json:"given_name"`
	Family  string          `json:"family_name"`
	Email   string          `json:"email"`
	Phone   string          `json:"phone,omitempty"`
	Events  []joining.Event `json:"events"`
}

// HeldOf returns what is held of how a partner joined, and of the same person's other applications.
func (s *Store) HeldOf(ctx context.Context, partner string) (*Held, error) {
	h := &Held{}
	a, err := s.find(ctx, cypher.ApplicationOfPartner, map[string]any{"partner": partner})
	if err != nil {
		return nil, err
	}
	if a != nil {
		h.Application, h.Fate, h.Texts = a.ID, s.fate(a), a.ownTexts()
		for _, event := range a.Events {
			if event.Origin != (joining.Origin{}) {
				h.Origins++
			}
		}
	}
	p, err := s.person(s.reads(ctx), partner)
	if err != nil || p == nil {
		return h, err
	}
	if h.Others, err = s.others(ctx, partner, p); err != nil {
		return nil, err
	}
	err = s.eachConsent(ctx, func(c ConsentProof) error {
		if c.is(p) {
			h.Consents = append(h.Consents, c)
		}
		return nil
	})
	return h, err
}

// HeldOfApplication returns what is held of an application that has become no partner.
//
// Errors: NotFound; Conflict when there is a partner.
func (s *Store) HeldOfApplication(ctx context.Context, id string) (*Held, error) {
	a, err := s.byID(ctx, id)
	if err == nil && a.Partner != "" {
		err = fault.Conflictf("registration", "registration %s has become partner %s: name partner:%s", id, a.Partner, a.Partner)
	}
	if err != nil {
		return nil, err
	}
	return &Held{Fate: s.fate(a), Others: []string{id}}, nil
}

// others are the applications of a partner's person that have become no partner: those with the same name and day of birth, or the same
// address and family name.
func (s *Store) others(ctx context.Context, partner string, p *Person) (ids []string, err error) {
	byMark := map[string][]string{}
	err = s.Read(ctx, cypher.MarksFind, s.marked(partnerHolder+partner, p.form()), func() { clear(byMark) }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		if id, is := strings.CutPrefix(c.Text("holder"), applicationHolder); is {
			byMark[id] = c.Texts("marks")
		}
		return nil
	})
	for id, marks := range byMark {
		if err != nil {
			return nil, err
		}
		same := slices.Contains(marks, "person")
		if !same && slices.Contains(marks, "email") {
			var a *application
			if a, err = s.find(ctx, cypher.ApplicationFind, map[string]any{"id": id}); a != nil {
				same = plainName(a.form.Family) == plainName(p.Contact.Family)
			}
		}
		if same {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, err
}

// is says whether a consent is a person's.
func (c *ConsentProof) is(p *Person) bool {
	return c.Email != "" && strings.EqualFold(c.Email, p.Contact.Email) && plainName(c.Family) == plainName(p.Contact.Family)
}

// proofsAtOnce is how many proofs of consents are read at a time.
const proofsAtOnce = 1000

// eachConsent opens every proof of a consent: whose they are stands inside alone.
func (s *Store) eachConsent(ctx context.Context, each func(c ConsentProof) error) error {
	type kept struct {
		seq int64
		ConsentProof
		proof string
	}
	for after := int64(-1); ; {
		var page []kept
		err := s.Read(ctx, cypher.ConsentProofsPage, map[string]any{"after": after, "limit": proofsAtOnce}, func() { page = nil }, func(record *neo4j.Record) error {
			c := chronicle.ColumnsOf(record)
			page = append(page, kept{c.Number("seq"), ConsentProof{ID: c.Text("id"), Consent: c.Text("consent"), Until: chronicle.Day(c["until"])}, c.Text("proof")})
			return nil
		})
		if err != nil {
			return err
		}
		for _, k := range page {
			var proof formProof
			if err := s.unseal(k.ID, k.proof, &proof); err != nil {
				return err
			}
			k.Given, k.Family, k.Email, k.Phone, k.Events = proof.Given, proof.Family, proof.Email, proof.Phone, proof.Events
			if err := each(k.ConsentProof); err != nil {
				return err
			}
			after = k.seq
		}
		if len(page) < proofsAtOnce {
			return nil
		}
	}
}

// StatementsOf returns a partner's statements of withdrawal.
func (s *Store) StatementsOf(ctx context.Context, partner string) (list []Statement, err error) {
	err = s.Read(ctx, cypher.WithdrawalsOfPartner, map[string]any{"partner": partner}, func() { list = nil }, s.appendStatement(&list))
	return list, err
}

// ProofOf returns what proves the steps of an application, as Proof does of a partner's.
//
// Errors: NotFound.
func (s *Store) ProofOf(ctx context.Context, id string) (bytes []byte, sha256 string, err error) {
	a, err := s.byID(ctx, id)
	if err != nil {
		return nil, "", err
	}
	form, err := json.Marshal(a.form)
	if err != nil {
		return nil, "", fault.Internalf("proof", "the form of registration %s cannot be written: %v", id, err)
	}
	return a.Record(form).Canonical()
}

// EraseApplication ends an application that has become no partner, at the person's wish, and forgets it; consents that it gave are
// revoked by that. One that is gone is none of its business.
//
// Errors: Conflict when there is a partner.
func (s *Store) EraseApplication(ctx context.Context, id string, by graph.By) error {
	err := s.step(ctx, "erase registration", id, by.Recorded(), func(c *chronicle.Change, a *application) (bool, error) {
		switch a.State {
		case joining.Expired, joining.Refused, joining.Withdrawn:
		default:
			next, err := a.Withdraw(named(by.Actor), by.Reason, joining.Origin{}, s.now().Truncate(time.Second))
			if err != nil {
				return false, err
			}
			a.Process = next
		}
		fate := s.fate(a)
		if fate.Newsletter != nil {
			fate.Newsletter.Revoked = s.today()
		}
		return false, s.forgetAs(c, a, fate)
	})
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
