package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"upline/internal/fault"
)

// LogIn is how somebody has proved who they are.
type LogIn struct {
	ID    string // the session's; empty: a new one
	User  string // the user's id, which becomes the actor; never an address of mail
	Staff bool   // ends after StaffTerm
	// Method is what was proved, and SecondFactor what was proved with it; empty: nothing, or not yet.
	Method, SecondFactor Factor
	// Owes says that a second factor must follow (see StepUp) before the session is good for anything else.
	Owes bool
	// Vouched says that the provider vouches for a second factor of its own. It is not taken for a fresh one.
	Vouched bool
	// At is when the proof began: a time before the password's hash, or whatever it was compared with, was read.
	At     time.Time
	Device string // what Devices.Remember returned; may be empty
}

// LogIn begins a session of somebody who has proved who they are, under a new token, in the place of the session that the request
// came with.
//
// Errors: a Refusal 403 where the way to the browser is not encrypted; Conflict when all sessions of the user were ended while they
// logged in; Unavailable.
func (s *Sessions) LogIn(ctx context.Context, l LogIn) (Session, error) {
	v, err := s.visited(ctx)
	if err != nil {
		return Session{}, err
	}
	now := s.config.Now()
	next := Session{
		ID: cmp.Or(l.ID, uuid.NewString()), User: l.User, Staff: l.Staff, Begun: now, Method: l.Method, Authenticated: l.At, Pending: l.Owes,
		SecondFactor: l.SecondFactor, Vouched: l.Vouched, Device: l.Device, Agent: v.agent, Address: v.address,
	}
	if l.SecondFactor != "" {
		next.SecondFactorAt = now
	}
	next.Ends = now.Add(s.term(next))
	if l.User == "" || l.At.IsZero() || l.At.After(now) || l.Owes && l.SecondFactor != "" {
		return Session{}, fault.Internalf("log-in", "a log-in needs a user and a time that is past, and owes no second factor that it brings")
	}
	if err := s.commit(ctx, v, next, true, true); err != nil {
		return Session{}, err
	}
	return next, s.endOldest(ctx, v)
}

// StepUp keeps that the session's user has just proved another factor, or the same again, and gives the session a new token. What a
// user logs in by (a password, OIDC) renews Authenticated, everything else is a second factor. The session keeps its absolute term.
//
// Errors: a Refusal 401 where there is no session; Conflict when it has ended or changed meanwhile; Unavailable.
func (s *Sessions) StepUp(ctx context.Context, factor Factor) (Session, error) {
	v, err := s.visited(ctx)
	if err != nil {
		return Session{}, err
	}
	if v.session.User == "" {
		return Session{}, notLoggedIn()
	}
	next, now := v.session, s.config.Now()
	if factor == FactorPassword || factor == FactorOIDC {
		next.Method, next.Authenticated = factor, now
	} else {
		next.Pending, next.SecondFactor, next.SecondFactorAt = false, factor, now
	}
	next.Challenge, next.ChallengeEnds = nil, time.Time{}
	next.Ends = next.Begun.Add(s.term(next))
	if err := s.commit(ctx, v, next, false, true); err != nil {
		return Session{}, err
	}
	return next, nil
}

// StepDown keeps that the session's user has no second factor any more.
//
// Errors: as StepUp's.
func (s *Sessions) StepDown(ctx context.Context) error {
	v, err := s.visited(ctx)
	if err != nil {
		return err
	}
	if v.session.User == "" {
		return notLoggedIn()
	}
	next := v.session
	next.SecondFactor, next.SecondFactorAt = "", time.Time{}
	return s.commit(ctx, v, next, false, true)
}

func notLoggedIn() error {
	return unauthenticated(sessionChallenge, "you are not logged in: log in first")
}

// LogOut ends the request's session, and has the browser forget what it kept of it (ASVS 5.0, 7.4.1 and 14.3.1). Without a session
// it does nothing.
//
// Errors: Unavailable; the session has not ended then.
func (s *Sessions) LogOut(ctx context.Context) error {
	v := visitOf(ctx)
	if v == nil || v.key == "" {
		return nil
	}
	v.begins, v.renews = false, false
	if err := s.manager.Destroy(ctx); err != nil {
		return err
	}
	v.key, v.session, v.record = "", Session{}, SessionRecord{}
	s.writeCookie(ctx, v, "")
	v.w.Header().Set("Clear-Site-Data", `"cache", "storage"`) // not "cookies": the device is still known
	return nil
}

// SetChallenge keeps what a ceremony of WebAuthn must be compared with (the session data of the library, as JSON) for five minutes, in
// the place of an earlier one. Who has no session yet gets one that holds nothing else.
//
// Errors: as StepUp's, but for the 401.
func (s *Sessions) SetChallenge(ctx context.Context, challenge []byte) error {
	v, err := s.visited(ctx)
	if err != nil {
		return err
	}
	next, now := v.session, s.config.Now()
	if next.ID == "" {
		next = Session{ID: uuid.NewString(), Begun: now, Ends: now.Add(challengeTerm)}
	}
	next.Challenge, next.ChallengeEnds = challenge, now.Add(challengeTerm)
	if next.User == "" {
		next.Ends = next.ChallengeEnds
	}
	return s.commit(ctx, v, next, v.key == "", v.key == "")
}

