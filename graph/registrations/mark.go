package registrations

import (
	"context"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/keys"
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

// print is what tells whether somebody is registered already, as it is kept.
func (s *Store) print(form joining.Application) joining.Print {
	return printBy(s.keys.mark.First(), form)
}

// prints are what it may be kept as: one by each key.
func (s *Store) prints(form joining.Application) []joining.Print {
	return keys.Each(s.keys.mark, func(key []byte) joining.Print { return printBy(key, form) })
}

// printBy is a print by a key. What is not known, as of partners who did not join online, agrees with nobody's.
func printBy(key []byte, form joining.Application) joining.Print {
	p := joining.PrintOf(key, form)
	if form.Family == "" || form.Birth == "" {
		p.Person = ""
	}
	if form.Email == "" {
		p.Email = ""
	}
	return p
}

// address is an address of e-mail by its keyed hashes: the first is kept, and it is found by any of them.
type address []string

func (a address) kept() string { return a[0] }

func (s *Store) addressOf(email string) address {
	return keys.Each(s.keys.mark, func(key []byte) string { return joining.EmailHash(key, email) })
}

// namesakes lists in what others agree with a form: partners, and applications too if asked for. self is whose form it is.
func (s *Store) namesakes(run runs, self string, form joining.Application, applications bool) (marks []string, err error) {
	err = run(cypher.MarksFind, s.marked(self, form), func(record *neo4j.Record) error {
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

// marked are the parameters that find who agrees with a form, by any of the keys. self is whose form it is.
func (s *Store) marked(self string, form joining.Application) map[string]any {
	params := map[string]any{"holder": self, "person": []string{}, "email": []string{}, "iban": []string{}, "phone": []string{}, "vatID": []string{}}
	for _, print := range s.prints(form) {
		for name, hash := range marksOf(print) {
			if hash != nil {
				params[name] = append(params[name].([]string), hash.(string))
			}
		}
	}
	return params
}

// gated lists in what others agree with an application, as namesakes does, of which nobody else who has a mark in common becomes one
// until the change is committed.
func (s *Store) gated(c *chronicle.Change, a *application, applications bool) ([]string, error) {
	marks := []string{}
	for _, print := range s.prints(a.form) {
		for name, hash := range marksOf(print) {
			if hash != nil {
				marks = append(marks, name+":"+hash.(string))
			}
		}
	}
	slices.Sort(marks)
	if err := c.Run(cypher.MarksGate, map[string]any{"marks": marks}, nil); err != nil {
		return nil, err
	}
	return s.namesakes(c.Run, applicationHolder+a.ID, a.form, applications)
}

// runs runs a query, in a change or by itself.
type runs func(query string, params map[string]any, each func(record *neo4j.Record) error) error

// reads runs queries by themselves.
func (s *Store) reads(ctx context.Context) runs {
	return func(query string, params map[string]any, each func(record *neo4j.Record) error) error {
		return s.Read(ctx, query, params, nil, each)
	}
}

// partnerAt returns the partner who has an e-mail address; empty: there is none. ended says that the contract has: such a one may join
// again.
func (s *Store) partnerAt(run runs, at address) (partner string, ended bool, err error) {
	err = run(cypher.PersonAt, map[string]any{"emails": []string(at)}, func(record *neo4j.Record) error {
		partner, ended = record.Values[0].(string), record.Values[1].(bool)
		return nil
	})
	return partner, ended, err
}

// registeredAt is partnerAt, of who cannot join again.
func (s *Store) registeredAt(run runs, at address) (string, error) {
	partner, ended, err := s.partnerAt(run, at)
	if ended {
		partner = ""
	}
	return partner, err
}
