package joining

import (
	"slices"
	"strings"
	"time"

	"upline/internal/fault"
	"upline/internal/period"
)

// Show records which texts somebody who has confirmed is shown: the contract and the instruction on withdrawal. Showing the same
// ones again changes nothing; other ones replace them, until the contract is accepted.
//
// Errors: Conflict when the address is not confirmed, the contract is accepted already, or it is too late.
func (p Process) Show(texts []Text, from Origin, now time.Time) (Process, error) {
	if p.State == Shown && slices.Equal(p.Texts, texts) {
		return p, nil
	}
	if p.State != Confirmed && p.State != Shown {
		return p, fault.Conflictf("join", "an application that is %s cannot be shown the contract", p.State)
	}
	if err := p.late(now); err != nil {
		return p, err
	}
	next := p.with(Shown, Event{Kind: EventShown, At: now, Origin: from, Texts: texts})
	next.Texts = slices.Clone(texts)
	return next, nil
}

// Accept records that the contract is accepted, in the texts of these hashes. Again, it changes nothing.
//
// Errors: Stale when other texts were shown last; Conflict when none was, or it is too late.
func (p Process) Accept(hashes []string, from Origin, now time.Time) (Process, error) {
	if p.State == Registered {
		return p, nil
	}
	if needed, err := p.step("accepted", Accepted, Shown); !needed {
		return p, err
	}
	if err := p.late(now); err != nil {
		return p, err
	}
	shown := make([]string, len(p.Texts))
	for i, text := range p.Texts {
		shown[i] = text.SHA256
	}
	if !slices.Equal(shown, hashes) {
		return p, &fault.Error{Kind: fault.Stale, Op: "join", Msg: "the contract has another version by now: show it again"}
	}
	return p.with(Accepted, Event{Kind: EventAccepted, At: now, Origin: from, Texts: p.Texts}), nil
}

// Register records that the partner is there, under an id. Waiting is the last day in the holding tank; nil: placed at once. Again with the same partner, it changes
// nothing.
//
// Errors: Conflict when the contract is not accepted, or another partner is registered; Invalid without a partner.
func (p Process) Register(partner string, waiting *period.Day, by string, now time.Time) (Process, error) {
	if partner == "" {
		return p, fault.Invalidf("join", "a registration has no partner: give the new partner's id")
	}
	if p.State == Registered && p.Partner != partner {
		return p, fault.Conflictf("join", "the application is partner %s already, not %s", p.Partner, partner)
	}
	if needed, err := p.step("registered", Registered, Accepted); !needed {
		return p, err
	}
	next := p.with(Registered, Event{Kind: EventRegistered, At: now, By: by, Note: partner})
	next.Partner = partner
	if waiting != nil {
		kept := *waiting
		next.Waiting = &kept
		return next, nil
	}
	return next.with(Registered, Event{Kind: EventPlaced, At: now, By: by}), nil
}

// Place records that a partner who waits has a place, given by the sponsor or automatically. Again, it changes nothing.
//
// Errors: Conflict when there is no partner yet.
func (p Process) Place(by string, now time.Time) (Process, error) {
	if p.State != Registered {
		return p, fault.Conflictf("join", "an application that is %s cannot be placed", p.State)
	}
	if p.Waiting == nil {
		return p, nil
	}
	next := p.with(Registered, Event{Kind: EventPlaced, At: now, By: by})
	next.Waiting = nil
	return next, nil
}

// End records that the contract has ended (see Contract and Leave), on the first day without it. Who was in the holding tank needs no
// place any more. Again, it changes nothing.
//
// Errors: Conflict when there is no partner.
func (p Process) End(end End, by string, from Origin, now time.Time) (Process, error) {
	if needed, err := p.step("ended", Ended, Registered); !needed {
		return p, err
	}
	next := p.with(Ended, Event{Kind: EventEnded, At: now, By: by, Origin: from, Note: string(end.Kind) + " from " + end.From.String()})
	next.Waiting = nil
	return next, nil
}

// Due says what is to be done by itself, and when.
type Due string

const (
	// DueNothing stands for nothing.
	DueNothing Due = ""
	// DueExpire calls for Expire, and then for deleting what Retention says.
	DueExpire Due = "expire"
	// DuePlace calls for a place, and then for Place.
	DuePlace Due = "place"
)

