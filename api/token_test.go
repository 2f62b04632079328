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
