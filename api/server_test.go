package api

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// config is a server of the sample contract, without stores. What it says of time is short.
func config(t *testing.T) Config {
	t.Helper()
	tokens, err := ParseTokens("anna=" + annasToken)
	must(t, err)
	tracing, err := NewTracing(t.Context())
	must(t, err)
	return Config{
		Contract: sample(t), Tokens: tokens, Actors: Limit{1000, 1000}, Addresses: Limit{1000, 1000},
		Health: NewHealth(nil, slog.New(slog.DiscardHandler)), Metrics: NewMetrics(), Tracing: tracing, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
		Notice: time.Millisecond, Routes: func(gin.IRouter) {},
	}
}

// run runs a server, and returns its address, what ends it, and how it ended.
func run(t *testing.T, c Config) (url string, stop context.CancelFunc, ended <-chan error) {
	t.Helper()
	server, err := NewServer(c)
	must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	end := make(chan error, 1)
	go func() { end <- server.Run(ctx, listener) }()
	return "http://" + listener.Addr().String(), stop, end
}

// The middleware stands in an order in which each finds what it needs.
func TestServer(t *testing.T) {
	c := config(t)
	c.Addresses = Limit{0.001, 7}
	c.Routes = func(router gin.IRouter) {
		router.GET("/api/v1/books", func(c *gin.Context) { c.String(http.StatusOK, ActorOf(c)+" "+RequestIDOf(c)) })
		router.POST("/api/v1/books", func(*gin.Context) { panic("a defect") })
	}
	url, stop, ended := run(t, c)
	const anna = "Authorization: Bearer " + annasToken
	a := ask(t, "GET", url+"/api/v1/books?limit=3", "", anna, "X-Request-ID: request-1")
	if a.status != 200 || a.body != "user:anna request-1" || a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v %s", a.status, a.header, a.body)
	}
	ask(t, "GET", url+"/api/v1/books?limit=0", "", anna).problem(t, 422, "invalid")
	ask(t, "POST", url+"/api/v1/books", newBook, anna, asJSON).problem(t, 500, "internal")
	ask(t, "PATCH", url+"/api/v1/books", "", anna).problem(t, 405, "method-not-allowed")
	ask(t, "GET", url+"/api/v1/books/", "", anna).problem(t, 404, "not-found")
	ask(t, "GET", url+"/api/v1/books", "").problem(t, 401, "unauthenticated")
	ask(t, "GET", url+"/api/v1/books?limit=0", "", "Authorization: Bearer x").problem(t, 401, "unauthenticated")
	for _, path := range []string{"/healthz", docsPath, contractPath} {
		if a := ask(t, "GET", url+path, ""); a.status != 200 {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	for _, path := range []string{"/readyz", "/metrics"} { // are for operators, on a listener of their own
		ask(t, "GET", url+path, "").problem(t, 404, "not-found")
	}
	ask(t, "GET", url+"/healthz", "").problem(t, 429, "too-many-requests")
	operators := httptest.NewServer(Operators(c.Health, c.Metrics))
	defer operators.Close()
	for _, path := range []string{"/healthz", "/readyz"} {
		if a := ask(t, "GET", operators.URL+path, ""); a.status != 200 {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	if a := ask(t, "GET", operators.URL+"/api/v1/books", "", anna); a.status != 404 {
		t.Errorf("the API answers where operators ask: %d", a.status)
	}
	if a := ask(t, "GET", operators.URL+"/metrics", ""); !strings.Contains(a.body, `upline_http_requests_total{method="POST",route="/api/v1/books",status="5xx"} 1`) {
		t.Error("the panic was not counted")
	}
	stop()
	must(t, <-ended)
}

// A server that stops says so first, sends streams away, and lets requests end that are under way.
func TestServerStops(t *testing.T) {
	c := config(t)
	hub := NewHub(new(diary).changed, 5*time.Millisecond, c.Metrics.Listeners)
	c.Background = []func(context.Context){hub.Run}
	c.Notice = 300 * time.Millisecond
	begun, finish := make(chan struct{}), make(chan struct{})
	c.Routes = func(router gin.IRouter) {
		router.GET("/slow", func(c *gin.Context) {
			close(begun)
			<-finish
			c.String(http.StatusOK, "done")
		})
		router.GET("/events", hub.Serve)
	}
	url, stop, ended := run(t, c)
	const anna = "Authorization: Bearer " + annasToken
	lines := streamAs(t, t.Context(), url+"/events", "", annasToken)
	until(t, lines, "event: ready")
	slow := make(chan answer, 1)
	go func() {
		a, _ := tryAsk(t, "GET", url+"/slow", "", anna)
		slow <- a
	}()
	<-begun
	operators := httptest.NewServer(Operators(c.Health, c.Metrics))
	defer operators.Close()
	stop()
	for ask(t, "GET", operators.URL+"/readyz", "").status != 503 {
		time.Sleep(time.Millisecond)
	}
	until(t, lines, ": come again")
	close(finish)
	if a := <-slow; a.status != 200 || a.body != "done" {
		t.Errorf("%d %q", a.status, a.body)
	}
	must(t, <-ended)
	if _, err := tryAsk(t, "GET", url+"/healthz", ""); err == nil {
		t.Error("it still answers")
	}
}

func TestServerCutsOffWhatDoesNotEnd(t *testing.T) {
	c := config(t)
	c.Drain = 10 * time.Millisecond
	begun := make(chan struct{})
	c.Routes = func(router gin.IRouter) {
		router.GET("/slow", func(c *gin.Context) {
			close(begun)
			<-c.Request.Context().Done()
		})
	}
	url, stop, ended := run(t, c)
	go func() { _, _ = tryAsk(t, "GET", url+"/slow", "", "Authorization: Bearer "+annasToken) }()
	<-begun
	stop()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "not everything ended in time") {
		t.Errorf("%v", err)
	}
}

func TestServersAreRefused(t *testing.T) {
	c := config(t)
	c.TrustedProxies = []string{"everywhere"}
	if _, err := NewServer(c); err == nil || !strings.Contains(err.Error(), "10.0.0.0/8") {
		t.Errorf("%v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	server, err := NewServer(config(t))
	must(t, err)
	if err := server.Run(t.Context(), listener); err == nil {
		t.Error("a listener that is closed was no error")
	}
}
