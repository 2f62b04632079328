package access

import (
	"fmt"
	"slices"

	"upline/internal/period"
)

// Deed is what somebody did that bars from a later step.
type Deed string

// The deeds.
const (
	RunComputed     Deed = "run computed"      // had a run computed, or computed again
	RunChanged      Deed = "run changed"       // changed what a computed run is made of
	PayoutPrepared  Deed = "payout prepared"   // put a payout together
	BankDataChanged Deed = "bank data changed" // of somebody whom the payout pays, since that one was paid last
	RightsReceived  Deed = "rights received"   // is who gets more rights by the step
	DeletionAsked   Deed = "deletion asked"    // asked for a document to be deleted
)

// Step is what takes a second pair of eyes.
type Step string

// The steps.
const (
	ApproveRun    Step = "approve run"
	ReleasePayout Step = "release payout"
	// GiveRights is to give somebody a profile, to put somebody into a group, to appoint a deputy, or to change a profile: of those who
	// have it. Nobody gives rights to oneself.
	GiveRights     Step = "give rights"
	DeleteDocument Step = "delete document"
)

// bars says which deeds bar from which step.
var bars = map[Step][]Deed{
	ApproveRun:     {RunComputed, RunChanged},
	ReleasePayout:  {PayoutPrepared, BankDataChanged},
	GiveRights:     {RightsReceived},
	DeleteDocument: {DeletionAsked},
}

// Part is a deed, and who did it. A machine's deeds are of the user whose token it has.
type Part struct {
	User string // id
	Deed Deed
	Day  period.Day
}

// Verdict says whether somebody may do a step, as far as four eyes are concerned.
type Verdict struct {
	May  bool
	Whys []Words // sentences: why not; one that says why, if so
}

// MayStep decides about four eyes: nobody does a step who did a deed that bars from it. A deputy counts as both, oneself and
// whom that one stands in for, on the day of the deed or on the day of the step. So neither does a deputy approve what the
// absent one computed, nor that one what the deputy computed, nor one deputy of somebody what another one computed.
//
// standIns are all that ever were between those who are named; parts, all deeds about the run, payout or user. A step that is
// not known is nobody's.
func MayStep(step Step, user string, today period.Day, parts []Part, standIns []StandIn) Verdict {
	barring, known := bars[step]
	if !known || user == "" {
		return Verdict{Whys: []Words{{"There is no such step, or nobody who would do it.", "Es gibt diesen Schritt nicht, oder niemanden, der ihn täte."}}}
	}
	verdict := Verdict{May: true}
	for _, part := range parts {
		if !slices.Contains(barring, part.Deed) {
			continue
		}
		if why, same := sameEyes(user, part, today, standIns); same {
			verdict.May = false
			verdict.Whys = append(verdict.Whys, why)
		}
	}
	if verdict.May {
		verdict.Whys = []Words{{
			fmt.Sprintf("%s did nothing before that this step must see with other eyes.", user),
			fmt.Sprintf("%s hat zuvor nichts getan, was bei diesem Schritt andere Augen sehen müssen.", user),
		}}
	}
	return verdict
}

// sameEyes says whether a user counts as who did a deed, and why.
func sameEyes(user string, part Part, today period.Day, standIns []StandIn) (why Words, same bool) {
	did := deedAbout[part.Deed]
	if user == part.User {
		return Words{
			fmt.Sprintf("%s %s (%s): somebody else must do this.", user, did.EN, part.Day),
			fmt.Sprintf("%s %s (%s): das muss jemand anders tun.", user, did.DE, part.Day),
		}, true
	}
	both := func(who string) []string {
		return append(identities(who, standIns, part.Day), identities(who, standIns, today)...)
	}
	theirs := both(part.User)
	for _, one := range both(user) {
		if slices.Contains(theirs, one) {
			en, de := standing(user, part.User, one)
			return Words{
				fmt.Sprintf("%s %s (%s), and %s, now or on that day: somebody else must do this.", part.User, did.EN, part.Day, en),
				fmt.Sprintf("%s %s (%s), und %s, jetzt oder an jenem Tag: das muss jemand anders tun.", part.User, did.DE, part.Day, de),
			}, true
		}
	}
	return Words{}, false
}

// standing says how two users count as one and the same person.
func standing(user, other, as string) (en, de string) {
	switch as {
	case other:
		return fmt.Sprintf("%s stands in for %s", user, other), fmt.Sprintf("%s vertritt %s", user, other)
	case user:
		return fmt.Sprintf("%s stands in for %s", other, user), fmt.Sprintf("%s vertritt %s", other, user)
	default:
		return fmt.Sprintf("both stand in for %s", as), fmt.Sprintf("beide vertreten %s", as)
	}
}

var deedAbout = map[Deed]Words{
	RunComputed:     {"had the run computed", "hat den Lauf berechnen lassen"},
	RunChanged:      {"changed the run", "hat den Lauf geändert"},
	PayoutPrepared:  {"prepared the payout", "hat die Auszahlung vorbereitet"},
	BankDataChanged: {"changed bank data that the payout uses", "hat Bankdaten der Auszahlung geändert"},
	RightsReceived:  {"is to get the rights", "soll die Rechte erhalten"},
	DeletionAsked:   {"asked for the document to be deleted", "hat die Löschung des Dokuments verlangt"},
}
