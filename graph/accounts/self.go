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
		name, language := a.Name, a.Language
		if wanted.Name != nil {
			name = *wanted.Name
		}
		if wanted.Language != nil {
			language = *wanted.Language
		}
		if name == a.Name && language == a.Language {
			return nil, nil
		}
		return map[string]any{"name": name, "language": language}, nil
	})
}
