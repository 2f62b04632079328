package api

import (
	"context"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/internal/fault"
)

// enter makes the session's user the caller, unless a second factor is owed. The session of one who is locked ends.
func (s *Sessions) enter(ctx context.Context, v *visit) (context.Context, error) {
	user := access.User{ID: v.session.User}
	if s.config.Users != nil {
		var err error
		user, err = s.config.Users.User(ctx, user.ID)
		if user.Locked || fault.KindOf(err) == fault.NotFound && err != nil {
			err = s.manager.Destroy(ctx)
			v.key, v.session = "", Session{}
			return ctx, err
		}
		if err != nil {
			return ctx, err
		}
	}
	if v.session.Pending {
		return ctx, nil
	}
	caller := Caller{User: user, Session: v.session.ID, From: v.address, SecondFactorAt: v.session.SecondFactorAt, Lacks: s.lacks(v.session, user)}
	return WithCaller(ctx, accounts.ActorOf(user.ID), caller), nil
}

// lacks says whether a user needs a second factor and has none. Who has one has brought it: until then, the session is pending.
func (s *Sessions) lacks(session Session, user access.User) bool {
	return session.SecondFactor == "" && !session.Vouched && (s.config.Everybody || access.Staff(user, s.config.Today()))
}
