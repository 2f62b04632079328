package registrations

import (
	"context"
	"strings"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// Retract withdraws an application by a link to it, before there is a partner, and says what became of it. Everything of it is forgotten,
// but what joining.Retention says; of who had accepted the contract, that proves the withdrawal, and a mail confirms it.
func (s *Store) Retract(ctx context.Context, token string, from joining.Origin) (joining.Outcome, error) {
	a, hash, outcome, err := s.opened(ctx, token)
	if err != nil || a == nil {
		return outcome, err
	}
	if next, outcome := a.WithdrawBy(hash, from, s.now()); next.Version == a.Version {
		return outcome, nil
	}
	err = s.step(ctx, "withdraw application", a.ID, applicant, func(c *chronicle.Change, a *application) (bool, error) {
		seen := a.Version
		a.Process, outcome = a.WithdrawBy(hash, from, s.now())
		if a.Version == seen {
			return false, nil
		}
		return false, s.forget(c, a)
	})
	if fault.KindOf(err) == fault.NotFound && err != nil { // another request has done it at this very moment, or it expired
		return joining.LinkExpired, nil
	}
	return outcome, err
}

// RetractFor is Retract for an applicant who says so otherwise, such as by telephone: how, by gives as the reason.
//
// Errors: NotFound when there is no such registration within; Invalid without a reason; Conflict when there is a partner already.
func (s *Store) RetractFor(ctx context.Context, id string, by graph.By) error {
	if err := s.seeID(ctx, id, by.Within); err != nil {
		return err
	}
	if strings.TrimSpace(by.Reason) == "" {
		return fault.Invalidf("registration", "a registration is not withdrawn without a reason: say how the applicant wanted it")
	}
	return s.step(ctx, "withdraw application", id, unexplained(by), func(c *chronicle.Change, a *application) (bool, error) {
		next, err := a.Withdraw(by.Actor, by.Reason, joining.Origin{}, s.now())
		if err != nil {
			return false, err
		}
		a.Process = next
		return false, s.forget(c, a)
	})
}

// unexplained is who does something, without the reason: that one would outlast the application.
func unexplained(by graph.By) chronicle.By {
	return chronicle.By{Actor: by.Actor, Session: by.Session, From: by.From}
}

// keepRetracted keeps what proves that an application was withdrawn, and has it confirmed by mail.
func (s *Store) keepRetracted(c *chronicle.Change, a *application, kept joining.Kept) error {
	form, proof := a.form.Normal(), proofOf(a)
	text, err := s.seal(a.ID, sealed{Name: form.Given + " " + form.Family, Email: form.Email, Application: &proof})
	if err != nil {
		return err
	}
	seq, err := s.Numbers(c.Ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return err
	}
	err = c.Run(cypher.WithdrawalCreate, map[string]any{
		"id": a.ID, "seq": seq, "recorded": c.Recorded, "received": a.at(joining.EventWithdrawn), "statement": text, "partner": "", "open": false,
		"until": chronicle.Date(kept.Until),
	}, nil)
	if err != nil {
		return err
	}
	if err := s.countMail(c, a.address); err != nil {
		return err
	}
	return s.mail(c, "mail-retracted-"+a.ID, Letter{Name: joining.MailRetracted, Of: a.ID}, applicant)
}

// writeRetracted writes the mail that confirms that an application is withdrawn.
func (s *Store) writeRetracted(ctx context.Context, l Letter) (*Addressed, error) {
	statement, err := s.statement(ctx, l.Of)
	if fault.KindOf(err) == fault.NotFound && err != nil || err == nil && statement.application == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	proof, values := statement.application, s.companyValues()
	values["given"], values["family"] = proof.Given, proof.Family
	values["received"] = timeWords(statement.Received, s.config.Zone, proof.Language)
	return s.addressed(proof.Email, l.Name, proof.Language, values)
}

// sentRetracted records that the mail went out, with what it proves.
func (s *Store) sentRetracted(ctx context.Context, id string, mail joining.SentMail) error {
	_, err := s.Change(ctx, "send mail", chronicle.By{Actor: bySweep.Actor}, nil, func(c *chronicle.Change) error {
		statement, err := s.takeStatement(c, id)
		if err != nil {
			return err
		}
		proof := *statement.application
		p := joining.Process{State: joining.Withdrawn, Events: proof.Events}
		proof.Events = p.MailSent(mail, s.now()).Events
		text, err := s.seal(id, sealed{statement.Name, statement.Email, statement.Number, statement.Declaration, &proof})
		if err != nil {
			return err
		}
		return c.Run(cypher.WithdrawalWrite, map[string]any{"id": id, "statement": text, "recorded": c.Recorded}, nil)
	})
	return err
}
