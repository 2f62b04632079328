package api

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	m.Run()
}

// serve starts a server with some middleware in front of some routes.
func serve(t *testing.T, routes func(e *gin.Engine), middleware ...gin.HandlerFunc) *httptest.Server {
	t.Helper()
	e := gin.New()
	e.ContextWithFallback, e.HandleMethodNotAllowed = true, true
	must(t, e.SetTrustedProxies(nil))
	e.NoRoute(NotFound)
	e.NoMethod(WrongMethod)
	e.Use(Identify(), Recover())
	e.Use(middleware...)
	routes(e)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return server
}

// newServer starts a server of a handler, and returns its address.
func newServer(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answer is an answer that was read to its end.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a request; headers are "Name: value".
func ask(t *testing.T, method, url, body string, headers ...string) answer {
	t.Helper()
	a, err := tryAsk(t, method, url, body, headers...)
	must(t, err)
	return a
}

func tryAsk(t *testing.T, method, url, body string, headers ...string) (answer, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	must(t, err)
	for _, h := range headers {
		if name, value, is := strings.Cut(h, ": "); is {
			request.Header.Set(name, value)
		}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(text)}, err
}

// problem reads an answer as a problem, and checks what holds of all of them.
func (a answer) problem(t *testing.T, status int, name string) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	if a.status != status || p.Status != status || p.Type != problemPath+name || a.header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%d %v %s, want the problem %d %s", a.status, a.header, a.body, status, name)
	}
	if p.RequestID == "" || p.RequestID != a.header.Get(requestIDHeader) || p.Instance == "" || p.Title == "" || p.Detail == "" {
		t.Fatalf("the problem lacks something: %s", a.body)
	}
	return p
}
