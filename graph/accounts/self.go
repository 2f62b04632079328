package accounts

import (
	"context"

	"upline/graph/chronicle"
)

// Self is what users change of themselves; nil stays as it is.
type Self struct {
	Name     *string // empty: none
	Language *string // de or en
}

// ChangeSelf changes what a user is called, and the language of the screen and of mails. What is the same already is no change.
//
// Errors: NotFound.
func (s *Store) ChangeSelf(ctx context.Context, user string, wanted Self, by By) error {
	return s.alter(ctx, "change own account", by, user, func(c *chronicle.Change, a *Account) (map[string]any, error) {
		type told struct {
			Name     string `json:"name"`
			Language string `json:"language"`
		}
		was := told{a.Name, a.Language}
		is := was
		if wanted.Name != nil {
			is.Name = *wanted.Name
		}
		if wanted.Language != nil {
			is.Language = *wanted.Language
		}
		if is == was {
			return nil, nil
		}
		about(c, user, was, is)
		return map[string]any{"name": is.Name, "language": is.Language}, nil
	})
}
