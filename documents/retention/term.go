package retention

import (
	"time"
	_ "time/tzdata" // what year it is must not depend on the files of a machine
)

// Term is how long a document is kept.
type Term struct {
	// Until is the first instant at which it may go: midnight after 31 December of its last year, in Berlin.
	Until time.Time
	// Lock and Locked say how it is kept from being deleted, and until when; zero when it is not. A COMPLIANCE lock lasts as long as the
	// law asks, also where a company keeps longer: it could not be taken back.
	Lock   Lock
	Locked time.Time
}

// Term returns how long a document is kept that was made, or whose matter ended, at a time. For a contract that goes on, at is now, and the term grows from
// year to year.
func (r *Rules) Term(c Class, at time.Time) Term {
	rule := r.rule(c)
	term := Term{Until: after(at, rule.Kept), Lock: rule.Lock}
	switch rule.Lock {
	case Compliance:
		term.Locked = after(at, rule.Years)
	case Governance:
		term.Locked = term.Until
	case Unlocked:
	}
	return term
}

// after returns the end of the year that comes so many years after that of a time. The year is that of Berlin: a document of 31 December,
// 23:30 UTC, is one of the new year there, and is kept a year longer.
func after(at time.Time, years int) time.Time {
	return time.Date(at.In(berlin).Year()+years+1, time.January, 1, 0, 0, 0, 0, berlin)
}

var berlin = zone("Europe/Berlin")

func zone(name string) *time.Location {
	location, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // it is built in
	}
	return location
}
