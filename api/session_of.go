package api

import (
	"context"
	"time"
)

// UserSessions knows where users are logged in, for jobs, which have no requests.
type UserSessions struct {
	Store SessionStore
	Now   func() time.Time
}

// SessionsOf returns the sessions of a user, as they are listed to the user.
//
// Errors: Unavailable; Internal when one cannot be read.
func (s UserSessions) SessionsOf(ctx context.Context, user string) (list []any, err error) {
	records, err := s.Store.List(ctx, user)
	if err != nil {
		return nil, err
	}
	for i := range records {
		r := &records[i]
		one, err := r.session()
		if err != nil {
			return nil, err
		}
		list = append(list, map[string]any{
			"begun": one.Begun, "ends": one.Ends, "method": one.Method, "second_factor": one.SecondFactor, "agent": one.Agent, "address": one.Address,
			"seen": r.Seen, "seen_address": r.Address, "device_known": one.Device != "",
		})
	}
	return list, nil
}

// EndSessions ends all sessions of a user.
//
// Errors: Unavailable.
func (s UserSessions) EndSessions(ctx context.Context, user string) error {
	_, err := s.Store.EndAll(ctx, user, "", s.Now())
	return err
}
