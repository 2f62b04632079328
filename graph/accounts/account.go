package accounts

import (
	"context"
	"encoding/base64"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Account is how a user logs in.
type Account struct {
	ID       string
	Email    access.Email
	Name     string // for the screen and for mails
	Partner  string // the id of the user's own partner; empty: is none
	Language string // de or en
	Machine  bool   // nobody logs in: it is asked for by tokens alone
	Password string // hash; empty: the invitation is not accepted yet
	Recovery []string
	TOTPStep int64 // the last one that was used
	Handle   []byte
	Passkeys []Passkey
	Created  time.Time
	LockedAt time.Time // zero: it is not locked

	provider      string // of OpenID Connect that vouches for the user, and its name for that one; empty: none has yet
	totp, pending string // secrets of authenticator apps, sealed; pending until its owner has shown that the app has it
}

// Locked says whether nobody can log in to it.
func (a *Account) Locked() bool { return !a.LockedAt.IsZero() }

// HasTOTP says whether an authenticator app is a second factor.
func (a *Account) HasTOTP() bool { return a.totp != "" }

// HasSecondFactor says whether a password is not enough.
func (a *Account) HasSecondFactor() bool { return a.HasTOTP() || len(a.Passkeys) > 0 }

// Account returns the account of a user.
//
// Errors: NotFound.
func (s *Store) Account(ctx context.Context, user string) (*Account, error) {
	list, err := s.find(ctx, user, "", access.Email{})
	if err == nil && len(list) == 0 {
		err = noUser(user)
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// AccountOf returns the account of an address; nil: there is none. Who wrote an address in other letters than the account has is found,
// if only one account has it so.
func (s *Store) AccountOf(ctx context.Context, email access.Email) (*Account, error) {
	list, err := s.find(ctx, "", "", email)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.Email.Address == email.Address {
			return a, nil
		}
	}
	if len(list) == 1 {
		return list[0], nil
	}
	return nil, nil
}

// AccountOfHandle returns the account of a passkey's handle.
//
// Errors: NotFound.
func (s *Store) AccountOfHandle(ctx context.Context, handle []byte) (*Account, error) {
	list, err := s.find(ctx, "", base64.StdEncoding.EncodeToString(handle), access.Email{})
	if err == nil && len(list) == 0 {
		err = fault.NotFoundf("account", "no account has that passkey: choose another one, or log in otherwise")
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

func (s *Store) find(ctx context.Context, user, handle string, email access.Email) (list []*Account, err error) {
	err = s.Read(ctx, cypher.AccountsFound, findParams(user, handle, email), func() { list = nil }, take(&list))
	return list, err
}

func findParams(user, handle string, email access.Email) map[string]any {
	return map[string]any{"id": user, "handle": handle, "email": email.Address, "folded": email.Folded}
}

// accountIn reads an account in the transaction of a change.
func accountIn(c *chronicle.Change, user string) (*Account, error) {
	var list []*Account
	err := c.Run(cypher.AccountsFound, findParams(user, "", access.Email{}), take(&list))
	if err == nil && len(list) == 0 {
		err = noUser(user)
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

func noUser(user string) error { return fault.NotFoundf("user", "there is no user %s", user) }

func take(list *[]*Account) func(record *neo4j.Record) error {
	return func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		handle, err := base64.StdEncoding.DecodeString(c.Text("handle"))
		if err != nil {
			return fault.Internalf("account", "the handle of user %s cannot be read", c.Text("id"))
		}
		a := &Account{
			ID: c.Text("id"), Email: access.Email{Address: c.Text("email"), Folded: c.Text("folded")}, Name: c.Text("name"),
			Partner: c.Text("partner"), Language: c.Text("language"), Password: c.Text("password"), Recovery: c.Texts("recovery"),
			TOTPStep: c.Number("totpStep"), Handle: handle, Created: c.Time("created"), LockedAt: c.Time("lockedAt"),
			provider: c.Text("provider"), totp: c.Text("totp"), pending: c.Text("totpPending"),
		}
		a.Machine, _ = c["machine"].(bool)
		for _, properties := range c.List("passkeys") {
			a.Passkeys = append(a.Passkeys, passkeyOf(properties.(map[string]any)))
		}
		*list = append(*list, a)
		return nil
	}
}
