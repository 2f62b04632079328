package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"upline/graph"
	"upline/graph/access"
	"upline/graph/accounts"
	"upline/graph/chronicle"
	"upline/internal/period"
	"upline/internal/storetest"
)

const (
	goodPassword = "seven quiet herons at dawn"
	nextPassword = "nine loud geese at midnight"
	secretOfTest = "0123456789abcdef0123456789abcdef"
)

// movedClock goes on by a little at each look, and by more when a test says so.
type movedClock struct{ nanoseconds atomic.Int64 }

func (c *movedClock) now() time.Time {
	return time.Unix(1_800_000_000, c.nanoseconds.Add(int64(time.Microsecond)))
}
func (c *movedClock) pass(d time.Duration) { c.nanoseconds.Add(int64(d)) }

// house is the API of the contract on empty stores. Users come by a proxy that says from where, so that tests can be anywhere.
type house struct {
	*testing.T
	url      string
	clock    *movedClock
	graph    *graph.Store
	accounts *accounts.Store
	log      *kept

	resources *Resources
}

// kept is a log that tests read.
type kept struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (k *kept) Write(line []byte) (int, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return k.text.Write(line)
}

// lines are those of requests of a route, and forgotten from now on.
func (h *house) lines(route string) (list []M) {
	h.Helper()
	h.log.mutex.Lock()
	defer h.log.mutex.Unlock()
	for line := range strings.Lines(h.log.text.String()) {
		one := M{}
		must(h.T, json.Unmarshal([]byte(line), &one))
		if one["route"] == "/api/v1"+route {
			list = append(list, one)
		}
	}
	h.log.text.Reset()
	return list
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, clock: new(movedClock), log: new(kept)}
	config := storetest.Empty(t)
	config.Now = h.clock.now
	h.graph = storetest.Open(t, config)
	client, err := OpenRedis(storetest.Redis(t), nil)
	must(t, err)
	t.Cleanup(func() { _ = client.Close() })
	h.accounts, err = accounts.New(h.graph.Store, []byte(secretOfTest), "Alpina Naturkost")
	must(t, err)
	must(t, h.accounts.Prepare(t.Context(), h.by()))
	const public = "http://localhost:8080"
	sessions, err := NewSessions(SessionConfig{Store: NewRedisSessions(client), PublicURL: public, Now: h.clock.now, Users: h.accounts, Today: h.today})
	must(t, err)
	devices := NewDevices(sessions, ringOf(t, secretOfTest))
	attempts := NewAttempts(NewRedisAttempts(client), GuessDelay, ringOf(t, secretOfTest), h.clock.now)
	passkeys, err := access.NewPasskeys("localhost", "Alpina", public)
	must(t, err)
	origins, err := NewOrigins(nil)
	must(t, err)
	contract, err := LoadContract(ContractText)
	must(t, err)
	r := &Resources{
		Graph: h.graph, Now: h.clock.now, Zone: time.UTC, Accounts: h.accounts, Sessions: sessions, Devices: devices, Attempts: attempts,
		Passkeys: passkeys, Company: "Alpina",
	}
	h.resources = r
	c := configOf(t, contract)
	c.Routes, c.Sessions, c.Users, c.Origins, c.PublicURL = r.Routes, sessions, h.accounts, origins, public
	c.Today, c.Log = r.Today, slog.New(slog.NewJSONHandler(h.log, nil))
	c.TrustedProxies, c.Idempotency = []string{"127.0.0.0/8", "::1/128"}, Idempotency{Graph: h.graph}
	server, err := NewServer(c)
	must(t, err)
	h.url = newServer(t, server.Handler())
	return h
}

func configOf(t *testing.T, contract *Contract) Config {
	t.Helper()
	tokens, err := ParseTokens("anna=" + annasToken)
	must(t, err)
	tracing, err := NewTracing(t.Context())
	must(t, err)
	return Config{
		Contract: contract, Tokens: tokens, Actors: Limit{1e8, 1e8}, Addresses: Limit{1e8, 1e8},
		Health: NewHealth(nil, slog.New(slog.DiscardHandler)), Metrics: NewMetrics(), Tracing: tracing, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
	}
}

func (h *house) by() accounts.By {
	return accounts.By{By: chronicle.By{Actor: "operator"}, Today: h.today()}
}

func (h *house) today() period.Day {
	day, err := period.ParseDay(h.clock.now().UTC().Format(time.DateOnly))
	must(h.T, err)
	return day
}

