package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"upline/internal/fault"
)

// Every kind of error has its status and its type, and none says more than it may.
func TestFaultsBecomeProblems(t *testing.T) {
	secret := errors.New("bolt://10.0.0.7 refused")
	for _, c := range []struct {
		err          error
		status       int
		name, detail string
	}{
		{fault.Invalidf("x", "the day is wrong: write YYYY-MM-DD"), 422, "invalid", "the day is wrong: write YYYY-MM-DD"},
		{fmt.Errorf("reading: %w", fault.NotFoundf("x", "there is no run 7")), 404, "not-found", "there is no run 7"},
		{fault.Conflictf("x", "it is posted"), 409, "conflict", "it is posted"},
		{&fault.Error{Kind: fault.Forbidden, Msg: "somebody else must approve", Err: secret}, 403, "forbidden", "somebody else must approve"},
		{&fault.Error{Kind: fault.Stale, Msg: "it has changed"}, 412, "stale", "it has changed"},
		{&fault.Error{Kind: fault.Unavailable, Msg: "Neo4j at bolt://10.0.0.7", Err: secret}, 503, "unavailable", "a part of the server does not answer now: try again in a few seconds"},
		{fault.Internalf("x", "the sum is off by 3"), 500, "internal", ""},
		{secret, 500, "internal", ""},
		{fmt.Errorf("reading: %w", context.DeadlineExceeded), 504, "timeout", "that took too long: ask for less, or try again later"},
		{fmt.Errorf("reading: %w", context.Canceled), 503, "unavailable", "the server is stopping: try again in a few seconds"},
		{fault.Findings{{File: "orders.csv", Line: 7, Msg: "no seller"}}, 422, "invalid", "no seller"},
		{&fault.Error{Kind: fault.Invalid, Msg: "the bundle is wrong", Err: fault.Findings{{File: "a.csv", Line: 1, Msg: "x"}, {File: "a.csv", Line: 2, Msg: "y"}}}, 422, "invalid", "2 things are wrong: errors lists them"},
		{io.ErrUnexpectedEOF, 500, "internal", ""},
	} {
		server := serve(t, func(e *gin.Engine) { e.GET("/", func(g *gin.Context) { g.Header("ETag", `"x"`); Refuse(g, c.err) }) })
		a := ask(t, "GET", server.URL+"/", "")
		p := a.problem(t, c.status, c.name)
		if c.detail != "" && p.Detail != c.detail {
			t.Errorf("%v: %q, want %q", c.err, p.Detail, c.detail)
		}
		if strings.Contains(a.body, "10.0.0.7") || strings.Contains(a.body, "off by 3") {
			t.Errorf("%v: the answer tells what is inside: %s", c.err, a.body)
		}
		if a.header.Get("ETag") != "" || (c.status == 503) != (a.header.Get("Retry-After") != "" || strings.Contains(c.detail, "stopping")) {
			t.Errorf("%v: %v", c.err, a.header)
		}
	}
}

func TestFindingsAreListedUpToAHundred(t *testing.T) {
	findings := make(fault.Findings, 300)
	for i := range findings {
		findings[i] = fault.Finding{File: "orders.csv", Line: i + 2, Msg: "no"}
	}
	server := serve(t, func(e *gin.Engine) { e.GET("/", func(g *gin.Context) { Refuse(g, findings) }) })
	p := ask(t, "GET", server.URL+"/", "").problem(t, 422, "invalid")
	if len(p.Errors) != 101 || p.Errors[0] != (Defect{File: "orders.csv", Line: 2, Message: "no"}) || p.Errors[100].Message != "and 200 more" {
		t.Errorf("%d errors, from %v to %v", len(p.Errors), p.Errors[0], p.Errors[len(p.Errors)-1])
	}
}

func TestNowhereWrongMethodAndPanics(t *testing.T) {
	server := serve(t, func(e *gin.Engine) {
		e.GET("/here", func(*gin.Context) { panic("a defect") })
		e.GET("/begun", func(c *gin.Context) {
			c.String(http.StatusOK, "half an answer")
			c.Writer.Flush()
			panic("a defect")
		})
	})
	ask(t, "GET", server.URL+"/nowhere", "").problem(t, 404, "not-found")
	a := ask(t, "DELETE", server.URL+"/here", "")
	a.problem(t, 405, "method-not-allowed")
	if a.header.Get("Allow") != "GET" {
		t.Errorf("Allow: %q", a.header.Get("Allow"))
	}
	if p := ask(t, "GET", server.URL+"/here", "").problem(t, 500, "internal"); strings.Contains(p.Detail, "defect") || !strings.Contains(p.Detail, p.RequestID) {
		t.Errorf("%q", p.Detail)
	}
	if _, err := tryAsk(t, "GET", server.URL+"/begun", ""); err == nil {
		t.Error("half an answer looks like a whole one")
	}
}

func TestRequestIDs(t *testing.T) {
	server := serve(t, func(*gin.Engine) {})
	if p := ask(t, "GET", server.URL+"/", "", "X-Request-ID: client-0001").problem(t, 404, "not-found"); p.RequestID != "client-0001" {
		t.Errorf("%q", p.RequestID)
	}
	for _, bad := range []string{"short", "with space here", strings.Repeat("x", 65), "<script>alert(1)</script>"} {
		if p := ask(t, "GET", server.URL+"/", "", "X-Request-ID: "+bad).problem(t, 404, "not-found"); p.RequestID == bad {
			t.Errorf("%q was accepted", bad)
		}
	}
}
