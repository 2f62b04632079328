package api

import (
	"context"
	"slices"
	"time"

	"upline/internal/fault"
)

// SeenSession is a session in a list: where it was begun, and where it was seen last.
type SeenSession struct {
	Session
	Seen        time.Time // the last request, to the minute
	SeenAddress string
	Current     bool // the one that asks
}

// List returns the sessions of a user, the one seen last first. It holds no challenges.
//
// Errors: Unavailable.
func (s *Sessions) List(ctx context.Context, user string) ([]SeenSession, error) {
	records, err := s.config.Store.List(ctx, user)
	if err != nil {
		return nil, err
	}
	now, current := s.config.Now(), ""
	if v := visitOf(ctx); v != nil {
		current = v.key
	}
	sessions := make([]SeenSession, 0, len(records))
	for i := range records {
		r := &records[i]
		one := SeenSession{Seen: r.Seen, SeenAddress: r.Address, Current: r.Key == current}
		if one.Session, err = r.session(); err != nil {
			return nil, err
		}
		one.Challenge, one.ChallengeEnds = nil, time.Time{}
		if now.Before(r.Until) {
			sessions = append(sessions, one)
		}
	}
	slices.SortStableFunc(sessions, func(a, b SeenSession) int { return b.Seen.Compare(a.Seen) })
	return sessions, nil
}

// End ends one session of a user, by its ID. Somebody else's is not found.
//
// Errors: NotFound, Unavailable.
func (s *Sessions) End(ctx context.Context, user, id string) error {
	records, err := s.config.Store.List(ctx, user)
	if err != nil {
		return err
	}
	for i := range records {
		if one, err := records[i].session(); err == nil && one.ID == id {
			return s.config.Store.End(ctx, records[i].Key)
		}
	}
	return fault.NotFoundf("session", "there is no session %s: list them", id)
}

// EndOthers ends all sessions of the request's user but its own, and says how many there were. It is called when a password or
// another factor has been changed or removed (ASVS 5.0, 7.4.3), after the change was committed; log-ins that are under way with the
// old password come to nothing.
//
// Errors: a Refusal 401 where there is no session; Unavailable.
func (s *Sessions) EndOthers(ctx context.Context) (ended int, err error) {
	v := visitOf(ctx)
	if v == nil || v.session.User == "" {
		return 0, notLoggedIn()
	}
	return s.config.Store.EndAll(ctx, v.session.User, v.key, s.config.Now())
}

// EndAll ends all sessions of a user, as when an account is closed or its password was reset by mail (ASVS 5.0, 7.4.2 and 7.4.5), and
// says how many there were.
//
// Errors: Unavailable.
func (s *Sessions) EndAll(ctx context.Context, user string) (ended int, err error) {
	return s.config.Store.EndAll(ctx, user, "", s.config.Now())
}

// Alive says whether the request's session still lives, for answers that take longer than a moment, such as streams of events: they
// end when it does not. A request without a session, by a token, is alive.
//
// Errors: Unavailable.
func (s *Sessions) Alive(ctx context.Context) (bool, error) {
	v := visitOf(ctx)
	if v == nil || v.key == "" {
		return true, nil
	}
	_, found, err := s.config.Store.Find(ctx, v.key)
	return found && s.config.Now().Before(v.session.Ends), err
}
