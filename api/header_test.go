package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// Every answer has the headers that keep browsers in check, each of them once: pages, answers, errors, and what is nowhere.
func TestHeaders(t *testing.T) {
	tokens, err := ParseTokens("anna=" + annasToken)
	must(t, err)
	docs, err := NewDocs(sample(t))
	must(t, err)
	for _, public := range []string{portal, "http://127.0.0.1:8080"} {
		sessions, err := NewSessions(SessionConfig{Store: newMemorySessions(), PublicURL: public})
		must(t, err)
		url := serve(t, func(e *gin.Engine) {
			docs.register(e)
			e.GET("/api/v1/me", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"email": "anna@example.com"}) })
			e.GET("/panics", func(*gin.Context) { panic("a defect") })
		}, Secure(), Harden(public), Authenticate(tokens), sessions.Resume(), RequireActor(func(route string) bool { return open[route] })).URL
		for _, c := range []struct {
			path, token, cache string
			status             int
		}{
			{docsPath, "", "private, no-cache", 200},
			{contractPath, "", "private, no-cache", 200},
			{"/api/v1/me", annasToken, "no-store", 200},
			{"/api/v1/me", "", "no-store", 401},
			{"/panics", annasToken, "no-store", 500},
			{"/nowhere", "", "no-store", 404},
		} {
			a := ask(t, "GET", url+c.path, "", "Authorization: Bearer "+c.token)
			if a.status != c.status {
				t.Errorf("%s: %d %s", c.path, a.status, a.body)
			}
			hsts := []string{"max-age=63072000; includeSubDomains"}
			if public != portal {
				hsts = nil
			}
			for name, want := range map[string][]string{
				"Strict-Transport-Security": hsts, "X-Content-Type-Options": {"nosniff"}, "X-Frame-Options": {"DENY"}, "Referrer-Policy": {"no-referrer"},
				"Cross-Origin-Opener-Policy": {"same-origin"}, "Cross-Origin-Resource-Policy": {"same-origin"}, "Cache-Control": {c.cache},
			} {
				if got := a.header.Values(name); strings.Join(got, "|") != strings.Join(want, "|") {
					t.Errorf("%s: %s is %q, want %q", c.path, name, got, want)
				}
			}
			policy := a.header.Values("Content-Security-Policy")
			if len(policy) != 1 {
				t.Fatalf("%s: policies %q", c.path, policy)
			}
			checkPolicy(t, c.path, policy[0])
		}
	}
}

// checkPolicy checks what holds of every Content-Security-Policy: nothing runs and nothing is loaded but what the page has itself.
func checkPolicy(t *testing.T, path, policy string) {
	t.Helper()
	directives := map[string]string{}
	for part := range strings.SplitSeq(policy, ";") {
		name, sources, _ := strings.Cut(strings.TrimSpace(part), " ")
		if _, twice := directives[name]; twice {
			t.Errorf("%s: %s is there twice: %s", path, name, policy)
		}
		directives[name] = sources
	}
	for _, name := range []string{"default-src", "base-uri", "form-action", "frame-ancestors"} { // none of these follows another
		if directives[name] != "'none'" {
			t.Errorf("%s: %s is %q: %s", path, name, directives[name], policy)
		}
	}
	for _, name := range []string{"object-src", "script-src", "connect-src", "img-src"} { // these follow default-src
		if sources, is := directives[name]; is && sources != "'none'" {
			t.Errorf("%s: %s is %q", path, name, sources)
		}
	}
	if style, is := directives["style-src"]; path == docsPath && !strings.HasPrefix(style, "'sha256-") || path != docsPath && is {
		t.Errorf("%s: style-src is %q", path, style)
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("%s: %s", path, policy)
	}
}
