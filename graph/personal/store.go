package personal

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/registrations"
	"upline/internal/fault"
	"upline/internal/period"
)

// Store is what is kept of persons in the company's graph.
type Store struct {
	*chronicle.Store
	company *graph.Store
	online  *registrations.Store
	today   func() period.Day
	papers  Papers
}

// New returns what is kept of persons. online opens forms and proofs; nil: nobody joins online. today is the company's day; nil: this
// machine's.
func New(company *graph.Store, online *registrations.Store, today func() period.Day) *Store {
	if today == nil {
		today = func() period.Day { return period.DayOf(time.Now(), time.Local) }
	}
	return &Store{Store: company.Store, company: company, online: online, today: today}
}

// Who is a person, by all names that the person has here; empty where there is none.
type Who struct {
	Person       string // as asked for: partner:17, user:5, registration:ID or shell:anna
	Partner      string // id
	User         string // id
	Registration string // id of one that has become no partner
	Shell        string // the name at the shell of a machine
	HasAccount   bool   // the user is one; whoever comes with a token of the operators is not
	Locked       bool   // nobody logs in to the account
}

// Kinds of names of persons. All but registrations are those of the audit.
const (
	partnerName      = "partner"
	userName         = "user"
	shellName        = "shell"
	registrationName = "registration"
)

// Subjects are the names that the person has in the audit.
func (w *Who) Subjects() (names []string) {
	if w.Partner != "" {
		names = append(names, partnerName+":"+w.Partner)
	}
	if w.User != "" {
		names = append(names, userName+":"+w.User)
	}
	if w.Shell != "" {
		names = append(names, shellName+":"+w.Shell)
	}
	return names
}

// Find finds out who is named.
//
// Errors: Invalid when the name is none; NotFound when there is no such person; Conflict when a registration has become a partner.
func (s *Store) Find(ctx context.Context, person string) (*Who, error) {
	kind, id, named := strings.Cut(person, ":")
	if !named || id == "" {
		return nil, nobody(person)
	}
	w := &Who{Person: person}
	switch kind {
	case partnerName:
		w.Partner = id
	case userName:
		w.User = id
	case shellName:
		w.Shell = id
		return w, s.knows(ctx, w)
	case registrationName:
		w.Registration = id
		return w, nil
	default:
		return nil, nobody(person)
	}
	if err := s.account(ctx, w); err != nil {
		return nil, err
	}
	if w.Partner == "" {
		return w, nil
	}
	_, err := s.company.Partner(ctx, w.Partner, s.view())
	return w, err
}

func nobody(person string) error {
	return fault.Invalidf("person", "%q names nobody: write partner:17, user:5 or registration:ID", person)
}

// account finds the account of a person.
//
// Errors: NotFound when a user is named of whom nothing is known.
func (s *Store) account(ctx context.Context, w *Who) error {
	params := map[string]any{"partner": chronicle.OrNull(w.Partner), "user": chronicle.OrNull(w.User)}
	err := s.Read(ctx, cypher.PersonalUser, params, nil, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		w.HasAccount, w.User, w.Partner = true, c.Text("user"), cmp.Or(c.Text("partner"), w.Partner)
		w.Locked, _ = c["locked"].(bool)
		return nil
	})
	if err == nil && !w.HasAccount && w.User != "" {
		err = s.knows(ctx, w)
	}
	return err
}

// knows refuses somebody whom the audit does not know.
func (s *Store) knows(ctx context.Context, w *Who) error {
	for _, err := range s.EntriesOf(ctx, w.Subjects()) {
		return err
	}
	return fault.NotFoundf("person", "nothing is kept of %s", w.Person)
}

// view is the company as it stands today, to whom nothing is hidden.
func (s *Store) view() graph.View {
	return graph.View{AsOf: s.today(), KnownAt: graph.Latest, Within: graph.Everybody}
}
