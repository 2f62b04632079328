package registrations

import (
	"context"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/graph/joining"
)

// Marks are the parts of prints (joining.Print), each indexed. They are kept with persons, and with applications whose address is
// confirmed; of who has not confirmed, nothing is compared.

// Who has marks, as marks_find names them.
const (
	partnerHolder     = "partner "
	applicationHolder = "application "
)

// marksOf are the parts of a print as they are kept; null where there is none.
func marksOf(p joining.Print) map[string]any {
	marks := map[string]any{}
	for name, hash := range map[string]string{"person": p.Person, "email": p.Email, "iban": p.IBAN, "phone": p.Phone, "vatID": p.VATID} {
		if marks[name] = nil; hash != "" {
			marks[name] = hash
		}
	}
	return marks
}

// print is what tells whether somebody is registered already. What is not known, as of partners who did not join online, agrees with
// nobody's.
func (s *Store) print(form joining.Application) joining.Print {
	p := joining.PrintOf(s.keys.mark, form)
	if form.Family == "" || form.Birth == "" {
		p.Person = ""
	}
	if form.Email == "" {
		p.Email = ""
	}
	return p
}

func (s *Store) addressOf(email string) string { return joining.EmailHash(s.keys.mark, email) }

// namesakes lists in what others agree with a print: partners, and applications too if asked for. self is whose print it is.
func (s *Store) namesakes(run runs, self string, p joining.Print, applications bool) (marks []string, err error) {
	params := map[string]any{"holder": self, "person": p.Person, "email": p.Email, "iban": p.IBAN, "phone": p.Phone, "vatID": p.VATID}
	err = run(cypher.MarksFind, params, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		if !applications && !strings.HasPrefix(c.Text("holder"), partnerHolder) {
			return nil
		}
		for _, mark := range c.Texts("marks") {
			if !slices.Contains(marks, mark) {
				marks = append(marks, mark)
			}
		}
		return nil
	})
	return marks, err
}

// gated lists in what others agree with an application, as namesakes does, of which nobody else who has a mark in common becomes one
// until the change is committed.
func (s *Store) gated(c *chronicle.Change, a *application, applications bool) ([]string, error) {
	print := s.print(a.form)
	marks := []string{}
	for name, hash := range marksOf(print) {
		if hash != nil {
			marks = append(marks, name+":"+hash.(string))
		}
	}
	slices.Sort(marks)
	if err := c.Run(cypher.MarksGate, map[string]any{"marks": marks}, nil); err != nil {
		return nil, err
	}
	return s.namesakes(c.Run, applicationHolder+a.ID, print, applications)
}

// runs runs a query, in a change or by itself.
type runs func(query string, params map[string]any, each func(record *neo4j.Record) error) error

// reads runs queries by themselves.
func (s *Store) reads(ctx context.Context) runs {
	return func(query string, params map[string]any, each func(record *neo4j.Record) error) error {
		return s.Read(ctx, query, params, nil, each)
	}
}

// partnerAt returns the partner whose e-mail address has a keyed hash; empty: there is none. ended says that the contract has: such a one may
// join again.
func (s *Store) partnerAt(run runs, address string) (partner string, ended bool, err error) {
	err = run(cypher.PersonAt, map[string]any{"email": address}, func(record *neo4j.Record) error {
		partner, ended = record.Values[0].(string), record.Values[1].(bool)
		return nil
	})
	return partner, ended, err
}

// registeredAt is partnerAt, of who cannot join again.
func (s *Store) registeredAt(run runs, address string) (string, error) {
	partner, ended, err := s.partnerAt(run, address)
	if ended {
		partner = ""
	}
	return partner, err
}
