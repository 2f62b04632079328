package accounts

import (
	"context"

	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Accept sets the password of an invited user, by the text of the invitation, which is used up.
//
// Errors: NotFound when the invitation is not good; Invalid when the password is not; Unavailable when too many are hashed.
func (s *Store) Accept(ctx context.Context, text, password string, by By) (user string, err error) {
	return s.setPassword(ctx, "accept invitation", access.InvitationToken, text, password, by)
}

// Reset sets the password of a user who has forgotten it, by the text of a token, which is used up. Second factors stay. Whoever calls
// it ends the user's sessions afterwards.
//
// Errors: as Accept's.
func (s *Store) Reset(ctx context.Context, text, password string, by By) (user string, err error) {
	return s.setPassword(ctx, "reset password", access.ResetToken, text, password, by)
}

func (s *Store) setPassword(ctx context.Context, operation string, kind access.TokenKind, text, password string, by By) (user string, err error) {
	token, err := s.look(ctx, kind, text)
	if err != nil {
		return "", err
	}
	account, err := s.Account(ctx, token.User)
	if err != nil {
		return "", err
	}
	hash, err := s.hashNew(ctx, account, password)
	if err != nil {
		return "", err
	}
	by.Actor = ActorOf(account.ID)
	_, err = s.Change(ctx, operation, by.By, locks{users: []string{account.ID}, tokens: []string{token.ID}}.inOrder(), func(c *chronicle.Change) error {
		if err := token.use(c); err != nil {
			return err
		}
		return alterIn(c, account.ID, func(c *chronicle.Change, a *Account) (map[string]any, error) {
			if a.Locked() || kind == access.InvitationToken && a.Password != "" {
				return nil, noToken()
			}
			return newPassword(c, a.ID, hash)
		})
	})
	return account.ID, err
}

// newPassword keeps the hash of a new password. What could set another one is not good any more.
func newPassword(c *chronicle.Change, user, hash string) (map[string]any, error) {
	return map[string]any{"password": hash, "passwordAt": c.Recorded}, endTokens(c, user, access.InvitationToken, access.ResetToken)
}

// hashNew hashes a password that a user chooses.
func (s *Store) hashNew(ctx context.Context, a *Account, password string) (hash string, err error) {
	if err := access.ValidatePassword(password, append([]string{a.Email.Address, a.Name}, s.company...)...); err != nil {
		return "", err
	}
	return access.HashPassword(ctx, password)
}

// ChangePassword sets the password of a user who has just proved the former one, whose hash was before. Whoever calls it ends the
// user's other sessions afterwards.
//
// Errors: as Accept's; Conflict when the password was changed meanwhile.
func (s *Store) ChangePassword(ctx context.Context, account *Account, password string, by By) error {
	hash, err := s.hashNew(ctx, account, password)
	if err != nil {
		return err
	}
	return s.alter(ctx, "change password", by, account.ID, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		if a.Password != account.Password {
			return nil, fault.Conflictf("password", "the password was changed meanwhile: log in again")
		}
		return newPassword(c, a.ID, hash)
	})
}

// Rehash keeps a costlier hash of the same password, unless that was changed meanwhile.
func (s *Store) Rehash(ctx context.Context, account *Account, hash string, by By) error {
	return s.alter(ctx, "hash password anew", by, account.ID, func(_ *chronicle.Change, a *Account) (map[string]any, error) {
		if a.Password != account.Password {
			return nil, nil
		}
		return map[string]any{"password": hash}, nil
	})
}

// ConfirmEmail gives a user the new address to which the text of a token was sent, which is used up. It returns the account as it was
// before, so that the former address can be told.
//
// Errors: NotFound when the token is not good, or another account has the address now: who holds the token learns no more.
func (s *Store) ConfirmEmail(ctx context.Context, text string, by By) (before *Account, err error) {
	token, err := s.look(ctx, access.ConfirmationToken, text)
	if err != nil {
		return nil, err
	}
	by.Actor = ActorOf(token.User)
	_, err = s.Change(ctx, "change e-mail", by.By, locks{users: []string{token.User}, tokens: []string{token.ID}}.inOrder(), func(c *chronicle.Change) error {
		if err := token.use(c); err != nil {
			return err
		}
		return alterIn(c, token.User, func(c *chronicle.Change, a *Account) (map[string]any, error) {
			if before = a; a.Locked() {
				return nil, noToken()
			}
			changes := map[string]any{"email": token.email.Address, "folded": token.email.Folded}
			return changes, endTokens(c, a.ID, access.ResetToken) // sent to the former address
		})
	})
	if fault.KindOf(err) == fault.Conflict {
		err = noToken()
	}
	return before, err
}
