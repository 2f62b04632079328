package api

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
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
type OIDCConfig struct {
	Issuer, Client, Secret string
	// Algorithms by which the provider may sign; none: ES256, EdDSA and PS256. Those of RSA with PKCS #1 v1.5 (RS256, RS384, RS512) are not
	// approved (ASVS 11.6.1), and are accepted from 2,048 bits on; PS256 and its like take 3,072 (ASVS 11.2.3).
	Algorithms []string
	// Vouches are claims by which the provider vouches for a second factor, such as amr=mfa or acr=phr; none: it vouches for nobody's.
	Vouches []string
}

// OIDC lets users in whom a provider knows: by the code flow with PKCE, a state and a nonce, which wait in an encrypted cookie.
type OIDC struct {
	config   OIDCConfig
	sessions *Sessions
	sealing  keys.Ring
	web      *http.Client
	mutex    sync.Mutex
	provider *oidc.Provider // once it has answered
}

// The algorithms by which a provider may sign: see OIDCConfig. Those with a shared secret, and none at all, are none of them.
var (
	oidcUsual      = []string{oidc.ES256, oidc.EdDSA, oidc.PS256}
	oidcAlgorithms = append([]string{oidc.ES384, oidc.ES512, oidc.PS384, oidc.PS512, oidc.RS256, oidc.RS384, oidc.RS512}, oidcUsual...)
)

// NewOIDC returns log-ins by a provider, whose cookies are encrypted by a key of 32 bytes, and opened by any of the
// ring's. The provider is asked when somebody comes.
//
// Errors: Invalid when something is missing, or is not as OIDCConfig says.
func NewOIDC(sessions *Sessions, ring keys.Ring, c OIDCConfig) (*OIDC, error) {
	if c.Issuer == "" || c.Client == "" || c.Secret == "" {
		return nil, fault.Invalidf("OIDC", "a provider has an address, such as https://login.example.com, and knows this server by an id and a secret: set all three")
	}
	if len(c.Algorithms) == 0 {
		c.Algorithms = oidcUsual
	}
	for _, algorithm := range c.Algorithms {
		if !slices.Contains(oidcAlgorithms, algorithm) {
			return nil, fault.Invalidf("OIDC", "%q is no algorithm by which a provider may sign: write some of %s", algorithm, strings.Join(oidcAlgorithms, ", "))
		}
	}
	for _, claim := range c.Vouches {
		if name, value, _ := strings.Cut(claim, "="); name != "amr" && name != "acr" || value == "" {
			return nil, fault.Invalidf("OIDC", "%q is no claim by which a provider vouches for a second factor: write amr=VALUE or acr=VALUE, such as amr=mfa", claim)
		}
	}
	return &OIDC{config: c, sessions: sessions, sealing: ring, web: oidcClient()}, nil
}

// oidcClient speaks to the provider, and to nobody whom that one names in a redirect (ASVS 15.3.2).
func oidcClient() *http.Client {
	return &http.Client{
		Timeout:       oidcTerm,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
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
	SecondFactor    bool   // the provider vouches for one, as the operator says that it does: see OIDCConfig
}

func (o *OIDC) client(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.provider == nil {
		ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, o.web), oidcTerm)
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

// Begin returns where the browser goes, and has it keep what the answer must fit. Whom another site has led here has not asked to log in
// (ASVS 7.6.2); a browser says so, and where nothing is said, it is none, or one older than 2023.
//
// Errors: a Refusal 403 where another site has led here, or the way to the browser is not encrypted; Unavailable.
func (o *OIDC) Begin(ctx context.Context) (location string, err error) {
	v, err := o.sessions.visited(ctx)
	if err != nil {
		return "", err
	}
	if from := v.request.Header.Get("Sec-Fetch-Site"); from != "" && from != "none" && from != "same-origin" {
		return "", &Refusal{Status: http.StatusForbidden, Msg: "another site has led you here: log in from a page of this server, or by its address"}
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
	return client.AuthCodeURL(wait.State, oidc.Nonce(wait.Nonce), oauth2.S256ChallengeOption(wait.Verifier),
		oauth2.SetAuthURLParam("prompt", "select_account")), nil // nobody is logged in who has not done something for it (ASVS 7.6.2)
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
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, o.web), oidcTerm)
	defer cancel()
	tokens, err := client.Exchange(ctx, code, oauth2.VerifierOption(wait.Verifier))
	if err != nil {
		return KnownUser{}, unknownAnswer()
	}
	text, _ := tokens.Extra("id_token").(string)
	config := &oidc.Config{ClientID: o.config.Client, Now: o.sessions.config.Now, SupportedSigningAlgs: o.config.Algorithms}
	token, err := provider.VerifierContext(ctx, config).Verify(ctx, text)
	if err != nil || weak(text) || subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(wait.Nonce)) != 1 {
		return KnownUser{}, unknownAnswer()
	}
	return o.knownBy(token), nil
}

// pssMin is how long a signature by RSA-PSS must be: as long as the key's modulus (RFC 8017, 8.1.1), of 3,072 bits.
const pssMin = 3072 / 8

// weak says whether a token that was verified is signed by RSA-PSS with too short a key.
func weak(token string) bool {
	signed, err := jose.ParseSigned(token, []jose.SignatureAlgorithm{jose.PS256, jose.PS384, jose.PS512})
	return err == nil && len(signed.Signatures[0].Signature) < pssMin // an error: it is signed otherwise
}

// knownBy is whom a token that was verified is about.
func (o *OIDC) knownBy(token *oidc.IDToken) KnownUser {
	known := KnownUser{Issuer: token.Issuer, Subject: token.Subject, SecondFactor: o.vouches(token)}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := token.Claims(&claims); err == nil && claims.Verified {
		known.Email = claims.Email
	}
	return known
}

// vouches says whether a token has one of the claims by which the provider vouches for a second factor.
func (o *OIDC) vouches(token *oidc.IDToken) bool {
	var claims struct {
		ACR string   `json:"acr"`
		AMR []string `json:"amr"`
	}
	if len(o.config.Vouches) == 0 || token.Claims(&claims) != nil {
		return false
	}
	return slices.ContainsFunc(o.config.Vouches, func(vouch string) bool {
		name, value, _ := strings.Cut(vouch, "=")
		return name == "acr" && claims.ACR == value || name == "amr" && slices.Contains(claims.AMR, value)
	})
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
