package api

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"upline/internal/fault"
	"upline/internal/keys"
)

const (
	// A cookie of its own, which comes along when the provider sends the browser back (Lax), and lets nobody in.
	oidcCookie      = "__Host-upline-oidc"
	localOIDCCookie = "upline-oidc-local"
	oidcWay         = 10 * time.Minute // how long somebody may take at the provider
	oidcTerm        = 10 * time.Second // how long the provider may take to answer
	oidcCallback    = "/session/oidc/callback"
)

// OIDCConfig names a provider of OpenID Connect, such as the company's directory, and this server as its client.
type OIDCConfig struct{ Issuer, Client, Secret string }

// OIDC lets users in whom a provider knows: by the code flow with PKCE, a state and a nonce, which wait in an encrypted cookie.
type OIDC struct {
	config   OIDCConfig
	sessions *Sessions
	sealing  keys.Ring
	mutex    sync.Mutex
	provider *oidc.Provider // once it has answered
}

// NewOIDC returns log-ins by a provider, whose cookies are encrypted by a key of 32 bytes, and opened by any of the
// ring's. The provider is asked when somebody comes.
//
// Errors: Invalid when something is missing.
func NewOIDC(sessions *Sessions, ring keys.Ring, c OIDCConfig) (*OIDC, error) {
	if c.Issuer == "" || c.Client == "" || c.Secret == "" {
		return nil, fault.Invalidf("OIDC", "a provider has an address, such as https://login.example.com, and knows this server by an id and a secret: set all three")
	}
	return &OIDC{config: c, sessions: sessions, sealing: ring}, nil
}

// oidcWait is what a log-in under way at the provider is told by.
type oidcWait struct {
	State, Nonce, Verifier string
	Until                  time.Time
}

// KnownUser is whom a provider knows.
type KnownUser struct {
	Issuer, Subject string
	Email           string // empty: the provider does not vouch for it
}

func (o *OIDC) client(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.provider == nil {
		ctx, cancel := context.WithTimeout(ctx, oidcTerm)
		defer cancel()
		provider, err := oidc.NewProvider(ctx, o.config.Issuer)
		if err != nil {
			return nil, nil, &fault.Error{Kind: fault.Unavailable, Op: "OIDC", Msg: "the provider " + o.config.Issuer + " does not answer", Err: err}
		}
		o.provider = provider
	}
	return o.provider, &oauth2.Config{
		ClientID: o.config.Client, ClientSecret: o.config.Secret, Endpoint: o.provider.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "email"},
		RedirectURL: o.sessions.config.PublicURL + basePath + oidcCallback,
	}, nil
}

// Begin returns where the browser goes, and has it keep what the answer must fit.
//
// Errors: a Refusal 403 where the way to the browser is not encrypted; Unavailable.
func (o *OIDC) Begin(ctx context.Context) (location string, err error) {
	v, err := o.sessions.visited(ctx)
	if err != nil {
		return "", err
	}
	_, client, err := o.client(ctx)
	if err != nil {
		return "", err
	}
	wait := oidcWait{rand.Text(), rand.Text(), oauth2.GenerateVerifier(), o.sessions.config.Now().Add(oidcWay)}
	text, err := json.Marshal(wait)
	if err != nil {
		return "", err
	}
	sealed, err := o.sealing.Seal(rand.Reader, oidcCookie, text)
	if err != nil {
		return "", err
	}
	o.cookie(v, base64.RawURLEncoding.EncodeToString([]byte(sealed)), int(oidcWay.Seconds()))
	return client.AuthCodeURL(wait.State, oidc.Nonce(wait.Nonce), oauth2.S256ChallengeOption(wait.Verifier)), nil
}

func (o *OIDC) cookie(v *visit, value string, maxAge int) {
	http.SetCookie(v.w, &http.Cookie{
		Name: o.sessions.cookieName(oidcCookie, localOIDCCookie), Value: value, Path: "/", MaxAge: maxAge, Secure: true, HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	})
}

// Finish returns who has come back from the provider, by the parameters of the address. The cookie is gone afterwards.
//
// Errors: a Refusal 401 when the answer fits no question of this browser, or is not the provider's; Unavailable.
func (o *OIDC) Finish(ctx context.Context, state, code string) (KnownUser, error) {
	v, err := o.sessions.visited(ctx)
	if err != nil {
		return KnownUser{}, err
	}
	wait, fits := o.waiting(v)
	o.cookie(v, "", -1)
	if !fits || subtle.ConstantTimeCompare([]byte(wait.State), []byte(state)) != 1 || code == "" {
		return KnownUser{}, unknownAnswer()
	}
	provider, client, err := o.client(ctx)
	if err != nil {
		return KnownUser{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, oidcTerm)
	defer cancel()
	tokens, err := client.Exchange(ctx, code, oauth2.VerifierOption(wait.Verifier))
	if err != nil {
		return KnownUser{}, unknownAnswer()
	}
	text, _ := tokens.Extra("id_token").(string)
	token, err := provider.VerifierContext(ctx, &oidc.Config{ClientID: o.config.Client, Now: o.sessions.config.Now}).Verify(ctx, text)
	if err != nil || subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(wait.Nonce)) != 1 {
		return KnownUser{}, unknownAnswer()
	}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := token.Claims(&claims); err != nil || !claims.Verified {
		claims.Email = ""
	}
	return KnownUser{token.Issuer, token.Subject, claims.Email}, nil
}

// waiting is what the cookie of a request holds, if it is ours and not too old.
func (o *OIDC) waiting(v *visit) (wait oidcWait, is bool) {
	cookies := v.request.CookiesNamed(o.sessions.cookieName(oidcCookie, localOIDCCookie))
	if len(cookies) != 1 {
		return wait, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(cookies[0].Value)
	if err != nil {
		return wait, false
	}
	text, err := o.sealing.Open(oidcCookie, string(raw))
	if err != nil || json.Unmarshal(text, &wait) != nil {
		return wait, false
	}
	return wait, o.sessions.config.Now().Before(wait.Until)
}

func unknownAnswer() error {
	return unauthenticated(sessionChallenge, "the provider's answer is not accepted: log in again from the beginning")
}
