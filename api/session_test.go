package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
)

const portal = "https://portal.example.com"

// lobby is a server with sessions, whose one route does what a test wants of it.
type lobby struct {
	t        *testing.T
	url      string
	clock    *stoppedClock
	store    *memorySessions
	sessions *Sessions
	mutex    sync.Mutex
	acts     map[string]func(c *gin.Context) error
}

func newLobby(t *testing.T, config SessionConfig) *lobby {
	t.Helper()
	l := &lobby{t: t, clock: new(stoppedClock), store: newMemorySessions(), acts: map[string]func(c *gin.Context) error{}}
	config.Store, config.Now = l.store, l.clock.now
	if config.PublicURL == "" {
		config.PublicURL = portal
	}
	sessions, err := NewSessions(config)
	must(t, err)
	l.sessions = sessions
	tokens, err := ParseTokens("machine=" + annasToken)
	must(t, err)
	l.url = serve(t, func(e *gin.Engine) {
		e.POST("/act/:name", func(c *gin.Context) {
			l.mutex.Lock()
			act := l.acts[c.Param("name")]
			l.mutex.Unlock()
			if err := act(c); err != nil {
				Refuse(c, err)
				return
			}
			c.String(http.StatusOK, strings.TrimPrefix(ActorOf(c), "user:"))
		})
	}, Secure(), Authenticate(tokens), sessions.Resume()).URL
	return l
}

// browser keeps the cookies that it is sent.
type browser struct {
	lobby   *lobby
	cookies map[string]string
	headers []string
}

func (l *lobby) browser(headers ...string) *browser {
	return &browser{l, map[string]string{}, headers}
}

// does sends a request that does something, and keeps the cookies of its answer.
func (b *browser) does(act func(c *gin.Context) error) answer {
	b.lobby.t.Helper()
	b.lobby.mutex.Lock()
	name := fmt.Sprint(len(b.lobby.acts))
	b.lobby.acts[name] = act
	b.lobby.mutex.Unlock()
	var cookies []string
	for name, value := range b.cookies {
		cookies = append(cookies, name+"="+value)
	}
	a := ask(b.lobby.t, "POST", b.lobby.url+"/act/"+name, "", append(b.headers, "Cookie: "+strings.Join(cookies, "; "))...)
	seen := map[string]bool{}
	for _, line := range a.header["Set-Cookie"] {
		cookie, err := http.ParseSetCookie(line)
		must(b.lobby.t, err)
		if seen[cookie.Name] {
			b.lobby.t.Errorf("the answer sets %s twice", cookie.Name)
		}
		seen[cookie.Name] = true
		if !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Domain != "" {
			b.lobby.t.Errorf("the cookie is %s", line)
		}
		b.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return a
}

// is asks who the server thinks this is, and wants an answer.
func (b *browser) is(want string) {
	b.lobby.t.Helper()
	if a := b.does(func(*gin.Context) error { return nil }); a.status != 200 || a.body != want {
		b.lobby.t.Errorf("%d: the server sees %q, want %q", a.status, a.body, want)
	}
}

// logsIn logs in at once.
func (b *browser) logsIn(user string, change ...func(l *LogIn)) answer {
	b.lobby.t.Helper()
	return b.does(func(c *gin.Context) error {
		l := LogIn{User: user, Method: FactorPassword, At: b.lobby.clock.now()}
		for _, f := range change {
			f(&l)
		}
		_, err := b.lobby.sessions.LogIn(c, l)
		return err
	})
}

func (b *browser) stepsUp(factor Factor) answer {
	b.lobby.t.Helper()
	return b.does(func(c *gin.Context) error { _, err := b.lobby.sessions.StepUp(c, factor); return err })
}

func (b *browser) token() string { return b.cookies[sessionCookie] }

func owes(l *LogIn)  { l.Owes = true }
func staff(l *LogIn) { l.Staff = true }

func TestTokensChange(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	b := l.browser()
	planted := strings.Repeat("A", 43)
	b.cookies[sessionCookie] = planted
	b.is("")
	b.cookies[sessionCookie] = planted
	tokens := map[string]bool{planted: true}
	changed := func(a answer) {
		t.Helper()
		if a.status != 200 || len(b.token()) != 43 || tokens[b.token()] || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d %s %v", a.status, a.body, a.header)
		}
		for token := range tokens {
			old := l.browser()
			old.cookies[sessionCookie] = token
			old.is("")
			if old.token() != "" {
				t.Error("the browser keeps a dead token")
			}
		}
		tokens[b.token()] = true
	}
	changed(b.logsIn("anna"))
	b.is("anna")
	changed(b.stepsUp(FactorTOTP))
	changed(b.stepsUp(FactorPassword))
	changed(b.logsIn("ben"))
	b.is("ben")
	for key, r := range l.store.records {
		for token := range tokens {
			if strings.Contains(key+r.Key+string(r.Data), token) {
				t.Error("the store holds a token")
			}
		}
	}
	if len(l.store.records) != 1 {
		t.Errorf("%d records are kept", len(l.store.records))
	}
}