// person is somebody with a browser.
type person struct {
	*house
	name, id string
	from     string // the address
	cookies  map[string]string
	secret   string // of the authenticator app
}

// user makes a user with profiles and a password, in a browser that nobody has logged in by.
func (h *house) user(name string, profiles ...string) *person {
	h.Helper()
	address, err := access.ParseEmail(name + "@example.com")
	must(h.T, err)
	id, err := h.accounts.Invite(h.Context(), accounts.Invitation{Email: address, Language: "de", Name: name}, h.by(), nil)
	must(h.T, err)
	for _, profile := range profiles {
		must(h.T, h.accounts.Assign(h.Context(), id, profile, access.Days{From: h.today(), To: period.Forever}, h.by()))
	}
	token, _, err := h.accounts.Ask(h.Context(), access.InvitationToken, id, access.Email{}, h.by())
	must(h.T, err)
	p := h.person(name)
	p.id = id
	p.does("POST", "/invitations/accept", M{"token": token, "password": goodPassword}, 204)
	return p
}

func (h *house) person(name string) *person {
	return &person{house: h, name: name, from: fmt.Sprintf("192.0.2.%d", len(name)), cookies: map[string]string{}}
}

// M is a JSON object.
type M = map[string]any

// asks sends a request, keeps the cookies, and compares the answer with the contract.
func (p *person) asks(method, path string, body any, headers ...string) answer {
	p.Helper()
	text := ""
	if body != nil {
		raw, err := json.Marshal(body)
		must(p.T, err)
		text = string(raw)
		headers = append(headers, asJSON)
	}
	var cookies []string
	for name, value := range p.cookies {
		cookies = append(cookies, name+"="+value)
	}
	headers = append(headers, "Cookie: "+strings.Join(cookies, "; "), "X-Forwarded-For: "+p.from)
	a := once(p.T, method, p.url+"/api/v1"+path, text, headers...)
	for _, line := range a.header["Set-Cookie"] {
		cookie, err := http.ParseSetCookie(line)
		must(p.T, err)
		sameSite := http.SameSiteStrictMode
		if cookie.Name == localOIDCCookie {
			sameSite = http.SameSiteLaxMode
		}
		if !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != sameSite || cookie.Path != "/" || cookie.Domain != "" {
			p.Errorf("the cookie is %s", line)
		}
		p.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(p.cookies, cookie.Name)
		}
	}
	p.keepsContract(method, path, a)
	return a
}

// once sends a request as ask does, and follows no redirection.
func once(t *testing.T, method, url, body string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	must(t, err)
	for _, h := range headers {
		if name, value, is := strings.Cut(h, ": "); is {
			request.Header.Set(name, value)
		}
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	return answer{response.StatusCode, response.Header, string(text)}
}

var contractOfTest = sync.OnceValues(func() (*Contract, error) { return LoadContract(ContractText) })

func (p *person) keepsContract(method, path string, a answer) {
	p.Helper()
	contract, err := contractOfTest()
	must(p.T, err)
	request, err := http.NewRequest(method, "/api/v1"+path, nil)
	must(p.T, err)
	if err := contract.CheckResponse(request, a.status, a.header, []byte(a.body)); err != nil {
		p.Errorf("%s %s answers %d, against the contract: %v", method, path, a.status, err)
	}
}

// does asks for something, wants a status, and returns the answer's object.
func (p *person) does(method, path string, body any, status int, headers ...string) M {
	p.Helper()
	a := p.asks(method, path, body, headers...)
	if a.status != status {
		p.Errorf("%s: %s %s answers %d, want %d: %s", p.name, method, path, a.status, status, a.body)
	}
	object := M{}
	if a.body != "" {
		must(p.T, json.Unmarshal([]byte(a.body), &object))
	}
	return object
}

func (p *person) email() string { return p.name + "@example.com" }

func (p *person) logsIn(status int) M {
	p.Helper()
	return p.does("POST", "/session", M{"email": p.email(), "password": goodPassword}, status)
}

// code is what the authenticator app shows.
func (p *person) code() string {
	p.Helper()
	text, err := totp.GenerateCode(p.secret, p.clock.now())
	must(p.T, err)
	return text
}

// addsTOTP adds an authenticator app, and returns the recovery codes.
func (p *person) addsTOTP() []any {
	p.Helper()
	p.secret, _ = p.does("POST", "/totp", M{"password": goodPassword}, 200)["secret"].(string)
	codes, _ := p.does("POST", "/totp/finish", M{"code": p.code()}, 200)["codes"].([]any)
	p.clock.pass(30 * time.Second)
	return codes
}
