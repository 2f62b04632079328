package registrations

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
)

// renewedAtOnce is how many things are sealed anew in one change.
const renewedAtOnce = 200

// Renewed is how many things another key than the first had sealed or marked.
type Renewed struct{ Applications, Persons, Withdrawals, Proofs int }

// Renew seals and marks anew, by the first key of UPLINE_JOIN_KEY, what another one has sealed or marked; and seals bank and tax data that
// were kept as text. A dry run only counts. It can be stopped anywhere, and done again.
//
// Errors: Internal when something was sealed by a key that is not set: add it, and do this again.
func (s *Store) Renew(ctx context.Context, by graph.By, dry bool) (done Renewed, err error) {
	for _, kind := range []renewal{
		{&done.Applications, "applications", cypher.ApplicationsSealed, cypher.ApplicationsReseal, s.renewedApplication},
		{&done.Persons, "persons", cypher.PersonsSealed, cypher.PersonsReseal, s.renewedPerson},
		{&done.Withdrawals, "withdrawals", cypher.WithdrawalsSealed, cypher.WithdrawalsReseal, s.renewedText},
		{&done.Proofs, "proofs", cypher.ConsentProofsSealed, cypher.ConsentProofsReseal, s.renewedProof},
	} {
		if err := s.renew(ctx, kind, by, dry); err != nil {
			return done, err
		}
	}
	return done, nil
}

// renewal is how things of a kind are sealed anew: row makes of one what is written of it; nil: nothing.
type renewal struct {
	count             *int
	name, list, write string
	row               func(c chronicle.Columns) (map[string]any, error)
}

func (s *Store) renew(ctx context.Context, kind renewal, by graph.By, dry bool) error {
	for after, last := int64(-1), false; !last; { // numbers begin with 0
		var rows []any
		read := 0
		params := map[string]any{"after": after, "limit": renewedAtOnce}
		err := s.Read(ctx, kind.list, params, func() { rows, read = nil, 0 }, func(record *neo4j.Record) error {
			c := chronicle.ColumnsOf(record)
			read++
			after = c.Number("seq")
			row, err := kind.row(c)
			if row != nil {
				rows = append(rows, row)
			}
			return err
		})
		if err != nil {
			return err
		}
		if last = read < renewedAtOnce; len(rows) > 0 && !dry {
			_, err = s.Change(ctx, "renew keys of "+kind.name, by.Recorded(), nil, func(c *chronicle.Change) error {
				return c.Run(kind.write, map[string]any{"rows": rows, "recorded": c.Recorded}, nil)
			})
			if err != nil {
				return err
			}
		}
		*kind.count += len(rows)
	}
	return nil
}

// renewedText is something that is sealed, and no more.
func (s *Store) renewedText(c chronicle.Columns) (map[string]any, error) {
	was := c.Text("sealed")
	sealed, is, err := s.reseal(c.Text("id"), was)
	if err != nil || !is {
		return nil, err
	}
	return map[string]any{"id": c.Text("id"), "was": was, "sealed": sealed}, nil
}

// renewedProof is the proof of a consent, which is found by an address.
func (s *Store) renewedProof(c chronicle.Columns) (map[string]any, error) {
	row, err := s.renewedText(c)
	if err != nil || row == nil {
		return nil, err
	}
	var proof formProof
	if err := s.unseal(c.Text("id"), c.Text("sealed"), &proof); err != nil {
		return nil, err
	}
	row["address"] = s.addressOf(proof.Email).kept()
	return row, nil
}

func (s *Store) renewedApplication(c chronicle.Columns) (map[string]any, error) {
	a := &application{}
	row, err := s.renewedText(c)
	if err != nil || row == nil {
		return nil, err
	}
	if err := s.unseal(c.Text("id"), c.Text("sealed"), &a.form); err != nil {
		return nil, err
	}
	row["address"], row["marks"] = s.addressOf(a.form.Email).kept(), marksOf(s.print(a.form))
	return row, nil
}

// renewedPerson is a person as known now or before, of whom only the former has marks.
func (s *Store) renewedPerson(c chronicle.Columns) (map[string]any, error) {
	properties := chronicle.Columns(c["person"].(map[string]any))
	partner, was := properties.Text("partner"), properties.Text("money")
	if was != "" && s.keys.seal.Current(was) {
		return nil, nil
	}
	p, err := s.personIn(partner, properties)
	if err != nil {
		return nil, err
	}
	sealed, err := s.seal(moneyOf(partner), money{*p.Bank, *p.Tax})
	if err != nil {
		return nil, err
	}
	return map[string]any{"seq": c.Number("seq"), "was": was, "sealed": sealed, "marks": marksOf(s.print(p.form()))}, nil
}
