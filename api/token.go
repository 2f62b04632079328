package api

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"upline/graph/access"
	"upline/internal/fault"
)

// tokenLengthMin keeps tokens from being guessed: 32 characters of any alphabet that a generator uses are 128 bits and more.
const tokenLengthMin = 32

// Tokens are who may use the API, each by a bearer token. Only their sums are kept.
type Tokens []token

type token struct {
	actor string // as audit.Actor writes it
	sum   [sha256.Size]byte
}

// ParseTokens reads tokens as the environment names them: "anna=<token>,ben=<token>". Somebody may have several, so that a
// token can be changed without a pause.
//
// Errors: Invalid when a name is missing, or a token is too short or given twice. No token appears in them.
func ParseTokens(text string) (Tokens, error) {
	var tokens Tokens
	owner := map[[sha256.Size]byte]string{}
	for entry := range strings.SplitSeq(text, ",") {
		if entry = strings.TrimSpace(entry); entry == "" {
			continue
		}
		name, secret, _ := strings.Cut(entry, "=")
		name, secret = strings.TrimSpace(name), strings.TrimSpace(secret)
		sum := sha256.Sum256([]byte(secret))
		switch {
		case name == "" || secret == "":
			return nil, fault.Invalidf("tokens", "entry %d of the tokens is incomplete: write name=token, parted by commas", len(tokens)+1)
		case len(secret) < tokenLengthMin:
			return nil, fault.Invalidf("tokens", "the token of %s has %d characters, and must have %d or more: make one with openssl rand -hex 32", name, len(secret), tokenLengthMin)
		case owner[sum] != "":
			return nil, fault.Invalidf("tokens", "%s and %s have the same token: give each their own", owner[sum], name)
		}
		owner[sum] = name
		tokens = append(tokens, token{"user:" + name, sum})
	}
	return tokens, nil
}

// actor says whose token that is. It takes as long for a wrong token as for a right one.
func (t Tokens) actor(secret string) (name string, known bool) {
	sum := sha256.Sum256([]byte(secret))
	for _, one := range t {
		if subtle.ConstantTimeCompare(one.sum[:], sum[:]) == 1 {
			name, known = one.actor, true
		}
	}
	return name, known
}

// Authenticate finds out who asks, and puts their name in the context for ActorOf. It refuses nobody yet, so that who guesses
// tokens is held back by RateLimit; RequireActor does.
func Authenticate(tokens Tokens) gin.HandlerFunc {
	return func(c *gin.Context) {
		scheme, secret, _ := strings.Cut(c.GetHeader("Authorization"), " ")
		if actor, known := tokens.actor(strings.TrimSpace(secret)); known && strings.EqualFold(scheme, "Bearer") {
			caller := Caller{User: access.User{ID: actor}, From: c.ClientIP(), Everything: true}
			c.Request = c.Request.WithContext(WithCaller(c.Request.Context(), actor, caller))
		}
	}
}

// RequireTLS refuses tokens that came in plain text, as the proxy says, to a server whose public address is https://: somebody may have
// read them on the way. The proxy's own redirect to https:// comes too late for that.
func RequireTLS(publicURL string) gin.HandlerFunc {
	public := strings.HasPrefix(publicURL, "https://")
	return func(c *gin.Context) {
		if public && bearer(c.Request) && !encrypted(c.Request) {
			Refuse(c, &Refusal{Status: http.StatusForbidden, Msg: "this token came without encryption, so others may know it: revoke it, and send the next one by https://"})
		}
	}
}

// RequireActor refuses whom nobody knows. The routes that open names by their templates need nobody, and paths that lead
// nowhere are nobody's.
func RequireActor(open func(route string) bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		switch {
		case ActorOf(c.Request.Context()) != "" || c.FullPath() == "" || open(c.FullPath()):
		case c.GetHeader("Authorization") == "":
			Refuse(c, unauthenticated(`Bearer realm="upline"`, "nobody is logged in: log in, or send the header Authorization: Bearer TOKEN"))
		default:
			Refuse(c, unauthenticated(`Bearer realm="upline", error="invalid_token"`, "nobody has that token: ask the server's operator for one"))
		}
	}
}

func unauthenticated(challenge, msg string) error {
	return &Refusal{Status: http.StatusUnauthorized, Msg: msg, Header: http.Header{"Www-Authenticate": {challenge}}}
}

// actorKey is the key of the caller's name in a context.
type actorKey struct{}

// ActorOf is who asks, for graph.By: user:ID, or the name of a token of the operators; empty on routes that need nobody.
func ActorOf(ctx context.Context) string {
	name, _ := ctx.Value(actorKey{}).(string)
	return name
}
