package audit

import "time"

// Stripes is how many chains there are: one for each stripe of the clock, 0 to 15.
const Stripes = 16

// Entry is what is kept of one change, or of one look at protected data.
type Entry struct {
	Stripe   int       // 0 to Stripes-1; Append sets it
	No       int64     // in the stripe, from 1, without gaps; Append sets it
	Recorded time.Time // microseconds, UTC; in a stripe it never goes back
	Receipt  string    // the id of the change's receipt; empty: a look, which leaves none
	Actor    Actor
	Session  string // the id of a session or a token, never what proves it; empty: a job or a command
	// Operation is what was done, in words of the house, such as "move" or "look at bank data". No text that somebody typed.
	Operation string
	Kind, Key string // of what was changed or looked at, such as Partner and 17; the key may be empty where there is just one
	// Fields names what was changed or looked at, such as iban, sorted. Append adds the names in Before and After; the names stay
	// when the values are erased.
	Fields  []string
	Erasure *Erasure // if it is one
	// Details are what can be erased: one for each person whose data it is or who is named by it, even if there is nothing to say of
	// them, and one for the actor, with the address. Who is not among them does not learn of the entry, and may be named to others.
	Details []Detail
}

// Actor is who did it.
type Actor struct {
	Kind ActorKind
	ID   string // of the user or the job; the command of the shell, such as "upline run approve"; empty: of the public, unknown
}

// ActorKind is a kind of actors.
type ActorKind string

// The kinds of actors.
const (
	User   ActorKind = "user"
	Job    ActorKind = "job"
	Shell  ActorKind = "shell"
	Public ActorKind = "public" // somebody who is not logged in: who tries to, or registers
)

// String is the actor in one text, such as user:17. No two actors have the same, since no kind has a colon.
func (a Actor) String() string { return string(a.Kind) + ":" + a.ID }

// Detail is the part of an entry that belongs to one person and can be erased for that person alone.
type Detail struct {
	// Subject is the person, always spelled alike, such as partner:17, or user:5 as Actor.String has it; empty: nobody's data, such
	// as a plan's. It stays when the body is erased.
	Subject string
	Digest  Hash  // of the body; Append sets it
	Body    *Body // nil: it is not there: erased, or gone
}

// Body is what a detail says.
type Body struct {
	Salt Salt // Append draws it
	// From is the actor's IP address; empty: a job or a command. It is the actor's data: let it stand in the detail of whose
	// Subject is the actor, not in that of a person whom somebody else has changed.
	From   string
	Reason string // why, as somebody typed it; about this person only
	// Before and After hold the fields that differ, by name, as canonical JSON texts; make them by Diff. A field that was not there
	// is in one of them only.
	Before, After map[string]string
}

// Salt is 32 random bytes, without which a digest tells nothing about a body (256 bits: NIST SP 800-107, section 5).
type Salt [32]byte

// Erasure says whose details were erased and by what right; the entry says who did it and when.
type Erasure struct {
	Person string // the Subject of the details
	Ground string // the law, such as "Art. 17(1)(a) GDPR", and the request's number
	// Entries are those that the bodies were taken from: sorted by stripe and number, at most ErasureMax. For a person with more, make
	// several erasures.
	Entries []Ref
}

// ErasureMax is how many entries one erasure names at most.
const ErasureMax = 10_000

// Ref names an entry.
type Ref struct {
	Stripe int   `json:"stripe"`
	No     int64 `json:"no"`
}

func (r Ref) before(other Ref) bool {
	return r.Stripe < other.Stripe || (r.Stripe == other.Stripe && r.No < other.No)
}
