package joining

import (
	"slices"
	"time"
)

// EventKind is what happened to an application.
type EventKind string

// The events, in the order in which they come.
const (
	EventReceived   EventKind = "received"
	EventMail       EventKind = "mail"
	EventResent     EventKind = "resent"
	EventConfirmed  EventKind = "confirmed"
	EventShown      EventKind = "shown"
	EventAccepted   EventKind = "accepted"
	EventRegistered EventKind = "registered"
	EventPlaced     EventKind = "placed"
	EventEnded      EventKind = "ended"
	EventExpired    EventKind = "expired"
	EventWithdrawn  EventKind = "withdrawn"
	EventRefused    EventKind = "refused"
	EventConsented  EventKind = "consented" // to what Note says, after the form
	EventRevoked    EventKind = "revoked"   // the consent that Note says
)

// proofs say what an event proves.
var proofs = map[EventKind]wording{
	EventReceived:   {"Das Formular ist mit diesem Inhalt und diesen Ankreuzfeldern abgesandt worden.", "The form was sent with this content and these boxes."},
	EventMail:       {"Diese Mail ist dem Mailserver übergeben worden.", "This mail was handed to the mail server."},
	EventResent:     {"Ein neuer Link ist verlangt worden; die früheren gelten nicht mehr.", "A new link was asked for; those before are void."},
	EventConfirmed:  {"Wer Mails an die Adresse liest, hat den Link geöffnet und den Knopf gedrückt (Double-Opt-in, Art. 7 Abs. 1 DSGVO).", "Whoever reads the address's mail has opened the link and pressed the button (double opt-in, Art. 7(1) GDPR)."},
	EventShown:      {"Vertrag und Widerrufsbelehrung sind in genau diesen Fassungen gezeigt worden.", "Contract and instruction on withdrawal were shown in exactly these versions."},
	EventAccepted:   {"Der Vertrag ist in den gezeigten Fassungen angenommen worden (§§ 145 ff., 312i BGB).", "The contract was accepted in the versions that were shown (§§ 145 ff., 312i BGB)."},
	EventRegistered: {"Der Partner ist angelegt worden.", "The partner was recorded."},
	EventPlaced:     {"Der Partner hat seinen Platz bekommen, und von wem.", "The partner got a place, and from whom."},
	EventEnded:      {"Der Vertrag ist beendet, wodurch und von welchem Tag an.", "The contract has ended, by what, and from which day on."},
	EventExpired:    {"Die Frist ist ohne Bestätigung oder Annahme verstrichen.", "The time passed without confirmation or acceptance."},
	EventWithdrawn:  {"Der Antrag ist vor der Registrierung zurückgezogen worden.", "The application was withdrawn before registration."},
	EventRefused:    {"Der Antrag ist abgelehnt worden, und warum.", "The application was refused, and why."},
	EventConsented:  {"Die genannte Einwilligung ist nachträglich erteilt worden, und von wem erfasst.", "The consent that is named was given later, and who recorded it."},
	EventRevoked:    {"Die genannte Einwilligung ist widerrufen worden, und von wem erfasst (Art. 7 Abs. 3 DSGVO).", "The consent that is named was revoked, and who recorded it (Art. 7(3) GDPR)."},
}

// Proves says in German (de) or English what an event of the kind proves.
func (k EventKind) Proves(language string) string { return proofs[k].in(language) }

// Origin is where a request came from.
type Origin struct {
	Address   string `json:"ip,omitempty"` // IPv4 or IPv6, as text
	UserAgent string `json:"user_agent,omitempty"`
}

// SentMail is a mail that a mail server has taken.
type SentMail struct {
	Template  string `json:"template"`
	MessageID string `json:"message_id"`
	SHA256    string `json:"sha256"` // Letter.SHA256, in hex
}

// Text is a text that somebody was shown, in one version and language.
type Text struct {
	Kind     string `json:"kind"` // contract, withdrawal, privacy, …
	Language string `json:"language"`
	Version  string `json:"version"`
	SHA256   string `json:"sha256"` // of its exact bytes, in hex
}

// Event is something that happened to an application. Times are UTC, to the second.
type Event struct {
	Kind   EventKind `json:"kind"`
	At     time.Time `json:"at"`
	Origin Origin    `json:"origin,omitzero"`
	By     string    `json:"by,omitempty"`    // who did it, when not the applicant: a user, a job, a partner
	Note   string    `json:"note,omitempty"`  // why (refused), the partner's id (registered), how and when (ended)
	Mail   *SentMail `json:"mail,omitempty"`  // mail
	Texts  []Text    `json:"texts,omitempty"` // received, shown, accepted
}

// with returns the process after an event. Clocks of several machines differ; time never runs backwards in the record.
func (p Process) with(state State, event Event) Process {
	event.Texts = slices.Clone(event.Texts)
	event.At = event.At.UTC().Truncate(time.Second)
	if n := len(p.Events); n > 0 {
		event.At = latest(event.At, p.Events[n-1].At)
	}
	p.Events = append(slices.Clip(p.Events), event) // clipped: whoever keeps the process before keeps its events
	p.Version = len(p.Events)
	p.State = state
	return p
}

// at returns when something of a kind happened last.
func (p Process) at(kind EventKind) (time.Time, bool) {
	for _, event := range slices.Backward(p.Events) {
		if event.Kind == kind {
			return event.At, true
		}
	}
	return time.Time{}, false
}
