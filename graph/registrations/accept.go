package registrations

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

// Accepted is what became of an acceptance.
type Accepted struct {
	Partner string // the new partner's id; empty: somebody looks at the application first
	Waiting bool   // the sponsor chooses the place
}

// Accept records that the contract is accepted, in the texts of some hashes; and with it, in one transaction, registers the partner,
// unless the application is held back. Again, it returns the same.
//
// Errors: NotFound and Conflict when the link does not lead there; Stale when the texts are other ones by now.
func (s *Store) Accept(ctx context.Context, token string, hashes []string, from joining.Origin) (*Accepted, error) {
	a, err := s.under(ctx, token)
	if err != nil {
		return nil, err
	}
	if a.Partner != "" {
		return acceptedOf(a), nil
	}
	if _, err := a.Accept(hashes, from, s.now()); err != nil && a.State != joining.Accepted {
		return nil, err
	}
	documents, err := s.documents(a)
	if err != nil {
		return nil, err
	}
	if current := hashesOf(documents); a.State == joining.Shown && !slices.Equal(current, hashes) {
		return nil, &fault.Error{Kind: fault.Stale, Op: "registration", Msg: "the contract has another version by now: show it again"}
	}
	if len(a.held) == 0 {
		if a.held, err = s.namesakes(s.reads(ctx), applicationHolder+a.ID, a.form, false); err != nil {
			return nil, err
		}
	}
	accept := func(c *chronicle.Change, a *application) (err error) {
		if a.Process, err = a.Accept(hashes, from, s.now()); err != nil {
			return err
		}
		return s.keepTexts(c, documents, len(a.held) > 0)
	}
	if len(a.held) > 0 || a.State == joining.Accepted {
		return s.holdBack(ctx, a, accept)
	}
	accepted, err := s.register(ctx, a.ID, graph.By{Within: graph.Everybody, Actor: applicant.Actor}, func(c *chronicle.Change, a *application) error {
		if marks, err := s.gated(c, a, false); err != nil || len(marks) > 0 {
			return cmp.Or(err, error(errAlike))
		}
		return accept(c, a)
	})
	if errors.Is(err, errAlike) {
		return s.Accept(ctx, token, hashes, from)
	}
	return accepted, err
}

// errAlike says that somebody with a mark in common has become a partner meanwhile.
var errAlike = &fault.Error{Kind: fault.Stale, Op: "registration", Msg: "somebody like that is registered by now"}

func acceptedOf(a *application) *Accepted {
	return &Accepted{Partner: a.Partner, Waiting: a.Waiting != nil}
}

func hashesOf(documents []joining.Document) []string {
	hashes := make([]string, len(documents))
	for i, document := range documents {
		hashes[i] = document.SHA256
	}
	return hashes
}

func hashesOfTexts(texts []joining.Text) []string {
	hashes := make([]string, len(texts))
	for i, text := range texts {
		hashes[i] = text.SHA256
	}
	return hashes
}

// holdBack records the acceptance, and leaves the rest to a person; unless another acceptance of the same has registered the partner
// meanwhile, whose marks are what it was held back for.
func (s *Store) holdBack(ctx context.Context, held *application, accept func(c *chronicle.Change, a *application) error) (*Accepted, error) {
	accepted := &Accepted{}
	err := s.step(ctx, "accept contract", held.ID, applicant, func(c *chronicle.Change, a *application) (bool, error) {
		accepted = &Accepted{}
		if a.Partner != "" {
			accepted = acceptedOf(a)
		}
		if a.State == joining.Accepted || a.Partner != "" {
			return false, nil
		}
		a.held = held.held
		return true, accept(c, a)
	})
	return accepted, err
}

// keepTexts keeps the exact words that were accepted. Pending are those of who is no partner yet: the journal has none of them.
func (s *Store) keepTexts(c *chronicle.Change, documents []joining.Document, pending bool) error {
	seq, err := s.Numbers(c.Ctx, graph.RegistrationSeq, len(documents))
	if err != nil {
		return err
	}
	texts := make([]any, len(documents))
	for i, document := range documents {
		texts[i] = []any{document.SHA256, document.Content, seq + int64(i)}
	}
	return c.Run(cypher.AcceptedTextsKeep, map[string]any{"texts": texts, "pending": pending, "recorded": c.Recorded}, nil)
}

// errThere ends a registration that another request has made meanwhile.
var errThere = &fault.Error{Kind: fault.Stale, Op: "registration", Msg: "the partner is registered already"}

// register makes a partner of an application, in the transaction in which before makes the step that comes before it. Of two at once,
// the second finds the partner of the first.
func (s *Store) register(ctx context.Context, id string, by graph.By, before func(c *chronicle.Change, a *application) error) (*Accepted, error) {
	a, err := s.byID(ctx, id)
	if err != nil {
		return nil, err
	}
	accepted, err := s.registerUnder(ctx, a, by, before)
	for errors.Is(err, errGone) { // the next above
		accepted, err = s.registerUnder(ctx, a, by, before)
	}
	return accepted, err
}

// errGone says that the sponsor's contract has ended at this very moment.
var errGone = &fault.Error{Kind: fault.Stale, Op: "registration", Msg: "the sponsor has left"}