// TakeChallenge returns the challenge, which nobody can take again: of two requests that answer the same one, one is refused.
//
// Errors: NotFound when there is none, or its time is over; Conflict and Unavailable as at StepUp.
func (s *Sessions) TakeChallenge(ctx context.Context) ([]byte, error) {
	v, err := s.visited(ctx)
	if err != nil {
		return nil, err
	}
	next := v.session
	challenge, ends := next.Challenge, next.ChallengeEnds
	if len(challenge) == 0 || !s.config.Now().Before(ends) {
		return nil, fault.NotFoundf("challenge", "there is no challenge to answer any more: begin again")
	}
	next.Challenge, next.ChallengeEnds = nil, time.Time{}
	return challenge, s.commit(ctx, v, next, false, false)
}

// sessionChallenge is what a WWW-Authenticate says of sessions. No registered scheme fits a cookie; it must have some.
const sessionChallenge = `Session realm="upline"`

// FreshSecondFactor refuses a request whose user has not proved a second factor within a time, such as SecondFactorTerm, before
// bank data are shown or changed, and payouts released. Whoever asks by a token of the API is always refused: a machine has no
// second factor.
//
// Errors: a Refusal 401, whose header WWW-Authenticate says insufficient_user_authentication and max_age in seconds (RFC 9470, 3):
// the client asks for the factor, and repeats the request.
func (s *Sessions) FreshSecondFactor(ctx context.Context, within time.Duration) error {
	caller, _ := CallerOf(ctx)
	age := s.config.Now().Sub(caller.SecondFactorAt)
	if !caller.SecondFactorAt.IsZero() && age >= 0 && age <= within {
		return nil
	}
	denied(ctx, deniedFresh)
	seconds := strconv.Itoa(int(within.Seconds()))
	return unauthenticated(sessionChallenge+`, error="insufficient_user_authentication", max_age="`+seconds+`"`,
		fmt.Sprintf("this needs a second factor that is not older than %v: confirm it, and repeat the request", within))
}

// visited is the visit of a request whose way to the browser is private.
func (s *Sessions) visited(ctx context.Context) (*visit, error) {
	v := visitOf(ctx)
	switch {
	case v == nil:
		return nil, fault.Internalf("sessions", "Resume has not seen this request")
	case bearer(v.request):
		return nil, &Refusal{Status: http.StatusForbidden, Msg: "a request with a token has no session: leave out the header Authorization"}
	case !v.private:
		return nil, &Refusal{Status: http.StatusForbidden, Msg: "nobody can log in without encryption: come by " + s.config.PublicURL}
	}
	return v, nil
}

// term is how long a session lives at most, from its log-in.
func (s *Sessions) term(session Session) time.Duration {
	switch {
	case session.Pending:
		return pendingTerm
	case session.Staff:
		return s.config.StaffTerm
	}
	return s.config.Term
}

// commit keeps what a session is next, as a new one or in the place of the request's, under a new token or the same.
func (s *Sessions) commit(ctx context.Context, v *visit, next Session, begins, renews bool) error {
	now := s.config.Now()
	before := v.record
	v.begins, v.renews = begins, renews
	v.record = SessionRecord{
		User: next.User, Version: before.Version, Authenticated: next.Authenticated, Seen: now, Address: v.address, Until: s.until(now, next), Ends: next.Ends,
	}
	token, err := s.store(ctx, next, renews)
	if err != nil {
		v.record = before
		return err
	}
	v.session = next
	if renews {
		s.writeCookie(ctx, v, token)
	}
	return nil
}

// store hands a session to scs, which makes the token.
func (s *Sessions) store(ctx context.Context, next Session, renews bool) (token string, err error) {
	if renews {
		if err := s.manager.RenewToken(ctx); err != nil {
			return "", err
		}
	}
	s.manager.Put(ctx, sessionValue, next)
	s.manager.SetDeadline(ctx, next.Ends)
	token, _, err = s.manager.Commit(ctx)
	return token, err
}

// endOldest ends the sessions that the request's user has too many of.
func (s *Sessions) endOldest(ctx context.Context, v *visit) error {
	records, err := s.config.Store.List(ctx, v.session.User)
	if err != nil || len(records) <= sessionsMost {
		return err
	}
	slices.SortFunc(records, func(a, b SessionRecord) int { return a.Seen.Compare(b.Seen) })
	surplus := len(records) - sessionsMost
	for _, r := range records {
		if surplus > 0 && r.Key != v.key {
			if err := s.config.Store.End(ctx, r.Key); err != nil {
				return err
			}
			surplus--
		}
	}
	return nil
}