func TestSessionsEndByThemselves(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(l *LogIn)
		step   time.Duration // between requests
		want   time.Duration // after which the session is gone
	}{
		{"idle", func(*LogIn) {}, 30 * time.Minute, 30 * time.Minute},
		{"a partner who works on", func(*LogIn) {}, 29 * time.Minute, 25 * 29 * time.Minute}, // the first step after 12 hours
		{"staff that works on", staff, 29 * time.Minute, 17 * 29 * time.Minute},              // the first step after 8 hours
		{"a second factor that is owed", owes, time.Minute, 10 * time.Minute},
	} {
		l := newLobby(t, SessionConfig{})
		b := l.browser()
		b.logsIn("anna", c.change)
		var lived time.Duration
		for live := true; live && lived < 24*time.Hour; {
			l.clock.pass(c.step)
			lived += c.step
			b.does(func(c *gin.Context) error { _, live = SessionOf(c); return nil })
		}
		if lived != c.want || b.token() != "" || len(l.store.records) != 0 {
			t.Errorf("%s: gone after %v, want %v; %d records", c.name, lived, c.want, len(l.store.records))
		}
	}
}

// A step-up renews the token, not the time that a session may live; and many requests write once a minute.
func TestSessionsKeepTheirEnd(t *testing.T) {
	l := newLobby(t, SessionConfig{Idle: time.Hour, Term: 2 * time.Hour, StaffTerm: 90 * time.Minute})
	b := l.browser()
	b.logsIn("anna", staff)
	l.clock.pass(50 * time.Minute)
	b.stepsUp(FactorPasskey)
	before := l.store.writes
	for range 100 {
		l.clock.pass(time.Second)
		b.is("anna")
	}
	if n := l.store.writes - before; n != 1 {
		t.Errorf("100 requests in 100 s have written %d times", n)
	}
	l.clock.pass(38 * time.Minute)
	b.is("anna")
	l.clock.pass(time.Minute)
	b.is("")
}

