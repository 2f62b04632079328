package accounts

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// NewMachineToken is a token to be made.
type NewMachineToken struct {
	User   string // whose permissions it can use at most
	Name   string // what it is for
	Scopes []access.Permission
	Life   time.Duration
}

// MakeMachineToken makes a token of the API, and returns its text, to be shown once. It is for a machine's account, or for the account
// of who makes it: a token of somebody else's would let its maker act in that one's name.
//
// Errors: NotFound when there is no such user; Forbidden when it is somebody else; Invalid when a permission or the life is none.
func (s *Store) MakeMachineToken(ctx context.Context, n NewMachineToken, by By) (text string, t Token, err error) {
	scopes := make([]string, len(n.Scopes))
	for i, scope := range n.Scopes {
		if _, err := access.ParsePermission(string(scope)); err != nil {
			return "", t, err
		}
		scopes[i] = string(scope)
	}
	seq, err := s.Numbers(ctx, tokenSeq, 1)
	if err != nil {
		return "", t, err
	}
	err = s.alter(ctx, "make machine token", by, n.User, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		if !a.Machine && a.ID != by.user() {
			return nil, forbidden("token", "a token of the API is made for a machine's account, or for one's own: nobody acts in the name of somebody else")
		}
		var err error
		text, t, err = makeToken(c, seq, access.APIToken, n.User, n.Life, map[string]any{"name": n.Name, "createdBy": by.Actor}, scopes...)
		t.Name, t.CreatedBy = n.Name, by.Actor
		return nil, err
	})
	return text, t, err
}

// RevokeMachineToken takes a token of the API back.
//
// Errors: NotFound.
func (s *Store) RevokeMachineToken(ctx context.Context, id string, by By) error {
	return s.changeRights(ctx, "revoke machine token", by, locks{}, func(c *chronicle.Change) error {
		revoked := false
		params := map[string]any{"id": id, "kind": string(access.APIToken), "recorded": c.Recorded}
		err := c.Run(cypher.TokenRevoke, params, func(record *neo4j.Record) error {
			revoked = true
			return ended(c, record.Values[1].(string))(record)
		})
		if err == nil && !revoked {
			err = fault.NotFoundf("token", "there is no token %s", id)
		}
		return err
	})
}

// MachineTokens returns the tokens of the API that are good, the oldest first.
func (s *Store) MachineTokens(ctx context.Context) (list []Token, err error) {
	params := map[string]any{"kind": string(access.APIToken), "now": s.Time()}
	err = s.Read(ctx, cypher.TokensList, params, func() { list = nil }, func(record *neo4j.Record) error {
		list = append(list, tokenOf(record))
		return nil
	})
	return list, err
}
