package accounts

import (
	"context"
	"encoding/base64"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Invitation says who is to be a user.
type Invitation struct {
	Email    access.Email
	Name     string
	Partner  string // the id of the user's own partner; empty: is none
	Language string // de or en
	Machine  bool   // nobody logs in
}

// Also writes something in the transaction of a change, such as the job that sends a mail: both are there, or neither.
type Also func(c *chronicle.Change, user string) error

// Invite records a user, who can log in when the invitation is accepted, and returns the id.
//
// Errors: Conflict when there is an account with this address, or of this partner; NotFound when there is no such partner.
func (s *Store) Invite(ctx context.Context, i Invitation, by By, also Also) (user string, err error) {
	user = uuid.NewString()
	seq, err := s.Numbers(ctx, userSeq, 1)
	if err != nil {
		return "", err
	}
	_, err = s.Change(ctx, "invite user", by.By, nil, func(c *chronicle.Change) error {
		if err := i.free(c); err != nil {
			return err
		}
		if err := create(c, user, seq, i, ""); err != nil {
			return err
		}
		if also == nil {
			return nil
		}
		return also(c, user)
	})
	return user, err
}

// free refuses an address that has an account, and a partner who is not there. That two are invited at the same time, constraints see to.
func (i *Invitation) free(c *chronicle.Change) error {
	var list []*Account
	if err := c.Run(cypher.AccountsFound, findParams("", "", access.Email{Address: i.Email.Address}), take(&list)); err != nil {
		return err
	}
	if len(list) > 0 {
		return fault.Conflictf("invite", "there is an account of %s already", i.Email.Address)
	}
	if i.Partner == "" {
		return nil
	}
	there := false
	err := c.Run(cypher.PartnerIs, map[string]any{"id": i.Partner}, func(*neo4j.Record) error {
		there = true
		return nil
	})
	if err == nil && !there {
		err = fault.NotFoundf("invite", "there is no partner %s", i.Partner)
	}
	return err
}

// create records a user, with the hash of a password or without.
func create(c *chronicle.Change, user string, seq int64, i Invitation, password string) error {
	is := Account{Email: i.Email, Name: i.Name, Partner: i.Partner, Language: i.Language, Machine: i.Machine, Password: password}
	c.About(aboutUser, user, ActorOf(user), nil, is.state())
	return c.Run(cypher.UserCreate, map[string]any{
		"id": user, "seq": seq, "email": i.Email.Address, "folded": i.Email.Folded, "name": i.Name, "partner": chronicle.OrNull(i.Partner),
		"machine": i.Machine, "password": chronicle.OrNull(password), "handle": base64.StdEncoding.EncodeToString(access.NewPasskeyHandle()),
		"language": i.Language, "recorded": c.Recorded,
	}, nil)
}
