package accounts

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// AccountOfProvider returns the account of somebody whom a provider of OpenID Connect vouches for. It is told by issuer and subject, which
// never change, and the first time by the address, if the provider has verified it: then issuer and subject are kept.
//
// Errors: NotFound when there is none, or the account of that address is known to the provider as somebody else.
func (s *Store) AccountOfProvider(ctx context.Context, issuer, subject string, email access.Email, by By) (*Account, error) {
	name := issuer + " " + subject
	user := ""
	err := s.Read(ctx, cypher.UserOfProvider, map[string]any{"provider": name}, func() { user = "" }, func(record *neo4j.Record) error {
		user = record.Values[0].(string)
		return nil
	})
	if err != nil || user != "" {
		return s.accountIf(ctx, user, err)
	}
	account, err := s.AccountOf(ctx, email)
	if err != nil {
		return nil, err
	}
	if account == nil || account.Email.Address != email.Address || account.Machine || account.Locked() {
		return nil, noAccount()
	}
	by.Actor = ActorOf(account.ID)
	err = s.alter(ctx, "know user by provider", by, account.ID, func(_ *chronicle.Change, a *Account) (map[string]any, error) {
		if a.Locked() || a.provider != "" && a.provider != name || a.Email.Address != email.Address {
			return nil, noAccount()
		}
		return map[string]any{"provider": name}, nil
	})
	return account, err
}

func (s *Store) accountIf(ctx context.Context, user string, err error) (*Account, error) {
	if err != nil {
		return nil, err
	}
	return s.Account(ctx, user)
}

func noAccount() error {
	return fault.NotFoundf("account", "the provider knows nobody who has an account here")
}
