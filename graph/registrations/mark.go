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

// Marks are the parts of prints (joining.Print), kept one by one so that each is found by an index. Who holds them is a partner, or an
// application whose address is confirmed; of who has not confirmed, nothing is compared.

const (
	partnerHolder     = "partner "
	applicationHolder = "application "
)

// markKeys are the keys under which the parts of a print are found.
func markKeys(p joining.Print) (keys []string) {
	for _, part := range []struct {
		mark joining.Mark
		hash string
	}{
		{joining.MarkPerson, p.Person}, {joining.MarkEmail, p.Email}, {joining.MarkIBAN, p.IBAN}, {joining.MarkPhone, p.Phone}, {joining.MarkVATID, p.VATID},
	} {
		if part.hash != "" {
			keys = append(keys, string(part.mark)+":"+part.hash)
		}
	}
	return keys
}

// printOf puts a print together from keys.
func printOf(keys []string) (p joining.Print) {
	parts := map[joining.Mark]*string{
		joining.MarkPerson: &p.Person, joining.MarkEmail: &p.Email, joining.MarkIBAN: &p.IBAN, joining.MarkPhone: &p.Phone, joining.MarkVATID: &p.VATID,
	}
	for _, key := range keys {
		mark, hash, _ := strings.Cut(key, ":")
		if part := parts[joining.Mark(mark)]; part != nil {
			*part = hash
		}
	}
	return p
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

// setMarks gives a holder marks, in place of those before.
func (s *Store) setMarks(c *chronicle.Change, holder string, p joining.Print) error {
	return c.Run(cypher.MarksCreate, map[string]any{"holder": holder, "keys": markKeys(p)}, nil)
}

// namesakes lists in what others agree with a print: partners, and applications too if asked for. self is whose print it is.
func (s *Store) namesakes(run runs, self string, p joining.Print, applications bool) (marks []string, err error) {
	err = run(cypher.MarksFind, map[string]any{"holder": self, "keys": markKeys(p)}, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		if !applications && !strings.HasPrefix(c.Text("holder"), partnerHolder) {
			return nil
		}
		_, alike := joining.Compare(p, printOf(c.Texts("keys")))
		for _, mark := range alike {
			if !slices.Contains(marks, string(mark)) {
				marks = append(marks, string(mark))
			}
		}
		return nil
	})
	return marks, err
}

// runs runs a query, in a change or by itself.
type runs func(query string, params map[string]any, each func(record *neo4j.Record) error) error

// reads runs queries by themselves.
func (s *Store) reads(ctx context.Context) runs {
	return func(query string, params map[string]any, each func(record *neo4j.Record) error) error {
		return s.Read(ctx, query, params, nil, each)
	}
}

// partnerAt returns the partner whose e-mail address has a keyed hash; empty: there is none.
func (s *Store) partnerAt(run runs, address string) (partner string, err error) {
	params := map[string]any{"holder": "", "keys": []string{string(joining.MarkEmail) + ":" + address}}
	err = run(cypher.MarksFind, params, func(record *neo4j.Record) error {
		if id, is := strings.CutPrefix(record.Values[0].(string), partnerHolder); is {
			partner = id
		}
		return nil
	})
	return partner, err
}
