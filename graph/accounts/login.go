package accounts

import (
	"context"

	"upline/graph/chronicle"
)

// LogIn is by what somebody has logged in, as the audit tells it.
type LogIn struct {
	Method       string `json:"method"`        // password, passkey or oidc
	SecondFactor string `json:"second_factor"` // empty: none
	Pending      bool   `json:"pending"`       // a second factor is owed: the entry of its use follows in the same session
}

// LogIn records that a user logs in. It is called before the session begins, so that nobody is in of whom the audit does not know.
func (s *Store) LogIn(ctx context.Context, user string, l LogIn, by By) error {
	_, err := s.Change(ctx, "log in", by.By, nil, func(c *chronicle.Change) error {
		c.About(aboutUser, user, ActorOf(user), nil, l)
		return nil
	})
	return err
}
