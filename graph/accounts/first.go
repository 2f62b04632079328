package accounts

import (
	"context"

	"github.com/google/uuid"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// administrator is the ready-made profile of the first user.
const administrator = "administrator"

// Prepare records the ready-made profiles, if there is no profile yet.
func (s *Store) Prepare(ctx context.Context, by By) error {
	var there []ProfileRow
	all := map[string]any{"closed": true} // who has closed all of them did not want them
	err := s.Read(ctx, cypher.ProfilesList, all, func() { there = nil }, takeProfiles(&there))
	if err != nil || len(there) > 0 {
		return err
	}
	_, err = s.Change(ctx, "record ready-made profiles", by.By, locks{rights: allRights}.inOrder(), func(c *chronicle.Change) error {
		var there []ProfileRow
		if err := c.Run(cypher.ProfilesList, all, takeProfiles(&there)); err != nil || len(there) > 0 {
			return err
		}
		for _, p := range access.ReadyMade() {
			if err := createProfile(c, p); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// Empty says whether there is no user yet, so that the first administrator has to come.
func (s *Store) Empty(ctx context.Context) (empty bool, err error) {
	err = s.Read(ctx, cypher.UsersAny, nil, func() { empty = true }, func(*neo4j.Record) error {
		empty = false
		return nil
	})
	return empty, err
}

// First makes the token of the first administrator, if there is no user yet, and returns its text, to be shown once. One that was made
// before is not good any more. No text: nothing was made.
func (s *Store) First(ctx context.Context, by By) (text string, err error) {
	seq, err := s.Numbers(ctx, tokenSeq, 1)
	if err != nil {
		return "", err
	}
	_, err = s.Change(ctx, "invite first administrator", by.By, locks{rights: allRights}.inOrder(), func(c *chronicle.Change) error {
		text = ""
		if there, err := anyUser(c); err != nil || there {
			return err
		}
		if err := c.Run(cypher.TokensEndKind, map[string]any{"kind": string(access.FirstToken), "recorded": c.Recorded}, ended(c, "")); err != nil {
			return err
		}
		text, _, err = makeToken(c, seq, access.FirstToken, "", access.FirstToken.LifeMax(), nil)
		return err
	})
	return text, err
}

// AcceptFirst makes the first administrator, by the text of the token, which is used up.
//
// Errors: NotFound when the token is not good, or there is a user already; Invalid when the password is not.
func (s *Store) AcceptFirst(ctx context.Context, text string, i Invitation, password string, by By) (user string, err error) {
	token, err := s.look(ctx, access.FirstToken, text)
	if err != nil {
		return "", err
	}
	if err := s.Prepare(ctx, by); err != nil {
		return "", err
	}
	hash, err := s.hashNew(ctx, &Account{Email: i.Email, Name: i.Name}, password)
	if err != nil {
		return "", err
	}
	seq, err := s.Numbers(ctx, userSeq, 1)
	if err != nil {
		return "", err
	}
	user = uuid.NewString()
	by.Actor = ActorOf(user)
	err = s.changeRights(ctx, "accept first invitation", by, locks{rights: allRights, tokens: []string{token.ID}}, func(c *chronicle.Change) error {
		if err := token.use(c); err != nil {
			return err
		}
		if there, err := anyUser(c); err != nil || there {
			return noTokenIf(err)
		}
		if err := create(c, user, seq, i, hash); err != nil {
			return err
		}
		return holding.give(c, user, administrator, access.Days{From: by.Today, To: period.Forever})
	})
	return user, err
}

func noTokenIf(err error) error {
	if err == nil {
		err = noToken()
	}
	return err
}

func anyUser(c *chronicle.Change) (there bool, err error) {
	err = c.Run(cypher.UsersAny, nil, func(*neo4j.Record) error {
		there = true
		return nil
	})
	return there, err
}

// noProfile says that a profile is not there.
func noProfile(id string) error { return fault.NotFoundf("profile", "there is no profile %s", id) }
