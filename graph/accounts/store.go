package accounts

import (
	"context"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/keys"
	"upline/internal/period"
)

// Store is the accounts of the company.
type Store struct {
	*chronicle.Store
	sealing keys.Ring // of authenticator apps' secrets; nil: there is no key
	company []string  // the company's names
	kept    kept
}

// New returns the accounts in the database of a store. The secret, of 32 bytes or more, is what keys are derived from: several,
// parted by commas, while one is replaced (see internal/keys). Who makes and checks no codes of authenticator apps needs none. No password
// may consist of the company's names; who sets none need not know them.
//
// Errors: Invalid when a secret is too short.
func New(store *chronicle.Store, secret []byte, company ...string) (*Store, error) {
	s := &Store{Store: store, company: company}
	if len(secret) == 0 {
		return s, nil
	}
	var err error
	s.sealing, err = sealingOf(secret)
	return s, err
}

// By says who changes something, and on which day.
type By struct {
	chronicle.By
	Today period.Day // the company's
}

// userActor is how an actor is named who is a user (see audit.Actor), and a user whose data something is.
const userActor = "user:"

// ActorOf is a user as the actor of a change.
func ActorOf(user string) string { return userActor + user }

// user is the id of the user who changes something; of others, such as a command's, the whole name of the actor.
func (b By) user() string { return strings.TrimPrefix(b.Actor, userActor) }

// What a change of accounts locks, in this order.
var (
	rightsLock  = &chronicle.LockKind{Name: "rights", Lock: cypher.RightsLock, Recorded: cypher.RightsRecorded}
	profileLock = &chronicle.LockKind{Name: "profile", Lock: cypher.ProfilesLock, Recorded: cypher.ProfilesRecorded}
	groupLock   = &chronicle.LockKind{Name: "group", Lock: cypher.GroupsLock, Recorded: cypher.GroupsRecorded}
	userLock    = &chronicle.LockKind{Name: "user", Lock: cypher.UsersLock, Recorded: cypher.UsersRecorded}
	tokenLock   = &chronicle.LockKind{Name: "token", Lock: cypher.TokensLock, Recorded: cypher.TokensRecorded}
)

// locks are what a change locks until it is committed.
type locks struct{ rights, profiles, groups, users, tokens []string }

func (l locks) inOrder() []chronicle.Lock {
	return []chronicle.Lock{
		{Kind: rightsLock, IDs: l.rights},
		{Kind: profileLock, IDs: l.profiles},
		{Kind: groupLock, IDs: l.groups},
		{Kind: userLock, IDs: l.users},
		{Kind: tokenLock, IDs: l.tokens},
	}
}

// allRights is the one node under the lock of all rights.
var allRights = []string{"rights"}

// latest is the time of knowing at which everything counts that is not superseded.
var latest = chronicle.Moment(chronicle.FarDay.AddDate(0, 0, -1))

// The sequences of numbers, by which the journal copies.
const (
	userSeq    = "user"
	passkeySeq = "passkey"
	tokenSeq   = "access token"
	groupSeq   = "group"
)

// decide sees an account as it is, and returns what is to be changed of it.
type decide func(c *chronicle.Change, a *Account) (map[string]any, error)

// alter changes what is kept of a user, who is locked meanwhile, so that decide sees the account as it is. No changes are none.
func (s *Store) alter(ctx context.Context, operation string, by By, user string, decide decide) error {
	_, err := s.Change(ctx, operation, by.By, locks{users: []string{user}}.inOrder(), func(c *chronicle.Change) error {
		return alterIn(c, user, decide)
	})
	return err
}

// alterIn changes what is kept of a user who is locked, and says how the account was and is.
func alterIn(c *chronicle.Change, user string, decide decide) error {
	was, err := accountIn(c, user)
	if err != nil {
		return err
	}
	changes, err := decide(c, was)
	if err != nil {
		return err
	}
	if len(changes) > 0 {
		if err := c.Run(cypher.UserSet, map[string]any{"id": user, "changes": changes, "recorded": c.Recorded}, nil); err != nil {
			return err
		}
	}
	is, err := accountIn(c, user)
	if err != nil {
		return err
	}
	c.About(aboutUser, user, ActorOf(user), was.state(), is.state())
	return nil
}

// changeRights is a change after which somebody may do other things than before. All of them come one after the other, under the lock of
// all rights: so each sees what the one before has left, such as who may still administer.
func (s *Store) changeRights(ctx context.Context, operation string, by By, l locks, work func(c *chronicle.Change) error) error {
	l.rights = allRights
	_, err := s.Change(ctx, operation, by.By, l.inOrder(), func(c *chronicle.Change) error {
		if err := work(c); err != nil {
			return err
		}
		return c.Run(cypher.RightsChange, nil, nil)
	})
	s.kept.doubt()
	return err
}

// count runs a query that returns one number.
func count(c *chronicle.Change, query string, params map[string]any) (n int64, err error) {
	err = c.Run(query, params, func(record *neo4j.Record) error {
		n = record.Values[0].(int64)
		return nil
	})
	return n, err
}

func forbidden(op, msg string) error { return &fault.Error{Kind: fault.Forbidden, Op: op, Msg: msg} }