func TestSecondFactors(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	b := l.browser()
	fresh := func() answer {
		return b.does(func(c *gin.Context) error { return l.sessions.FreshSecondFactor(c, SecondFactorTerm) })
	}
	refused := func() {
		t.Helper()
		a := fresh()
		a.problem(t, 401, "unauthenticated")
		if want := `Session realm="upline", error="insufficient_user_authentication", max_age="300"`; a.header.Get("WWW-Authenticate") != want {
			t.Errorf("%v", a.header)
		}
	}
	refused()
	b.logsIn("anna", owes)
	b.is("") // nobody yet
	refused()
	if a := b.stepsUp(FactorPassword); a.status != 200 { // the first factor again is no second one
		t.Errorf("%d %s", a.status, a.body)
	}
	b.is("")
	b.stepsUp(FactorTOTP)
	b.is("anna")
	for _, wait := range []time.Duration{0, SecondFactorTerm} {
		l.clock.pass(wait)
		if a := fresh(); a.status != 200 {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	l.clock.pass(time.Nanosecond)
	refused()
	b.stepsUp(FactorPassword) // renews the first factor only
	refused()
	b.stepsUp(FactorPasskey)
	if a := fresh(); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	b.headers = []string{"Authorization: Bearer " + annasToken} // a machine, with anna's cookie
	b.is("machine")
	refused()
	b.headers = []string{"Authorization: Bearer wrong"}
	b.is("")
	passkey := l.browser()
	passkey.logsIn("ben", func(l *LogIn) { l.Method, l.SecondFactor = FactorPasskey, FactorPasskey })
	if a := passkey.does(func(c *gin.Context) error { return l.sessions.FreshSecondFactor(c, SecondFactorTerm) }); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	nobody := l.browser()
	nobody.stepsUp(FactorTOTP).problem(t, 401, "unauthenticated")
}

func TestLogOut(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	b := l.browser()
	b.logsIn("anna")
	token := b.token()
	a := b.does(func(c *gin.Context) error { return l.sessions.LogOut(c) })
	if a.status != 200 || b.token() != "" || a.header.Get("Clear-Site-Data") != `"cache", "storage"` || len(l.store.records) != 0 {
		t.Errorf("%d %v", a.status, a.header)
	}
	b.cookies[sessionCookie] = token
	b.is("")
	if a := b.does(func(c *gin.Context) error { return l.sessions.LogOut(c) }); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// What a slow request does after its session was ended by another does not bring the session back.
func TestEndedSessionsStayEnded(t *testing.T) {
	for name, change := range map[string]func(l *lobby, c *gin.Context) error{
		"a step-up":   func(l *lobby, c *gin.Context) error { _, err := l.sessions.StepUp(c, FactorTOTP); return err },
		"a challenge": func(l *lobby, c *gin.Context) error { return l.sessions.SetChallenge(c, []byte("{}")) },
		"nothing":     func(*lobby, *gin.Context) error { return nil },
	} {
		l := newLobby(t, SessionConfig{})
		b, other := l.browser(), l.browser()
		b.logsIn("anna")
		other.cookies[sessionCookie] = b.token()
		a := b.does(func(c *gin.Context) error {
			l.clock.pass(2 * time.Minute)
			other.does(func(c *gin.Context) error { return l.sessions.LogOut(c) })
			if alive, err := l.sessions.Alive(c); alive || err != nil {
				t.Errorf("%s: alive %v %v", name, alive, err)
			}
			return change(l, c)
		})
		if want := map[bool]int{true: 200, false: 409}[name == "nothing"]; a.status != want || len(l.store.records) != 0 {
			t.Errorf("%s: %d %s, %d records", name, a.status, a.body, len(l.store.records))
		}
		b.is("")
	}
}

func TestUsersEndTheirSessions(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	phone, desk, thief, ben := l.browser("User-Agent: Phone"), l.browser("User-Agent: Desk"), l.browser("User-Agent: Thief"), l.browser()
	for _, b := range []*browser{phone, desk, thief} {
		b.logsIn("anna")
		l.clock.pass(2 * time.Minute)
	}
	ben.logsIn("ben")
	phone.is("anna")
	var sessions []SeenSession
	phone.does(func(c *gin.Context) error {
		must(t, l.sessions.SetChallenge(c, []byte("{}")))
		all, err := l.sessions.List(c, "anna")
		sessions = all
		return err
	})
	var agents []string
	for _, s := range sessions {
		agents = append(agents, fmt.Sprint(s.Agent, s.Current))
		if s.Address != "127.0.0.1" || s.SeenAddress != "127.0.0.1" || s.Seen.IsZero() || s.Challenge != nil || s.Method != FactorPassword {
			t.Errorf("%+v", s)
		}
	}
	if got := strings.Join(agents, " "); got != "Phonetrue Thieffalse Deskfalse" {
		t.Fatalf("%s", got)
	}
	end := func(user, id string) answer {
		return phone.does(func(c *gin.Context) error { return l.sessions.End(c, user, id) })
	}
	end("ben", sessions[1].ID).problem(t, 404, "not-found")
	thief.is("anna")
	if a := end("anna", sessions[1].ID); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	thief.is("")
	end("anna", sessions[1].ID).problem(t, 404, "not-found")

	// The password changes: all others end, and a log-in with the old one that is under way comes to nothing.
	before := l.clock.now()
	l.clock.pass(time.Second)
	if a := phone.does(func(c *gin.Context) error {
		ended, err := l.sessions.EndOthers(c)
		if ended != 1 {
			t.Errorf("%d have ended", ended)
		}
		return err
	}); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	desk.is("")
	phone.is("anna")
	ben.is("ben")
	thief.logsIn("anna", func(l *LogIn) { l.At = before }).problem(t, 409, "conflict")
	thief.is("")
	l.clock.pass(time.Microsecond)
	desk.logsIn("anna")
	desk.is("anna")
	if n, err := l.sessions.EndAll(t.Context(), "anna"); n != 2 || err != nil {
		t.Errorf("%d have ended: %v", n, err)
	}
	desk.is("")
	phone.is("")
	phone.does(func(c *gin.Context) error { _, err := l.sessions.EndOthers(c); return err }).problem(t, 401, "unauthenticated")
}

func TestTooManySessions(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	browsers := make([]*browser, sessionsMost+2)
	for i := range browsers {
		browsers[i] = l.browser()
		browsers[i].logsIn("anna")
		l.clock.pass(time.Second)
	}
	for i, b := range browsers {
		b.is(map[bool]string{true: "anna"}[i >= 2])
	}
}

func TestChallenges(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	b := l.browser()
	set := func() {
		b.does(func(c *gin.Context) error { return l.sessions.SetChallenge(c, []byte(`{"challenge":"x"}`)) })
	}
	take := func(c *gin.Context) error {
		got, err := l.sessions.TakeChallenge(c)
		if err == nil && string(got) != `{"challenge":"x"}` {
			t.Errorf("%s", got)
		}
		return err
	}
	set()
	b.is("") // somebody with a challenge is nobody yet
	if a := b.does(func(c *gin.Context) error {
		must(t, take(c))
		_, err := l.sessions.LogIn(c, LogIn{User: "anna", Method: FactorPasskey, SecondFactor: FactorPasskey, At: l.clock.now()})
		return err
	}); a.status != 200 || len(l.store.records) != 1 {
		t.Errorf("%d %s, %d records", a.status, a.body, len(l.store.records))
	}
	b.is("anna")
	b.does(take).problem(t, 404, "not-found")
	set()
	l.clock.pass(challengeTerm)
	b.does(take).problem(t, 404, "not-found")
	set()
	twin := l.browser()
	twin.cookies[sessionCookie] = b.token()
	b.does(func(c *gin.Context) error { // both have read it; one takes it first
		if a := twin.does(take); a.status != 200 {
			t.Errorf("%d %s", a.status, a.body)
		}
		return take(c)
	}).problem(t, 409, "conflict")
}

// Without the store nobody is let in by a cookie, and everybody by a token.
func TestStoreAway(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	b, machine := l.browser(), l.browser("Authorization: Bearer "+annasToken)
	b.logsIn("anna")
	token := b.token()
	l.store.away = errors.New("connection refused")
	b.does(func(*gin.Context) error { t.Error("let in"); return nil }).problem(t, 503, "unavailable")
	if b.token() != token {
		t.Error("the cookie is lost")
	}
	machine.is("machine")
	l.browser().logsIn("ben").problem(t, 503, "unavailable")
	l.store.away = nil
	for name, act := range map[string]func(c context.Context) error{
		"log out":    l.sessions.LogOut,
		"end others": func(c context.Context) error { _, err := l.sessions.EndOthers(c); return err },
		"list":       func(c context.Context) error { _, err := l.sessions.List(c, "anna"); return err },
		"end":        func(c context.Context) error { return l.sessions.End(c, "anna", "x") },
		"step up":    func(c context.Context) error { _, err := l.sessions.StepUp(c, FactorTOTP); return err },
		"alive":      func(c context.Context) error { _, err := l.sessions.Alive(c); return err },
	} {
		b.does(func(c *gin.Context) error {
			l.store.away = errors.New("connection refused")
			defer func() { l.store.away = nil }()
			if err := act(c); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		})
		b.is("anna")
	}
	l.clock.pass(2 * time.Minute)
	l.sessions.config.Store = untouchable{l.store}
	b.does(func(*gin.Context) error { t.Error("let in"); return nil }).problem(t, 503, "unavailable")
}

// untouchable is a store that fails in between.
type untouchable struct{ *memorySessions }

func (untouchable) Touch(context.Context, string, SessionRecord) error {
	return redisAway("sessions", errors.New("connection reset"))
}

func TestOnlyPrivateWays(t *testing.T) {
	for _, c := range []struct {
		public, host, proto string
		private             bool
	}{
		{portal, "portal.example.com", "", true},
		{portal, "portal.example.com", "https", true},
		{portal, "portal.example.com", "HTTPS, https", true},
		{portal, "portal.example.com", "http", false},
		{portal, "portal.example.com", "https, http", false},
		{"http://127.0.0.1:8080", "127.0.0.1:8080", "", true},
		{"http://localhost:8080", "localhost:8080", "", true},
		{"http://[::1]:8080", "[::1]", "", true},
		{"http://127.0.0.1:8080", "192.168.1.5:8080", "", false},
		{"http://127.0.0.1:8080", "127.0.0.1.example.com", "", false},
		{"http://127.0.0.1:8080", "localhost.example.com", "", false},
	} {
		l := newLobby(t, SessionConfig{PublicURL: c.public})
		name := map[bool]string{true: sessionCookie, false: localSessionCookie}[strings.HasPrefix(c.public, "https")]
		visit := func(token string, act func(c *gin.Context) error) (a answer, got string) {
			l.acts["x"] = act
			request, err := http.NewRequestWithContext(t.Context(), "POST", l.url+"/act/x", http.NoBody)
			must(t, err)
			request.Host = c.host
			request.AddCookie(&http.Cookie{Name: name, Value: token})
			if c.proto != "" {
				request.Header.Set("X-Forwarded-Proto", c.proto)
			}
			response, err := http.DefaultClient.Do(request)
			must(t, err)
			must(t, response.Body.Close())
			for _, cookie := range response.Cookies() {
				if !cookie.Secure || cookie.Name != name {
					t.Errorf("%+v: %v", c, cookie)
				}
				got = cookie.Value
			}
			return answer{status: response.StatusCode}, got
		}
		logIn := func(g *gin.Context) error {
			_, err := l.sessions.LogIn(g, LogIn{User: "anna", Method: FactorPassword, At: l.clock.now()})
			return err
		}
		a, token := visit("", logIn)
		if want := map[bool]int{true: 200, false: 403}[c.private]; a.status != want || (token != "") != c.private {
			t.Errorf("%+v: %d %q", c, a.status, token)
		}
		// A token that was given on a private way is not believed on another.
		private := newLobby(t, SessionConfig{PublicURL: portal})
		b := private.browser()
		b.logsIn("anna")
		l.store.records = private.store.records
		visit(b.token(), func(g *gin.Context) error {
			if _, is := SessionOf(g); is != c.private {
				t.Errorf("%+v: let in %v", c, is)
			}
			return nil
		})
	}
	for _, c := range []struct {
		config SessionConfig
		want   string
	}{
		{SessionConfig{}, "is no public address"},
		{SessionConfig{PublicURL: "portal.example.com"}, "is no public address"},
		{SessionConfig{PublicURL: portal + "/x"}, "is no public address"},
		{SessionConfig{PublicURL: "https://a@example.com"}, "is no public address"},
		{SessionConfig{PublicURL: "http://example.com"}, "has no encryption"},
		{SessionConfig{PublicURL: "http://192.168.1.5"}, "has no encryption"},
		{SessionConfig{PublicURL: "http://127.0.0.1.x.com"}, "has no encryption"},
		{SessionConfig{PublicURL: portal, Idle: time.Second}, "cannot be idle"},
		{SessionConfig{PublicURL: portal, Term: time.Minute}, "cannot be idle"},
		{SessionConfig{PublicURL: portal, StaffTerm: -1}, "cannot be idle"},
	} {
		if _, err := NewSessions(c.config); err == nil || !strings.Contains(err.Error(), c.want) || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v, want %q", c.config, err, c.want)
		}
	}
}

// Two cookies of one name cannot both be ours, and none that is too long is looked for.
func TestStrangeCookies(t *testing.T) {
	l := newLobby(t, SessionConfig{})
	b := l.browser()
	b.logsIn("anna")
	token := b.token()
	for cookie, want := range map[string]string{
		sessionCookie + "=" + token:                                          "anna",
		sessionCookie + "=" + token + "; " + sessionCookie + "=x":            "",
		sessionCookie + "=" + token + strings.Repeat("x", 100):               "",
		sessionCookie + "=":                                                  "",
		localSessionCookie + "=" + token:                                     "",
		sessionCookie + "=" + l.sessionKey():                                 "", // what the store holds is no token
		"__host-upline=" + token + "; upline=" + token + "; Upline=" + token: "",
	} {
		other := l.browser("Cookie: " + cookie)
		l.acts["who"] = func(*gin.Context) error { return nil }
		a := ask(t, "POST", l.url+"/act/who", "", other.headers...)
		if a.status != 200 || a.body != want {
			t.Errorf("%s: %d %q, want %q", cookie, a.status, a.body, want)
		}
	}
}

// sessionKey is the key of the one session in the store.
func (l *lobby) sessionKey() string {
	for key := range l.store.records {
		return key
	}
	return ""
}
