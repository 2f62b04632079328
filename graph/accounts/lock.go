package accounts

import (
	"context"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
)

// Lock closes an account: its user may do nothing, and gives a deputy nothing. Whoever calls it ends the user's sessions afterwards.
//
// Errors: NotFound.
func (s *Store) Lock(ctx context.Context, user string, by By) error {
	return s.turn(ctx, "lock user", user, by, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		if a.Locked() {
			return nil, nil
		}
		kinds := []string{string(access.InvitationToken), string(access.ResetToken), string(access.ConfirmationToken)}
		_, err := count(c, cypher.TokensEnd, map[string]any{"user": user, "kinds": kinds, "recorded": c.Recorded})
		return map[string]any{"lockedAt": c.Recorded}, err
	})
}

// Unlock opens an account again.
//
// Errors: NotFound; Forbidden when it is one's own.
func (s *Store) Unlock(ctx context.Context, user string, by By) error {
	return s.turn(ctx, "unlock user", user, by, func(_ *chronicle.Change, a *Account) (map[string]any, error) {
		if a.ID == by.user() {
			return nil, forbidden("unlock user", "nobody unlocks the own account: somebody else must do this")
		}
		return map[string]any{"lockedAt": nil}, nil
	})
}

// turn alters an account in a way that changes what its user may do.
func (s *Store) turn(ctx context.Context, operation, user string, by By, decide func(c *chronicle.Change, a *Account) (map[string]any, error)) error {
	return s.changeRights(ctx, operation, by, locks{users: []string{user}}, func(c *chronicle.Change) error {
		a, err := accountIn(c, user)
		if err != nil {
			return err
		}
		changes, err := decide(c, a)
		if err != nil || len(changes) == 0 {
			return err
		}
		return set(c, user, changes)
	})
}
