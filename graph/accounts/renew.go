package accounts

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
)

// renewedAtOnce is how many accounts are sealed anew in one change.
const renewedAtOnce = 200

// Renew seals anew, by the first key of UPLINE_SECRET, what another one has sealed: the secrets of authenticator apps. It returns how many
// accounts it was; a dry run only counts. It can be stopped anywhere, and done again.
//
// Errors: Internal when something was sealed by a key that is not set: add it, and do this again.
func (s *Store) Renew(ctx context.Context, by By, dry bool) (renewed int, err error) {
	if s.sealing == nil {
		return 0, noSecret()
	}
	for after, last := int64(-1), false; !last; { // numbers begin with 0
		var rows []any
		params := map[string]any{"after": after, "limit": renewedAtOnce}
		read := 0
		err := s.Read(ctx, cypher.UsersSealed, params, func() { rows, read = nil, 0 }, func(record *neo4j.Record) error {
			c := chronicle.ColumnsOf(record)
			read++
			after = c.Number("seq")
			row, err := s.resealed(c)
			if row != nil {
				rows = append(rows, row)
			}
			return err
		})
		if err != nil {
			return renewed, err
		}
		if last = read < renewedAtOnce; len(rows) == 0 || dry {
			renewed += len(rows)
			continue
		}
		_, err = s.Change(ctx, "renew keys of accounts", by.By, nil, func(c *chronicle.Change) error {
			return c.Run(cypher.UsersReseal, map[string]any{"rows": rows, "recorded": c.Recorded}, nil)
		})
		if err != nil {
			return renewed, err
		}
		renewed += len(rows)
	}
	return renewed, nil
}

// resealed is what of a user is sealed, before and after; nil: by the first key already. What has changed in between stays as it is then,
// since it has been sealed by a process of today.
func (s *Store) resealed(c chronicle.Columns) (map[string]any, error) {
	user := c.Text("id")
	row := map[string]any{"id": user}
	stale := false
	for _, name := range []string{"totp", "totpPending"} {
		was := c.Text(name)
		row[name+"Was"], row[name] = was, was
		if was == "" || s.sealing.Current(was) {
			continue
		}
		text, err := s.unseal(user, was)
		if err != nil {
			return nil, err
		}
		if row[name], err = s.seal(user, text); err != nil {
			return nil, err
		}
		stale = true
	}
	if !stale {
		return nil, nil
	}
	return row, nil
}
