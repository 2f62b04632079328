package joining

import (
	"slices"
	"time"

	"upline/internal/fault"
	"upline/internal/period"
)

// State is how far an application has come.
//
//	received ─▶ confirmed ─▶ shown ─▶ accepted ─▶ registered ─▶ ended
//	    │           │          │         │         (Waiting, then placed; or placed at once)
//	    ├───────────┴──────────┴─▶ expired
//	    └───────────┴──────────┴─────────┴─▶ withdrawn, refused
type State string

// The states.
const (
	Received   State = "received"
	Confirmed  State = "confirmed"
	Shown      State = "shown"
	Accepted   State = "accepted"
	Registered State = "registered"
	Ended      State = "ended" // the contract, by withdrawal or termination
	Expired    State = "expired"
	Withdrawn  State = "withdrawn"
	Refused    State = "refused"
)

// Process is an application under way. It is a value: each step returns the process after it and leaves the one before as it was.
// Keep it with its form, and write it only where Version is what was read (else read again and repeat the step); then of two
// steps at once, one has its effect, and the other finds it done.
type Process struct {
	ID       string    `json:"id"` // a random UUID: it says nothing of the person
	Version  int       `json:"version"`
	State    State     `json:"state"`
	Links    []Link    `json:"links"`           // the last one counts, the others are superseded
	Used     string    `json:"used,omitempty"`  // the hash of the link that confirmed
	Texts    []Text    `json:"texts,omitempty"` // shown last, in their order
	Partner  string    `json:"partner,omitempty"`
	Received time.Time `json:"received"`
	Events   []Event   `json:"events"`
	// Waiting is the last day in the holding tank: until its end, whoever is the sponsor may choose the place; then the partner is
	// placed automatically. Nil: not in the tank.
	Waiting *period.Day `json:"waiting,omitempty"`
}

// Link is a link that was sent.
type Link struct {
	Hash    string    `json:"hash"` // HashToken
	Expires time.Time `json:"expires"`
}

// Receive begins a process with a form that Rules.Check has nothing against, and the hash of the first link. Texts are what the
// form showed: the terms and the privacy notice, and the words beside each box.
func Receive(id, hash string, texts []Text, from Origin, now time.Time) Process {
	now = now.UTC()
	p := Process{ID: id, Received: now, Links: []Link{{hash, now.Add(TokenTerm)}}}
	return p.with(Received, Event{Kind: EventReceived, At: now, Origin: from, Texts: texts})
}

// MailSent records a mail that the mail server has taken, whatever state the process is in. The same Message-ID again changes
// nothing.
func (p Process) MailSent(mail SentMail, now time.Time) Process {
	for _, event := range p.Events {
		if event.Mail != nil && event.Mail.MessageID == mail.MessageID {
			return p
		}
	}
	return p.with(p.State, Event{Kind: EventMail, At: now, Mail: &mail})
}

// Resend makes a new link, which makes all former ones void. Sent are the times of all mails to the address (see MaySend). Tell
// everybody Answer, whatever comes out.
//
// It is Done; Limited when no mail may go out now; LinkExpired or LinkUsed when there is nothing to confirm any more. Only Done
// changes the process.
func (p Process) Resend(hash string, sent []time.Time, from Origin, now time.Time) (Process, Outcome) {
	if p.State != Received {
		return p, p.spent()
	}
	if !now.Before(p.expires()) {
		return p, LinkExpired
	}
	if _, ok := MaySend(sent, now); !ok {
		return p, Limited
	}
	expires := now.Add(TokenTerm)
	if last := p.Received.Add(LifeMax); expires.After(last) {
		expires = last
	}
	next := p.with(Received, Event{Kind: EventResent, At: now, Origin: from})
	next.Links = append(slices.Clip(p.Links), Link{hash, expires})
	return next, Done
}

// Confirm records that somebody pressed the button behind a link.
//
// It is Done; Again when the same link has confirmed before and the contract is not accepted yet (go on there); else it says why not:
// LinkSuperseded, LinkExpired, LinkUsed, LinkUnknown. Only Done changes the process.
func (p Process) Confirm(hash string, from Origin, now time.Time) (Process, Outcome) {
	link, why := p.latest(hash)
	switch {
	case link == nil:
		return p, why
	case p.State == Confirmed || p.State == Shown:
		if !now.Before(p.expires()) {
			return p, LinkExpired
		}
		return p, Again
	case p.State != Received:
		return p, p.spent()
	case !now.Before(link.Expires):
		return p, LinkExpired
	}
	next := p.with(Confirmed, Event{Kind: EventConfirmed, At: now, Origin: from})
	next.Used = hash
	return next, Done
}

// latest is the link of a hash, if it is the one that was sent last; nil: it is LinkSuperseded or LinkUnknown.
func (p Process) latest(hash string) (*Link, Outcome) {
	switch at := slices.IndexFunc(p.Links, func(l Link) bool { return l.Hash == hash }); {
	case at < 0:
		return nil, LinkUnknown
	case at < len(p.Links)-1:
		return nil, LinkSuperseded
	default:
		return &p.Links[at], Done
	}
}

// spent says why a link of a process that waits for none is not good any more.
func (p Process) spent() Outcome {
	switch p.State {
	case Expired:
		return LinkExpired
	case Withdrawn, Refused:
		return LinkUnknown // what became of it is nobody's business who finds the mail
	default:
		return LinkUsed
	}
}

// expires returns when a process that is not accepted ends by itself.
func (p Process) expires() time.Time {
	if p.State == Received {
		return p.Links[len(p.Links)-1].Expires
	}
	confirmed, _ := p.at(EventConfirmed)
	return confirmed.Add(AcceptTerm)
}

// step checks that a step follows, and returns true when it does; a process that is there already needs none.
func (p Process) step(what string, to State, from ...State) (bool, error) {
	if p.State == to {
		return false, nil
	}
	if !slices.Contains(from, p.State) {
		return false, fault.Conflictf("join", "an application that is %s cannot be %s", p.State, what)
	}
	return true, nil
}

// late refuses a step of somebody who took too long.
func (p Process) late(now time.Time) error {
	if !now.Before(p.expires()) {
		return fault.Conflictf("join", "the application has expired on %s: send the form again", p.expires().UTC().Format(time.DateOnly))
	}
	return nil
}
