package accounts

import (
	"context"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
)

// Row is a user in a list.
type Row struct {
	ID, Email, Name, Partner, Language string
	Created, LockedAt                  time.Time
	Machine                            bool
	Invited                            bool // the invitation is not accepted yet
	TOTP                               bool
	Passkeys                           int
}

// Users returns users by address, those whose address begins with a text, and where the list goes on.
//
// Errors: Invalid when the slice is none.
func (s *Store) Users(ctx context.Context, text string, slice chronicle.Slice) (rows []Row, next string, err error) {
	place, err := slice.Begin("users", chronicle.Sorting{Name: "email"})
	if err != nil {
		return nil, "", err
	}
	begins := place.Params()
	params := map[string]any{"after": begins["id"], "text": strings.ToLower(text), "limit": begins["limit"]}
	err = s.Read(ctx, cypher.UsersList, params, func() { rows = nil }, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		row := Row{
			ID: c.Text("id"), Email: c.Text("email"), Name: c.Text("name"), Partner: c.Text("partner"), Language: c.Text("language"),
			Created: c.Time("created"), LockedAt: c.Time("lockedAt"), Passkeys: int(c.Number("passkeys")),
		}
		row.Machine, _ = c["machine"].(bool)
		row.Invited, _ = c["invited"].(bool)
		row.TOTP, _ = c["totp"].(bool)
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	rows, next = chronicle.CutOff(place, rows, func(row Row) (key, id any) { return "", row.Email })
	return rows, next, nil
}
