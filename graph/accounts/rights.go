package accounts

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// User returns what decides what a user may do: all that is believed now, for whatever days. It is kept in memory, and a change of it is
// heeded within a second of its commit by every process, and at once by the one that made it. Who gets it must not change it.
//
// Errors: NotFound.
func (s *Store) User(ctx context.Context, id string) (access.User, error) {
	version, err := s.version(ctx)
	if err != nil {
		return access.User{}, err
	}
	if user, is := s.kept.user(version, id); is {
		return user, nil
	}
	user, err := s.readUser(ctx, id)
	if err == nil {
		s.kept.keepUser(version, user)
	}
	return user, err
}

// Machine returns the user whose token of the API a text is, with no more permissions than the token has, and the token's id. It is kept
// in memory as User says.
//
// Errors: NotFound when the text is no good token, or its user is locked.
func (s *Store) Machine(ctx context.Context, text string) (user access.User, token string, err error) {
	hash, err := access.HashToken(access.APIToken, text)
	if err != nil {
		return user, "", err
	}
	version, err := s.version(ctx)
	if err != nil {
		return user, "", err
	}
	t, is := s.kept.token(version, hash)
	if !is {
		if t, err = s.look(ctx, access.APIToken, text); err != nil {
			return user, "", err
		}
		s.kept.keepToken(version, t)
	}
	if err := t.good(access.APIToken, s.Time()); err != nil {
		return user, "", err
	}
	if user, err = s.User(ctx, t.User); err != nil {
		return user, "", err
	}
	if user.Locked {
		return access.User{}, "", noToken()
	}
	user.Token = []access.Permission{}
	for _, scope := range t.Scopes {
		user.Token = append(user.Token, access.Permission(scope))
	}
	return user, t.ID, nil
}

func (s *Store) version(ctx context.Context) (int64, error) {
	return s.kept.current(func() (version int64, err error) {
		found := false
		err = s.Read(ctx, cypher.RightsVersion, nil, nil, func(record *neo4j.Record) error {
			version, found = record.Values[0].(int64), true
			return nil
		})
		if err == nil && !found {
			err = &fault.Error{Kind: fault.Unavailable, Op: "accounts", Msg: "the database has no schema yet: run upline migrate"}
		}
		return version, err
	})
}

// readUser asks the database: a record for the user, and one for each who is stood in for.
func (s *Store) readUser(ctx context.Context, id string) (user access.User, err error) {
	found := false
	begin := func() { user, found = access.User{}, false }
	err = s.Read(ctx, cypher.UserRights, map[string]any{"id": id, "knownAt": latest}, begin, func(record *neo4j.Record) error {
		c := chronicle.ColumnsOf(record)
		one, err := s.holderOf(c)
		if err != nil {
			return err
		}
		if c["from"] == nil {
			one.StandsInFor, user, found = user.StandsInFor, one, true
		} else {
			user.StandsInFor = append(user.StandsInFor, access.Absence{For: one, Days: daysOf(c["from"], c["to"])})
		}
		return nil
	})
	if err == nil && !found {
		err = noUser(id)
	}
	return user, err
}

// holderOf reads a user with all that this one has by itself.
func (s *Store) holderOf(c chronicle.Columns) (u access.User, err error) {
	u = access.User{ID: c.Text("id"), Partner: c.Text("partner")}
	u.Locked, _ = c["barred"].(bool)
	if u.Profiles, err = s.holdingsOf(c.List("profiles")); err != nil {
		return u, err
	}
	for _, row := range c.List("groups") {
		values := row.([]any)
		m := access.Membership{Group: values[0].(string), Days: daysOf(values[1], values[2])}
		if m.Profiles, err = s.holdingsOf(values[3].([]any)); err != nil {
			return u, err
		}
		u.Groups = append(u.Groups, m)
	}
	for _, row := range c.List("departments") {
		values := row.([]any)
		u.Departments = append(u.Departments, access.Department{ID: values[0].(string), Days: daysOf(values[1], values[2])})
	}
	return u, nil
}

func (s *Store) holdingsOf(rows []any) (list []access.Holding, err error) {
	for _, row := range rows {
		values := row.([]any)
		p, err := s.kept.profile(values[0].(string), values[1].(string))
		if err != nil {
			return nil, err
		}
		list = append(list, access.Holding{Profile: p, Days: daysOf(values[2], values[3])})
	}
	return list, nil
}