// registerUnder registers the partner under the sponsor whom the application has at last.
func (s *Store) registerUnder(ctx context.Context, a *application, by graph.By, before func(c *chronicle.Change, a *application) error) (*Accepted, error) {
	sponsor, err := s.sponsorAtLast(ctx, a.sponsor)
	if err != nil {
		return nil, err
	}
	waiting, err := s.waitingUntil(ctx, sponsor)
	if err != nil {
		return nil, err
	}
	for tried := int64(1); ; tried *= 2 {
		if err = s.registerAs(ctx, tried, a, sponsor, waiting, by, before); err == nil || errors.Is(err, errThere) {
			there, err := s.byID(ctx, a.ID)
			if err != nil {
				return nil, err
			}
			return acceptedOf(there), nil
		}
		const triedMost = 1 << 30 // whoever imported so many ids of our form has others
		if !errors.Is(err, errTaken) || tried >= triedMost {
			return nil, err
		}
	}
}

// isFault says whether an error is ours, and not the database's.
func isFault(err error) bool {
	_, is := errors.AsType[*fault.Error](err)
	return is
}

// errTaken says that a partner has a number already.
var errTaken = &fault.Error{Kind: fault.Conflict, Op: "registration", Msg: "somebody has the number of the new partner"}

// registerAs registers the partner under the last of so many new numbers: those that an import has taken are soon left behind.
func (s *Store) registerAs(ctx context.Context, numbers int64, a *application, sponsor string, waiting *period.Day, by graph.By,
	before func(c *chronicle.Change, a *application) error,
) error {
	first, err := s.TakeNumbers(ctx, "partner id", numbers)
	if err != nil {
		return err
	}
	partner := fmt.Sprintf("P%06d", first+numbers-1)
	seq, err := s.Numbers(ctx, graph.RegistrationSeq, 1)
	if err != nil {
		return err
	}
	form, now := a.form.Normal(), s.now()
	var refusal error // of the application, which no other place would mend
	err = s.company.Register(ctx, graph.Registration{
		ID: partner, Name: form.Given + " " + form.Family, Joined: s.dayOf(now), Sponsor: sponsor, Waiting: waiting != nil,
		With: func(c *chronicle.Change) error {
			err := s.becomes(c, a.ID, partner, sponsor, seq, waiting, by, now, before)
			if refusal = nil; isFault(err) {
				refusal = err
				return errThere
			}
			return err
		},
	}, by)
	if refusal != nil {
		return refusal
	}
	if fault.KindOf(err) == fault.Conflict && err != nil {
		if _, lookErr := s.company.Partner(ctx, partner, s.view()); lookErr == nil {
			return errTaken
		}
	}
	return err
}

// becomes records, with the new partner, that the application is one.
func (s *Store) becomes(c *chronicle.Change, id, partner, sponsor string, seq int64, waiting *period.Day, by graph.By, now time.Time,
	before func(c *chronicle.Change, a *application) error,
) error {
	a, err := s.taken(c, id)
	if err != nil {
		return err
	}
	if a.Partner != "" {
		return errThere
	}
	if err := s.refuseGone(c, sponsor); err != nil {
		return err
	}
	seen := a.Version
	if err := before(c, a); err != nil {
		return err
	}
	if a.Process, err = a.Register(partner, waiting, named(by.Actor), now); err != nil {
		return err
	}
	a.sponsor, a.held = sponsor, nil
	if err := s.write(c, a, seen); err != nil {
		return err
	}
	if err := c.Run(cypher.AcceptedTextsSettle, map[string]any{"hashes": hashesOfTexts(a.Texts), "recorded": c.Recorded}, nil); err != nil {
		return err
	}
	if err := s.writePerson(c, partner, seq, nil, personOf(a.form)); err != nil {
		return err
	}
	if err := s.company.WriteMarket(c, partner, a.form.Address.Country, s.dayOf(now)); err != nil {
		return err
	}
	if err := s.countMail(c, a.address); err != nil {
		return err
	}
	if s.config.Contract != nil {
		if err := s.company.WriteJob(c, s.config.Contract(partner), by.Recorded()); err != nil {
			return err
		}
	}
	return s.mail(c, "mail-welcome-"+a.ID, Letter{Name: joining.MailWelcome, Of: a.ID}, by.Recorded())
}

// refuseGone refuses a sponsor whose contract has ended, and keeps it from ending until the change is committed: whoever leaves, gives away
// all recruits that there are by then.
func (s *Store) refuseGone(c *chronicle.Change, sponsor string) error {
	if sponsor == "" {
		return nil
	}
	if err := c.Run(cypher.PartnersLock, map[string]any{"ids": []string{sponsor}}, nil); err != nil {
		return err
	}
	params := map[string]any{"partner": sponsor, "asOf": chronicle.Date(s.today()), "knownAt": graph.Latest}
	return c.Run(cypher.StatusOf, params, func(record *neo4j.Record) error {
		if record.Values[0] == commission.Terminated.String() {
			return errGone
		}
		return nil
	})
}

// sponsorAtLast is whose recruit somebody becomes who chose a sponsor, or nobody.
func (s *Store) sponsorAtLast(ctx context.Context, chosen string) (string, error) {
	for _, partner := range []string{chosen, s.config.Sponsor} {
		if partner == "" {
			continue
		}
		above, err := s.sponsorsOf(ctx, partner)
		if err != nil {
			return "", err
		}
		if sponsor := joining.SponsorAtLast(above); sponsor != "" {
			return sponsor, nil
		}
	}
	return "", nil
}

// waitingUntil is the last day on which the sponsor may choose a newcomer's place; nil: places are found at once.
func (s *Store) waitingUntil(ctx context.Context, sponsor string) (*period.Day, error) {
	if s.config.TankDays == 0 || sponsor == "" {
		return nil, nil
	}
	trees, err := s.company.PlacementTrees(ctx)
	if err != nil || len(trees) == 0 {
		return nil, err
	}
	last := s.today() + period.Day(s.config.TankDays)
	return &last, nil
}
