package registrations

import (
	"context"
	"strings"

	"upline/cypher"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/graph/joining"
	"upline/internal/fault"
)

// Statements lists up to some statements of withdrawal that somebody has to see to, the earliest first; or closed ones that belong to no
// contract, the latest first. They are of partners who are within; those of which nobody knows whose they are, only who sees everybody.
// Where the address is among the fields that are shown, it is recorded before that by looks at them.
func (s *Store) Statements(ctx context.Context, closed bool, fields access.Fields, by graph.By, limit int) (list []Statement, err error) {
	query := cypher.WithdrawalsOpen
	if closed {
		query = cypher.WithdrawalsClosed
	}
	err = s.Read(ctx, query, map[string]any{"limit": limit}, func() { list = nil }, s.appendStatement(&list))
	if err != nil {
		return nil, err
	}
	inside, err := s.areSeen(ctx, list, by.Within)
	if err != nil {
		return nil, err
	}
	seen := list[:0]
	for i := range list {
		if inside[i] {
			seen = append(seen, list[i].with(fields))
		}
	}
	if len(seen) == 0 || !fields.Has(access.Contact) {
		return seen, nil
	}
	_, err = s.Look(ctx, by.Recorded(), chronicle.Look{Operation: "look at statements of withdrawal", Kind: statementKind, Fields: []string{"contact"}})
	return seen, err
}

// statementKind is the kind of statements of withdrawal in audit entries.
const statementKind = "Withdrawal"

// with leaves out what is not to be shown.
func (w *Statement) with(fields access.Fields) Statement {
	shown := *w
	if !fields.Has(access.Contact) {
		shown.Email = ""
	}
	if !fields.Has(access.Notes) {
		shown.Declaration, shown.ClosedReason = "", ""
	}
	return shown
}

func (s *Store) areSeen(ctx context.Context, list []Statement, within graph.Sight) ([]bool, error) {
	partners := make([]string, len(list))
	for i := range list {
		partners[i] = list[i].Partner
	}
	return s.company.AreWithin(ctx, within, partners, s.today())
}

// CloseStatement records that somebody has seen to a statement of withdrawal which is about no contract that there is, and why. It stays, as
// proof, until it can be disputed no longer.
//
// Errors: NotFound when there is no such statement within; Invalid without a reason; Conflict when it is closed already.
func (s *Store) CloseStatement(ctx context.Context, id string, by graph.By) error {
	if err := s.seeStatement(ctx, id, by.Within); err != nil {
		return err
	}
	if strings.TrimSpace(by.Reason) == "" {
		return fault.Invalidf("withdrawal", "a statement of withdrawal is not closed without a reason: say why it is about no contract")
	}
	_, err := s.Change(ctx, "close withdrawal", by.Recorded(), nil, func(c *chronicle.Change) error {
		return s.closeIn(c, id, "", by)
	})
	return err
}

// seeStatement refuses a statement that is not of a partner within; one of nobody, only who sees everybody has.
func (s *Store) seeStatement(ctx context.Context, id string, within graph.Sight) error {
	statement, err := s.statement(ctx, id)
	if err != nil {
		return err
	}
	inside, err := s.areSeen(ctx, []Statement{*statement}, within)
	if err == nil && !inside[0] {
		err = noStatement(id)
	}
	return err
}

func noStatement(id string) error {
	return fault.NotFoundf("withdrawal", "there is no statement of withdrawal %s", id)
}

// takeStatement reads a statement in a change, and locks it until the change is committed.
func (s *Store) takeStatement(c *chronicle.Change, id string) (*Statement, error) {
	var list []Statement
	err := c.Run(cypher.WithdrawalTake, map[string]any{"id": id}, s.appendStatement(&list))
	if err == nil && len(list) == 0 {
		err = noStatement(id)
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// closeIn closes a statement in a change: of a partner, or of nobody.
func (s *Store) closeIn(c *chronicle.Change, id, partner string, by graph.By) error {
	statement, err := s.takeStatement(c, id)
	if err != nil {
		return err
	}
	if !statement.Open {
		return fault.Conflictf("withdrawal", "the statement of withdrawal %s has been seen to already", id)
	}
	params := map[string]any{"id": id, "partner": partner, "until": nil, "actor": by.Actor, "reason": by.Reason, "recorded": c.Recorded}
	subject := ""
	if partner == "" {
		params["until"] = chronicle.Date(joining.StatementKept(s.today()))
	} else {
		subject = subjectOf(partner)
	}
	type state struct{ State string }
	c.About(statementKind, id, subject, state{"open"}, state{"closed"})
	return c.Run(cypher.WithdrawalClose, params, nil)
}
