package registrations

import (
	"context"
	"time"

	"github.com/google/uuid"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
)

// Submit takes a form in, or what is wrong with it. Who sends it gets joining.Answer, whatever becomes of it: a mail with a link; one
// that says that the address is registered already; or none, when too many went there. The work is the same, but for a few nodes.
//
// Errors: Stale when the form was filled in under other words than formSHA256 stands for.
func (s *Store) Submit(ctx context.Context, form joining.Application, formSHA256 string, from joining.Origin) (joining.Findings, error) {
	now := s.now()
	if findings := s.rules().Check(form, now); len(findings) > 0 {
		return findings, nil
	}
	shown, err := s.Form(form.Language)
	if err == nil {
		err = shown.seen(formSHA256)
	}
	if err != nil {
		return nil, err
	}
	a, err := s.received(ctx, form, shown, from, now)
	if err != nil {
		return nil, err
	}
	known := "mail-known-" + uuid.NewString()
	_, err = s.Change(ctx, "receive application", applicant, nil, func(c *chronicle.Change) error {
		times, may, err := s.maySend(c, a.address, now)
		if err != nil {
			return err
		}
		partner, err := s.registeredAt(c.Run, a.address)
		if err != nil {
			return err
		}
		if may {
			if err := s.answer(c, a, partner, known); err != nil {
				return err
			}
		}
		return s.keepMailTime(c, a.address, times, may, now)
	})
	return nil, err
}

// answer writes the mail that answers a form, and the application, if it is one.
func (s *Store) answer(c *chronicle.Change, a *application, partner, known string) error {
	var marks []joining.Mark
	if partner != "" {
		marks = []joining.Mark{joining.MarkEmail}
	}
	if joining.FirstMail(marks) == joining.MailKnown {
		return s.mail(c, known, Letter{Name: joining.MailKnown, Of: partner}, applicant)
	}
	if err := s.create(c, a); err != nil {
		return err
	}
	return s.mail(c, linkMail(a.ID, 0), Letter{Name: joining.MailConfirm, Of: a.ID}, applicant)
}

// linkMail is the id of the job that sends a link.
func linkMail(application string, no int) string {
	return "mail-link-" + application + "-" + itoa(no)
}

// received is the application that a form becomes.
func (s *Store) received(ctx context.Context, form joining.Application, shown *Form, from joining.Origin, now time.Time) (*application, error) {
	id := uuid.NewString()
	_, hash, err := s.token(id, 0)
	if err != nil {
		return nil, err
	}
	seq, err := s.Numbers(ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return nil, err
	}
	invitation, err := s.Invitation(ctx, form.Link)
	if err != nil {
		return nil, err
	}
	a := &application{
		Process: joining.Receive(id, hash, shown.texts(), from, now), seq: seq, form: form, address: s.addressOf(form.Email), language: form.Language,
	}
	if invitation.Sponsor != nil {
		a.sponsor = invitation.Sponsor.Partner
	}
	return a, nil
}

// Resend sends another link to an address from which an application waits for its confirmation. Who asks gets joining.Answer, whatever
// becomes of it.
func (s *Store) Resend(ctx context.Context, email string, from joining.Origin) error {
	now, address, known := s.now(), s.addressOf(email), "mail-known-"+uuid.NewString()
	a, err := s.find(ctx, cypher.ApplicationOfAddress, map[string]any{"addresses": []string(address)})
	if err != nil {
		return err
	}
	var locks []chronicle.Lock
	if a != nil {
		locks = lockOf(a.ID)
	}
	_, err = s.Change(ctx, "resend link", applicant, locks, func(c *chronicle.Change) error {
		times, may, err := s.maySend(c, address, now)
		if err != nil {
			return err
		}
		partner, err := s.registeredAt(c.Run, address)
		if err != nil {
			return err
		}
		sent := may && partner != ""
		switch {
		case a != nil:
			sent, err = s.resend(c, a.ID, times, from, now)
		case sent:
			err = s.mail(c, known, Letter{Name: joining.MailKnown, Of: partner}, applicant)
		}
		if err != nil {
			return err
		}
		return s.keepMailTime(c, address, times, sent, now)
	})
	return err
}

// resend makes a new link of an application, if it may have one.
func (s *Store) resend(c *chronicle.Change, id string, times []time.Time, from joining.Origin, now time.Time) (sent bool, err error) {
	a, err := s.taken(c, id)
	if err != nil {
		return false, err
	}
	no := len(a.Links)
	_, hash, err := s.token(id, no)
	if err != nil {
		return false, err
	}
	next, outcome := a.Resend(hash, times, from, now)
	if outcome != joining.Done {
		return false, nil
	}
	seen := a.Version
	a.Process = next
	if err := s.write(c, a, seen); err != nil {
		return false, err
	}
	if err := c.Run(cypher.ApplicationLinkCreate, map[string]any{"id": id, "link": hash}, nil); err != nil {
		return false, err
	}
	return true, s.mail(c, linkMail(id, no), Letter{Name: joining.MailResend, Of: id, No: no}, applicant)
}
