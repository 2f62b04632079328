package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"upline/internal/fault"
	"upline/internal/host"
	"upline/internal/period"
)

// The terms of sessions, where a configuration names no others (OWASP ASVS 5.0, 7.1.1 and 7.3; NIST SP 800-63B-4, AAL2, allows 24
// hours, and an hour without activity).
const (
	absenceTerm   = 30 * time.Minute // without a request
	partnerTerm   = 12 * time.Hour   // from log-in, whatever is done meanwhile
	staffTerm     = 8 * time.Hour    // the same for staff, who see the data of others: a working day
	pendingTerm   = 10 * time.Minute // to bring the second factor
	challengeTerm = 5 * time.Minute  // to answer a challenge of WebAuthn
	// SecondFactorTerm is how fresh a second factor must be for bank data and payouts: see Sessions.FreshSecondFactor.
	SecondFactorTerm = 5 * time.Minute
	// sessionsMost is how many sessions a user may have at the same time. One more ends the one that was seen longest ago (ASVS
	// 5.0, 7.1.2).
	sessionsMost = 20
	// seenStep is how exactly the time of the last request is kept, so that not every request writes. A session may therefore
	// end up to so much before its idle term is over, and never later.
	seenStep = time.Minute
	agentMax = 200 // bytes of a User-Agent that are kept
)

// Cookies of sessions. The prefix makes browsers refuse the cookie unless it is Secure, for all paths, and for this host only, so
// that no other host of the domain can plant one (RFC 6265bis, 4.1.3.2; ASVS 5.0, 3.3.3).
//
// On http://127.0.0.1 Firefox takes such a cookie; Chrome takes a Secure one there, but not with the prefix; Safari takes neither
// before macOS 26 (httpwg/http-extensions #2605, WebKit bug 281149). So development has a name without the prefix, which the server
// believes only if it was told a public address of this machine, and the request names one, too; anywhere else there is nothing
// but the prefix. Secure is set on both.
const (
	sessionCookie      = "__Host-upline"
	localSessionCookie = "upline-local"
)

// Factor is a way in which people prove who they are.
type Factor string

// The factors. A passkey whose user was verified by the device is both factors at once.
const (
	FactorPassword Factor = "password"
	FactorOIDC     Factor = "oidc"
	FactorPasskey  Factor = "passkey"
	FactorTOTP     Factor = "totp"
	FactorRecovery Factor = "recovery_code"
)

// Session is what the server knows of somebody who has logged in by a browser. The browser knows only a token, which changes at
// every log-in and step-up; ID stays the same all the time, and is no secret: it names the session in lists and in the audit.
type Session struct {
	ID             string    `json:"id"`
	User           string    `json:"user,omitempty"` // empty: a visitor, of whom only a challenge is kept
	Staff          bool      `json:"staff,omitempty"`
	Begun          time.Time `json:"begun"` // the log-in
	Ends           time.Time `json:"ends"`  // at the latest
	Method         Factor    `json:"method,omitempty"`
	Authenticated  time.Time `json:"authenticated,omitzero"` // by Method, the last time
	Pending        bool      `json:"pending,omitempty"`      // a second factor is owed: until then this is nobody
	SecondFactor   Factor    `json:"second_factor,omitempty"`
	SecondFactorAt time.Time `json:"second_factor_at,omitzero"` // the last time
	Vouched        bool      `json:"vouched,omitempty"`         // the provider of Method vouches for a second factor of its own
	Challenge      []byte    `json:"challenge,omitempty"`       // of WebAuthn: see Sessions.SetChallenge
	ChallengeEnds  time.Time `json:"challenge_ends,omitzero"`
	Device         string    `json:"device,omitempty"` // the device's cookie: see Devices
	Agent          string    `json:"agent,omitempty"`  // the User-Agent at log-in, shortened
	Address        string    `json:"address,omitempty"`
}

