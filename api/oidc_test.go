package api

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
)

// directory is a provider of OpenID Connect, at which everybody has logged in already.
type directory struct {
	*oidctest.Server
	url   string
	key   *rsa.PrivateKey
	clock *movedClock

	mutex sync.Mutex
	asked map[string]url.Values // by code: what the browser came with
	who   M                     // claims of the next who comes
}

func newDirectory(t *testing.T, clock *movedClock) *directory {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	d := &directory{key: key, clock: clock, asked: map[string]url.Values{}}
	d.Server = &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "k", Algorithm: "RS256"}}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			d.token(w, r)
			return
		}
		d.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	d.url = server.URL
	d.SetIssuer(server.URL)
	return d
}

// comes is the browser at the provider: it goes back with a code.
func (d *directory) comes(location string) (state, code string) {
	at, _ := url.Parse(location)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	code = rand.Text()
	d.asked[code] = at.Query()
	return at.Query().Get("state"), code
}

// token exchanges a code, once, if the verifier is that of the challenge.
func (d *directory) token(w http.ResponseWriter, r *http.Request) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	asked, known := d.asked[r.FormValue("code")]
	delete(d.asked, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !known || base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") || id != "upline" || secret != "secret" {
		http.Error(w, `{"error": "invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := M{"iss": d.url, "aud": "upline", "nonce": asked.Get("nonce"), "exp": d.clock.now().Add(time.Minute).Unix(), "iat": d.clock.now().Unix()}
	for name, value := range d.who {
		claims[name] = value
	}
	text, _ := json.Marshal(claims)
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"access_token": "x", "token_type": "Bearer", "id_token": %q}`, oidctest.SignIDToken(d.key, "k", "RS256", string(text)))
}

// Who is known to the company's provider logs in by it, to an account that was invited; nobody else does, and no answer is good for
// another browser, or twice.
func TestLogInByAProvider(t *testing.T) {
	h := newHouse(t)
	anna, ben := h.user("anna"), h.user("ben")
	anna.does("GET", "/session/oidc", nil, 404)
	d := newDirectory(t, h.clock)
	var err error
	h.resources.OIDC, err = NewOIDC(h.resources.Sessions, ringOf(t, secretOfTest), OIDCConfig{Issuer: d.url, Client: "upline", Secret: "secret"})
	must(t, err)
	goes := func(p *person) (path string) {
		t.Helper()
		a := p.asks("GET", "/session/oidc", nil)
		if a.status != 302 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		state, code := d.comes(a.header.Get("Location"))
		return "/session/oidc/callback?" + url.Values{"state": {state}, "code": {code}}.Encode()
	}
	comes := func(p *person, path string, status int) {
		t.Helper()
		if a := p.asks("GET", path, nil); a.status != status {
			t.Errorf("%s: %d, want %d: %s", p.name, a.status, status, a.body)
		}
	}
	d.who = M{"sub": "4711", "email": "anna@example.com", "email_verified": false}
	comes(anna, goes(anna), 401)
	d.who["email_verified"] = true
	path := goes(anna)
	thief := h.person("thief")
	goes(thief)
	comes(thief, path, 401)
	path = goes(anna)
	comes(anna, path, 302)
	if s := anna.does("GET", "/session", nil, 200); s["method"] != "oidc" || s["pending"] != false {
		t.Errorf("%v", s)
	}
	comes(anna, path, 401) // a second time
	d.who = M{"sub": "4712", "email": "anna@example.com", "email_verified": true}
	comes(thief, goes(thief), 401) // the provider has given the address to somebody else
	d.who = M{"sub": "4711", "email": "ben@example.com", "email_verified": true}
	comes(anna, goes(anna), 302) // still anna
	if me := anna.does("GET", "/me", nil, 200); me["user"] != anna.id {
		t.Errorf("%v", me)
	}
	d.who = M{"sub": "4713", "email": "nobody@example.com", "email_verified": true}
	comes(thief, goes(thief), 401)
	d.who = M{"sub": "4714", "email": "ben@example.com", "email_verified": true, "nonce": "another"}
	comes(ben, goes(ben), 401)
	d.who = M{"sub": "4714", "email": "ben@example.com", "email_verified": true, "aud": "another"}
	comes(ben, goes(ben), 401)
	delete(d.who, "aud")
	path = goes(ben)
	h.clock.pass(11 * time.Minute)
	comes(ben, path, 401)
	must(t, h.accounts.Lock(t.Context(), ben.id, h.by()))
	comes(ben, goes(ben), 401)
	d.who = M{"sub": "4711"}
	anna.addsTOTPAfter(func() { comes(anna, goes(anna), 302) })
	comes(anna, goes(anna), 302)
	if s := anna.does("GET", "/session", nil, 200); s["pending"] != true {
		t.Errorf("a provider lifts the second factor: %v", s)
	}
}

// addsTOTPAfter adds an authenticator app in a new session.
func (p *person) addsTOTPAfter(logIn func()) {
	p.Helper()
	logIn()
	p.addsTOTP()
}
