package accounts

import (
	"context"

	"upline/graph/access"
	"upline/graph/chronicle"
)

// Lock closes an account: its user may do nothing, and gives a deputy nothing. Whoever calls it ends the user's sessions afterwards.
//
// Errors: NotFound; Conflict when nobody would be left who may administer.
func (s *Store) Lock(ctx context.Context, user string, by By) error {
	return s.takeRights(ctx, "lock user", by, locks{users: []string{user}}, func(c *chronicle.Change) error { return alterIn(c, user, lock) })
}

func lock(c *chronicle.Change, a *Account) (map[string]any, error) {
	if a.Locked() {
		return nil, nil
	}
	return map[string]any{"lockedAt": c.Recorded}, endTokens(c, a.ID, access.InvitationToken, access.ResetToken, access.ConfirmationToken)
}

// Unlock opens an account again, and gives its user the rights back that the profiles say.
//
// Errors: NotFound; Forbidden when it is one's own, or of somebody for whom one stands in.
func (s *Store) Unlock(ctx context.Context, user string, by By) error {
	return s.changeRights(ctx, "unlock user", by, locks{users: []string{user}}, func(c *chronicle.Change) error {
		if err := by.mayGive(c, user); err != nil {
			return err
		}
		return alterIn(c, user, func(*chronicle.Change, *Account) (map[string]any, error) { return map[string]any{"lockedAt": nil}, nil })
	})
}