// SessionConfig is what sessions are put together from. Store and PublicURL must be given.
type SessionConfig struct {
	Store SessionStore
	// PublicURL is where browsers find this server: https://portal.example.com, or http:// and this machine for development.
	PublicURL string
	// Idle is how long a session lives without a request; Term and StaffTerm how long in all. 0: 30 minutes, 12 and 8 hours.
	Idle, Term, StaffTerm time.Duration
	Now                   func() time.Time // nil: time.Now
	// Users knows what users may do; nil: nobody asks. The session of one who is locked, or gone, ends.
	Users Users
	// Today is the day, which decides who is staff; nil: that of Now, in UTC.
	Today func() period.Day
	// Everybody says that every user needs a second factor; otherwise staff do (see access.Staff).
	Everybody bool
}

// Sessions lets people in by a browser: Resume finds out who they are, LogIn and StepUp begin and raise a session, LogOut, End,
// EndOthers and EndAll end it. Every change is in the store before the call returns; none is left for the end of the request, so
// that nothing can bring a session back that somebody has ended meanwhile.
type Sessions struct {
	config  SessionConfig
	manager *scs.SessionManager
	local   bool // development on this machine, without TLS
}

// NewSessions puts sessions together.
//
// Errors: Invalid when the public address is neither https:// nor of this machine, or a term is not one.
func NewSessions(c SessionConfig) (*Sessions, error) {
	address, err := url.Parse(c.PublicURL)
	if err != nil || address.Host == "" || strings.Trim(address.Path, "/") != "" || address.RawQuery != "" || address.Fragment != "" || address.User != nil {
		return nil, fault.Invalidf("sessions", "%q is no public address: write it as in https://portal.example.com", c.PublicURL)
	}
	local := address.Scheme == "http" && host.Loopback(address.Host)
	if address.Scheme != "https" && !local {
		return nil, fault.Invalidf("sessions", "the public address %s has no encryption: write https://, or http://127.0.0.1:8080 on the machine that you develop on", c.PublicURL)
	}
	for _, term := range []struct {
		value *time.Duration
		usual time.Duration
	}{{&c.Idle, absenceTerm}, {&c.Term, partnerTerm}, {&c.StaffTerm, staffTerm}} {
		if *term.value == 0 {
			*term.value = term.usual
		}
	}
	if c.Idle < 2*seenStep || c.Term < c.Idle || c.StaffTerm < c.Idle {
		return nil, fault.Invalidf("sessions", "sessions of %v at most (%v for staff) cannot be idle for %v: give an idle term of 2m or more, and longer terms", c.Term, c.StaffTerm, c.Idle)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Today == nil {
		c.Today = func() period.Day { return period.DayOf(c.Now(), time.UTC) }
	}
	s := &Sessions{config: c, manager: scs.New(), local: local}
	s.manager.Store, s.manager.Codec, s.manager.HashTokenInStore = scsStore{c.Store}, sessionCodec{}, true
	s.manager.Cookie = scs.SessionCookie{
		Name: s.cookieName(sessionCookie, localSessionCookie), Path: "/", Secure: true, HttpOnly: true,
		// Strict costs nothing: the pages need no session, and what they ask for comes from this site, even if a link in a mail
		// led to the page. What comes back from an OIDC provider needs a Lax cookie of its own.
		SameSite: http.SameSiteStrictMode,
		Persist:  false, // gone with the browser; the store ends it anyway
	}
	return s, nil
}

func (s *Sessions) cookieName(name, local string) string {
	if s.local {
		return local
	}
	return name
}

// private says whether a request came by a way on which nobody listens: TLS as far as its proxy says, or this machine.
func (s *Sessions) private(r *http.Request) bool {
	if s.local {
		return host.Loopback(r.Host)
	}
	return encrypted(r)
}

// encrypted says whether a request came by TLS as far as its proxies say.
func encrypted(r *http.Request) bool {
	for _, line := range r.Header.Values("X-Forwarded-Proto") {
		for proto := range strings.SplitSeq(line, ",") {
			if !strings.EqualFold(strings.TrimSpace(proto), "https") {
				return false
			}
		}
	}
	return true
}

// visit is what a request knows of its session.
type visit struct {
	w              http.ResponseWriter
	request        *http.Request
	private        bool
	address, agent string
	session        Session
	key            string // under which the store has it; empty: it has none
	record         SessionRecord
	begins, renews bool // what the next commit is
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	v, _ := ctx.Value(visitKey{}).(*visit)
	return v
}

// SessionOf is the session of a request. It may be Pending: then its user is not known yet, and ActorOf is empty.
func SessionOf(ctx context.Context) (s Session, is bool) {
	v := visitOf(ctx)
	if v == nil || v.session.User == "" {
		return Session{}, false
	}
	return v.session, true
}

// bearer says whether a request names a token, valid or not. Then its cookies say nothing: who sends a token means the token, and
// no other site can make a browser send one (see Origins).
func bearer(r *http.Request) bool {
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer")
}

// Resume finds the session that a request's cookie names, and makes its user the actor (see ActorOf), unless a second factor is
// owed. It comes after Authenticate and refuses nobody whom it does not know; RequireActor does. When the store does not answer,
// the request is refused with 503.
func (s *Sessions) Resume() gin.HandlerFunc {
	return func(c *gin.Context) {
		v := &visit{w: c.Writer, request: c.Request, private: s.private(c.Request), address: c.ClientIP(), agent: c.Request.UserAgent()}
		v.agent = strings.ToValidUTF8(v.agent[:min(len(v.agent), agentMax)], "")
		ctx := context.WithValue(c.Request.Context(), visitKey{}, v)
		named := s.token(v)
		ctx, err := s.manager.Load(ctx, named)
		if err == nil {
			err = s.resume(ctx, v)
		}
		if err == nil && v.session.User != "" {
			ctx, err = s.enter(ctx, v)
		}
		if err != nil {
			Refuse(c, err)
			return
		}
		if named != "" && v.key == "" {
			s.writeCookie(ctx, v, "")
		}
		c.Writer.Header().Add("Vary", "Cookie")
		c.Request = c.Request.WithContext(ctx)
	}
}

// token is the token that a request's cookie names; empty: none that counts.
func (s *Sessions) token(v *visit) string {
	if bearer(v.request) || !v.private {
		return ""
	}
	cookies := v.request.CookiesNamed(s.manager.Cookie.Name)
	if len(cookies) != 1 || len(cookies[0].Value) > 64 { // two of one name: one is not ours
		return ""
	}
	return cookies[0].Value
}

// resume takes up the session that was found, if neither of its terms is over, and keeps that it was seen.
func (s *Sessions) resume(ctx context.Context, v *visit) error {
	if v.key == "" {
		return nil
	}
	found, _ := s.manager.Get(ctx, sessionValue).(Session)
	now := s.config.Now()
	if !now.Before(found.Ends) || !now.Before(v.record.Seen.Add(s.config.Idle)) {
		err := s.manager.Destroy(ctx)
		v.key = ""
		return err
	}
	v.session = found
	if now.Sub(v.record.Seen) < seenStep && v.record.Address == v.address {
		return nil
	}
	v.record.Seen, v.record.Address, v.record.Until = now, v.address, s.until(now, found)
	return s.config.Store.Touch(ctx, v.key, v.record)
}

// until is when a session that was seen now ends if nobody comes again.
func (s *Sessions) until(now time.Time, session Session) time.Time {
	if idle := now.Add(s.config.Idle); idle.Before(session.Ends) {
		return idle
	}
	return session.Ends
}

// writeCookie sends a token to the browser; an empty one takes the cookie away. An answer holds one such cookie at most.
func (s *Sessions) writeCookie(ctx context.Context, v *visit, token string) {
	h := v.w.Header()
	h["Set-Cookie"] = slices.DeleteFunc(h["Set-Cookie"], func(line string) bool {
		return strings.HasPrefix(line, s.manager.Cookie.Name+"=")
	})
	ends := v.session.Ends
	if token == "" {
		ends = time.Time{}
	}
	s.manager.WriteSessionCookie(ctx, v.w, token, ends)
	h.Set("Cache-Control", "no-store")
}
