package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
)

const annasToken, bensToken = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"

func TestParseTokens(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "",
		"anna=" + annasToken: "",
		"anna=" + annasToken + ", anna=" + bensToken + ",": "",
		"anna=short":     "has 5 characters, and must have 32",
		"=" + annasToken: "write name=token",
		annasToken:       "write name=token",
		"anna=" + annasToken + ",ben=" + annasToken: "anna and ben have the same token",
	} {
		_, err := ParseTokens(text)
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", text, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || fault.KindOf(err) != fault.Invalid):
			t.Errorf("%q: %v, want %q", text, err, want)
		case err != nil && strings.Contains(err.Error(), annasToken):
			t.Errorf("%q: the token is in the error", text)
		}
	}
}

func TestWhoAsks(t *testing.T) {
	tokens, err := ParseTokens("anna=" + annasToken + ",ben=" + bensToken)
	must(t, err)
	server := serve(t, func(e *gin.Engine) {
		who := func(c *gin.Context) { c.String(http.StatusOK, ActorOf(c)) }
		e.GET("/who", who)
		e.GET("/healthz", who)
	}, Authenticate(tokens), RequireActor(func(route string) bool { return route == "/healthz" }))
	for _, c := range []struct{ header, want string }{
		{"Bearer " + annasToken, "user:anna"}, {"bearer " + bensToken, "user:ben"},
	} {
		if a := ask(t, "GET", server.URL+"/who", "", "Authorization: "+c.header); a.body != c.want {
			t.Errorf("%q: %d %s, want %s", c.header, a.status, a.body, c.want)
		}
	}
	for _, header := range []string{"", "Bearer", "Bearer " + annasToken[1:], "Basic " + annasToken, "Bearer " + annasToken + " x"} {
		a := ask(t, "GET", server.URL+"/who", "", "Authorization: "+header)
		a.problem(t, 401, "unauthenticated")
		if !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer realm=") {
			t.Errorf("%q: %v", header, a.header)
		}
	}
	if a := ask(t, "GET", server.URL+"/healthz", ""); a.status != 200 || a.body != "" {
		t.Errorf("an open route: %d %s", a.status, a.body)
	}
	ask(t, "GET", server.URL+"/nowhere", "").problem(t, 404, "not-found")
}

// A token that came in plain text is good for nothing, where the public address is encrypted; on the machine that one develops on, there
// is nothing else.
func TestTokensNeedEncryption(t *testing.T) {
	tokens, err := ParseTokens("anna=" + annasToken)
	must(t, err)
	at := func(public string) string {
		return serve(t, func(e *gin.Engine) {
			e.GET("/x", func(c *gin.Context) { c.String(http.StatusOK, ActorOf(c)) })
		}, RequireTLS(public), Authenticate(tokens)).URL + "/x"
	}
	const anna = "Authorization: Bearer " + annasToken
	public, local := at("https://portal.example.com"), at("http://localhost:8080")
	for _, proto := range []string{"http", "https, http", "http,https", "HTTP", "x"} {
		ask(t, "GET", public, "", anna, "X-Forwarded-Proto: "+proto).problem(t, 403, "forbidden")
		if a := ask(t, "GET", public, "", "X-Forwarded-Proto: "+proto); a.status != 200 {
			t.Errorf("%s without a token: %d", proto, a.status)
		}
		if a := ask(t, "GET", local, "", anna, "X-Forwarded-Proto: "+proto); a.status != 200 || a.body != "user:anna" {
			t.Errorf("%s on this machine: %d", proto, a.status)
		}
	}
	for _, header := range []string{"X-Forwarded-Proto: https", "X-Forwarded-Proto: HTTPS, https", "X-Other: 1"} {
		if a := ask(t, "GET", public, "", anna, header); a.status != 200 || a.body != "user:anna" {
			t.Errorf("%s: %d %s", header, a.status, a.body)
		}
	}
}