// Due returns what becomes due next, and from when on. A partner waits until the end of a day in the company's zone.
func (p Process) Due(zone *time.Location) (Due, time.Time) {
	switch {
	case p.State == Received || p.State == Confirmed || p.State == Shown:
		return DueExpire, p.expires()
	case p.State == Registered && p.Waiting != nil:
		year, month, day := p.Waiting.Date()
		return DuePlace, time.Date(year, time.Month(month), day+1, 0, 0, 0, 0, zone)
	default:
		return DueNothing, time.Time{}
	}
}

// Expire ends a process that nobody went on with. Again, it changes nothing.
//
// Errors: Conflict when its time is not over, or it came further meanwhile.
func (p Process) Expire(now time.Time) (Process, error) {
	if needed, err := p.step("expired", Expired, Received, Confirmed, Shown); !needed {
		return p, err
	}
	if now.Before(p.expires()) {
		return p, fault.Conflictf("join", "the application holds until %s", p.expires().UTC().Format(time.RFC3339))
	}
	return p.with(Expired, Event{Kind: EventExpired, At: now}), nil
}

// Withdraw ends a process at the applicant's wish, before there is a partner; after that it is a withdrawal from the contract (see
// Contract and Leave). By says who records it, and note how the applicant said so; both are empty when it comes from the applicant. Again,
// it changes nothing.
//
// Errors: Conflict when it has ended otherwise, or there is a partner.
func (p Process) Withdraw(by, note string, from Origin, now time.Time) (Process, error) {
	if needed, err := p.step("withdrawn", Withdrawn, Received, Confirmed, Shown, Accepted); !needed {
		return p, err
	}
	return p.with(Withdrawn, Event{Kind: EventWithdrawn, At: now, By: by, Note: note, Origin: from}), nil
}

// WithdrawBy is Withdraw by whoever has a link. A link that is too old to confirm still withdraws, as long as the application is there.
//
// It is Retracted, or Released when the contract was accepted already; else it says why not: LinkSuperseded, LinkUsed, LinkUnknown. Only
// the first two change the process.
func (p Process) WithdrawBy(hash string, from Origin, now time.Time) (Process, Outcome) {
	if link, why := p.latest(hash); link == nil {
		return p, why
	}
	next, err := p.Withdraw("", "", from, now)
	if err != nil || next.Version == p.Version {
		return p, p.spent()
	}
	if _, accepted := p.at(EventAccepted); accepted {
		return next, Released
	}
	return next, Retracted
}

// The consents that can be given and revoked by themselves, as JSON names them.
const (
	ConsentNewsletter = "newsletter"
	ConsentPhone      = "phone_contact"
)

// Consent records that a consent is given after the form, or revoked, by whom (empty: the person, without an account). What is so already,
// it leaves alone.
//
// Errors: Conflict when there is no partner: of others, Retention keeps the proof by itself.
func (p Process) Consent(consent string, given bool, by string, from Origin, now time.Time) (Process, error) {
	if p.State != Registered && p.State != Ended {
		return p, fault.Conflictf("consent", "an application that is %s has no partner who could give or revoke a consent", p.State)
	}
	kind := EventRevoked
	if given {
		kind = EventConsented
	}
	return p.with(p.State, Event{Kind: kind, At: now, By: by, Origin: from, Note: consent}), nil
}

// ConsentSince says since when a consent that a form gave, or did not, is as it is now: the last time that it was given or revoked.
func (p Process) ConsentSince(consent string, onForm bool) (at time.Time, given bool) {
	at, given = p.Received, onForm
	for _, event := range p.Events {
		if event.Note == consent && (event.Kind == EventConsented || event.Kind == EventRevoked) {
			at, given = event.At, event.Kind == EventConsented
		}
	}
	return at, given
}

// Refuse ends a process by the company: somebody registers a second time, say. Again, it changes nothing.
//
// Errors: Invalid without a reason; Conflict when it has ended otherwise, or there is a partner.
func (p Process) Refuse(by, reason string, now time.Time) (Process, error) {
	if strings.TrimSpace(reason) == "" {
		return p, fault.Invalidf("join", "an application is not refused without a reason: say why")
	}
	if needed, err := p.step("refused", Refused, Received, Confirmed, Shown, Accepted); !needed {
		return p, err
	}
	return p.with(Refused, Event{Kind: EventRefused, At: now, By: by, Note: reason}), nil
}
