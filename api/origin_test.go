package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
)

func TestOrigins(t *testing.T) {
	origins, err := NewOrigins([]string{"https://shop.example.com", "http://localhost:5173"})
	must(t, err)
	e := gin.New()
	done := 0
	e.Use(Identify(), origins.Handler())
	e.Any("/", func(c *gin.Context) { done++; c.Status(http.StatusNoContent) })
	url := newServer(t, e)
	for _, c := range []struct {
		site, origin string // Sec-Fetch-Site and Origin; own is this server
		let          bool
	}{
		{"", "", true}, // no browser
		{"same-origin", "own", true},
		{"same-origin", "", true},
		{"none", "", true}, // typed by the user
		{"same-site", "own", false},
		{"same-site", "https://blog.example.com", false},
		{"cross-site", "https://evil.example", false},
		{"cross-site", "null", false},
		{"cross-site", "", false},
		{"cross-site", "own", false}, // a browser says what it is; the origin alone does not help
		{"unheard-of", "own", false},
		{"same-site", "https://shop.example.com", true},
		{"cross-site", "https://shop.example.com", true},
		{"cross-site", "http://localhost:5173", true},
		{"cross-site", "http://shop.example.com", false},
		{"cross-site", "https://shop.example.com:8443", false},
		{"cross-site", "https://shop.example.com.evil.example", false},
		{"", "own", true}, // an old browser
		{"", "https://evil.example", false},
		{"", "null", false},
		{"", "https://shop.example.com", true},
	} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS"} {
			safe := method == "GET" || method == "HEAD" || method == "OPTIONS"
			for _, who := range []string{"Cookie: " + sessionCookie + "=x", "Authorization: Bearer x", "Authorization: bearer x", "Authorization: Basic x", "Accept: */*"} {
				headers := []string{who}
				if c.site != "" {
					headers = append(headers, "Sec-Fetch-Site: "+c.site)
				}
				if c.origin != "" {
					headers = append(headers, "Origin: "+strings.Replace(c.origin, "own", url, 1))
				}
				before := done
				a := ask(t, method, url+"/", "", headers...)
				let := c.let || safe || strings.HasPrefix(strings.ToLower(who), "authorization: bearer")
				if let && (a.status != 204 || done != before+1) || !let && (a.status != 403 || done != before) {
					t.Errorf("%s %v: %d, let in should be %v", method, headers, a.status, let)
				}
				if !let {
					a.problem(t, 403, "forbidden")
				}
			}
		}
	}
}

func TestOriginsAreChecked(t *testing.T) {
	for origin, want := range map[string]string{
		"shop.example.com": "is no origin", "https://shop.example.com/": "is no origin", "https://Shop.example.com": "is no origin", "null": "is no origin",
		"https://a@shop.example.com": "is no origin", "https://shop.example.com?x": "is no origin", "*": "is no origin", "": "is no origin",
		"http://shop.example.com": "has no encryption", "ftp://shop.example.com": "has no encryption",
	} {
		if _, err := NewOrigins([]string{origin}); err == nil || !strings.Contains(err.Error(), want) || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v, want %q", origin, err, want)
		}
	}
}
