package registrations

import (
	"context"
	"encoding/json"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

var applicationLock = &chronicle.LockKind{Name: "application", Lock: cypher.ApplicationsLock, Recorded: cypher.ApplicationsRecorded}

// application is an application as it is kept.
type application struct {
	joining.Process
	was      joining.State // as it was read; empty: it is new
	seq      int64
	form     joining.Application
	address  address
	sponsor  string // who was chosen, then whose recruit it became; empty: nobody
	language string
	held     []string   // marks that others have, too: a person decides; nil: not held back
	endedOn  period.Day // the first day without the contract; 0: it runs
}

// take reads an application from a record.
func (s *Store) take(a **application) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		read := &application{
			seq: c.Number("seq"), sponsor: c.Text("sponsor"), language: c.Text("language"), held: c.Texts("held"),
		}
		if c["endedOn"] != nil {
			read.endedOn = chronicle.Day(c["endedOn"])
		}
		if err := json.Unmarshal([]byte(c.Text("process")), &read.Process); err != nil {
			return fault.Internalf("registrations", "the process of application %s cannot be read: %v", c.Text("id"), err)
		}
		read.was, *a = read.State, read
		err := s.unseal(read.ID, c.Text("form"), &read.form)
		read.address = s.addressOf(read.form.Email)
		return err
	}
}

// find looks an application up; nil: there is none.
func (s *Store) find(ctx context.Context, query string, params map[string]any) (a *application, err error) {
	err = s.Read(ctx, query, params, func() { a = nil }, s.take(&a))
	return a, err
}

// Application looks an application up by its id.
//
// Errors: NotFound.
func (s *Store) byID(ctx context.Context, id string) (*application, error) {
	a, err := s.find(ctx, cypher.ApplicationFind, map[string]any{"id": id})
	if err == nil && a == nil {
		err = fault.NotFoundf("registration", "there is no registration %s", id)
	}
	return a, err
}

// taken reads an application in a change, and locks it until the change is committed.
func (s *Store) taken(c *chronicle.Change, id string) (a *application, err error) {
	err = c.Run(cypher.ApplicationTake, map[string]any{"id": id}, s.take(&a))
	if err == nil && a == nil {
		err = fault.NotFoundf("registration", "there is no registration %s", id)
	}
	return a, err
}

// applicationKind is the kind of applications in audit entries.
const applicationKind = "Application"

// about says from which state into which an application comes. Nothing of the person is in it; gone is one that is forgotten.
func (a *application) about(c *chronicle.Change, gone bool) {
	type state struct{ State joining.State }
	var before, after any
	if a.was != "" {
		before = state{a.was}
	}
	if !gone {
		after = state{a.State}
	}
	subject := ""
	if a.Partner != "" {
		subject = subjectOf(a.Partner)
	}
	c.About(applicationKind, a.ID, subject, before, after)
}

// create records an application.
func (s *Store) create(c *chronicle.Change, a *application) error {
	process, err := json.Marshal(a.Process)
	if err != nil {
		return fault.Internalf("registrations", "the process of application %s cannot be written: %v", a.ID, err)
	}
	form, err := s.seal(a.ID, a.form)
	if err != nil {
		return err
	}
	a.about(c, false)
	return c.Run(cypher.ApplicationCreate, map[string]any{
		"seq": a.seq, "id": a.ID, "version": a.Version, "state": string(a.State), "process": string(process), "form": form, "address": a.address.kept(),
		"sponsor": a.sponsor, "language": a.language, "due": s.due(a), "link": a.Links[0].Hash, "recorded": c.Recorded,
	}, nil)
}

// write records a step of an application. seen is the version before it.
//
// Errors: Stale when another step was written meanwhile.
func (s *Store) write(c *chronicle.Change, a *application, seen int) error {
	process, err := json.Marshal(a.Process)
	if err != nil {
		return fault.Internalf("registrations", "the process of application %s cannot be written: %v", a.ID, err)
	}
	a.about(c, false)
	written := int64(0)
	params := map[string]any{
		"id": a.ID, "seen": seen, "version": a.Version, "state": string(a.State), "process": string(process), "confirmed": a.confirmed(),
		"sponsor": a.sponsor, "held": a.held, "partner": nil, "waiting": nil, "due": s.due(a), "endedOn": nil, "marks": marksOf(s.marksNow(a)), "recorded": c.Recorded,
	}
	if a.held == nil {
		params["held"] = []string{}
	}
	if a.Partner != "" {
		params["partner"] = a.Partner
	}
	if a.Waiting != nil {
		params["waiting"] = chronicle.Date(*a.Waiting)
	}
	if a.endedOn != 0 {
		params["endedOn"] = chronicle.Date(a.endedOn)
	}
	err = c.Run(cypher.ApplicationWrite, params, func(record *neo4j.Record) error {
		written = record.Values[0].(int64)
		return nil
	})
	if err == nil && written == 0 {
		err = &fault.Error{Kind: fault.Stale, Op: "registration", Msg: "somebody else has gone on with registration " + a.ID + ": look again"}
	}
	return err
}

// marksNow are the marks by which an application is found: of who has confirmed, and is no partner yet, whose person has them.
func (s *Store) marksNow(a *application) joining.Print {
	if !a.confirmed() || a.Partner != "" {
		return joining.Print{}
	}
	return s.print(a.form)
}

// confirmed says whether the address was confirmed.
func (a *application) confirmed() bool { return a.Used != "" }

// at is when something happened last; zero: never.
func (a *application) at(kind joining.EventKind) (at time.Time) {
	for _, event := range a.Events {
		if event.Kind == kind {
			at = event.At
		}
	}
	return at
}

// step makes a step of an application: decide changes it, and says whether it is to be written. Nobody else makes one meanwhile.
//
// Errors: NotFound when it is gone; those of decide.
func (s *Store) step(ctx context.Context, operation, id string, by chronicle.By, decide func(c *chronicle.Change, a *application) (write bool, err error)) error {
	_, err := s.Change(ctx, operation, by, lockOf(id), func(c *chronicle.Change) error {
		a, err := s.taken(c, id)
		if err != nil {
			return err
		}
		seen := a.Version
		write, err := decide(c, a)
		if err != nil || !write {
			return err
		}
		return s.write(c, a, seen)
	})
	return err
}

// mail writes the job that sends a letter.
func (s *Store) mail(c *chronicle.Change, id string, letter Letter, by chronicle.By) error {
	return s.company.WriteJob(c, s.config.Mail(id, letter), by)
}
