package api

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
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

	"upline/internal/fault"
)

// directory is a provider of OpenID Connect, at which everybody has logged in already.
type directory struct {
	*oidctest.Server
	url   string
	keys  map[string]crypto.PrivateKey // by algorithm
	alg   string                       // by which it signs
	clock *movedClock

	mutex sync.Mutex
	asked map[string]url.Values // by code: what the browser came with
	who   M                     // claims of the next who comes
}

func newDirectory(t *testing.T, clock *movedClock) *directory {
	t.Helper()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	short, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	long, err := rsa.GenerateKey(rand.Reader, 3072)
	must(t, err)
	d := &directory{alg: "ES256", clock: clock, asked: map[string]url.Values{}}
	d.keys = map[string]crypto.PrivateKey{"ES256": curve, "RS256": short, "PS256": short, "PS384": long}
	d.Server = &oidctest.Server{Algorithms: []string{"ES256", "RS256", "PS256", "PS384"}}
	for alg, key := range d.keys {
		public := key.(interface{ Public() crypto.PublicKey }).Public()
		d.PublicKeys = append(d.PublicKeys, oidctest.PublicKey{PublicKey: public, KeyID: alg, Algorithm: alg})
	}
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
	fmt.Fprintf(w, `{"access_token": "x", "token_type": "Bearer", "id_token": %q}`, oidctest.SignIDToken(d.keys[d.alg], d.alg, d.alg, string(text)))
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

// provided lets a house's users in by a provider, and returns how somebody comes from there.
func (h *house) provided(d *directory, change ...func(c *OIDCConfig)) (comes func(p *person) answer) {
	h.Helper()
	config := OIDCConfig{Issuer: d.url, Client: "upline", Secret: "secret"}
	for _, f := range change {
		f(&config)
	}
	var err error
	h.resources.OIDC, err = NewOIDC(h.resources.Sessions, ringOf(h.T, secretOfTest), config)
	must(h.T, err)
	return func(p *person) answer {
		h.Helper()
		state, code := d.comes(p.asks("GET", "/session/oidc", nil).header.Get("Location"))
		return p.asks("GET", "/session/oidc/callback?"+url.Values{"state": {state}, "code": {code}}.Encode(), nil)
	}
}

// A provider signs by what is approved and strong enough, unless the operator says otherwise.
func TestAlgorithmsOfAProvider(t *testing.T) {
	h := newHouse(t)
	anna := h.user("anna")
	d := newDirectory(t, h.clock)
	d.who = M{"sub": "4711", "email": "anna@example.com", "email_verified": true}
	for _, c := range []struct {
		alg     string
		allowed []string
		want    int
	}{
		{"ES256", nil, 302},
		{"RS256", nil, 401},
		{"PS384", nil, 401},
		{"PS256", nil, 401}, // of a key with 2,048 bits
		{"PS384", []string{"PS384"}, 302},
		{"RS256", []string{"ES256", "RS256"}, 302},
		{"ES256", []string{"RS256"}, 401},
	} {
		d.alg = c.alg
		comes := h.provided(d, func(o *OIDCConfig) { o.Algorithms = c.allowed })
		if a := comes(anna); a.status != c.want {
			t.Errorf("%s where %v are allowed: %d %s, want %d", c.alg, c.allowed, a.status, a.body, c.want)
		}
	}
	for _, bad := range []OIDCConfig{
		{},
		{Issuer: d.url, Client: "upline", Secret: "secret", Algorithms: []string{"HS256"}},
		{Issuer: d.url, Client: "upline", Secret: "secret", Algorithms: []string{"none"}},
		{Issuer: d.url, Client: "upline", Secret: "secret", Vouches: []string{"mfa"}},
		{Issuer: d.url, Client: "upline", Secret: "secret", Vouches: []string{"amr="}},
	} {
		if _, err := NewOIDC(h.resources.Sessions, ringOf(t, secretOfTest), bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// Whom another site has led here does not come to the provider, which asks whose account it is; and the provider leads this server nowhere.
func TestNobodyIsLedToTheProvider(t *testing.T) {
	h := newHouse(t)
	anna, d := h.user("anna"), newDirectory(t, h.clock)
	h.provided(d)
	for site, want := range map[string]int{"cross-site": 403, "same-site": 403, "same-origin": 302, "none": 302, "": 302} {
		a := anna.asks("GET", "/session/oidc", nil, "Sec-Fetch-Site: "+site)
		if a.status != want {
			t.Errorf("from %q: %d %s", site, a.status, a.body)
		}
		if at, _ := url.Parse(a.header.Get("Location")); want == 302 && at.Query().Get("prompt") != "select_account" {
			t.Errorf("the provider is asked %s", at)
		}
	}
	hits := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits++ }))
	t.Cleanup(elsewhere.Close)
	leads := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	t.Cleanup(leads.Close)
	h.provided(d, func(c *OIDCConfig) { c.Issuer = leads.URL })
	anna.does("GET", "/session/oidc", nil, 503)
	if hits != 0 {
		t.Error("a provider has led this server elsewhere")
	}
}

// A provider's word for a second factor counts where the operator says so, for who has none here; it is no fresh one.
func TestAProviderVouchesForASecondFactor(t *testing.T) {
	h := newHouse(t)
	ben := h.user("ben", "administrator")
	d := newDirectory(t, h.clock)
	d.who = M{"sub": "4714", "email": "ben@example.com", "email_verified": true, "amr": []string{"pwd", "mfa"}, "acr": "gold"}
	for _, c := range []struct {
		vouches []string
		missing bool
	}{{nil, true}, {[]string{"amr=otp", "acr=mfa"}, true}, {[]string{"amr=mfa"}, false}, {[]string{"amr=otp", "acr=gold"}, false}} {
		comes := h.provided(d, func(o *OIDCConfig) { o.Vouches = c.vouches })
		if a := comes(ben); a.status != 302 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if me := ben.does("GET", "/me", nil, 200); me["second_factor_missing"] != c.missing || me["second_factor_until"] != nil {
			t.Errorf("%v: %v", c.vouches, me)
		}
		want := 200
		if c.missing {
			want = 403
		}
		ben.does("GET", "/users", nil, want)
	}
	ben.does("POST", "/groups/x/members", M{"user": ben.id}, 401) // it takes a fresh one of ours
}

// addsTOTPAfter adds an authenticator app in a new session.
func (p *person) addsTOTPAfter(logIn func()) {
	p.Helper()
	logIn()
	p.addsTOTP()
}
