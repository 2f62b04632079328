package api

import (
	"errors"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"
)

func TestUnchanged(t *testing.T) {
	version := `7 "quoted"`
	server := serve(t, func(e *gin.Engine) {
		e.GET("/", func(c *gin.Context) {
			if !Unchanged(c, version) {
				c.String(http.StatusOK, "all of it")
			}
		})
	}, Secure())
	first := ask(t, "GET", server.URL+"/", "")
	tag := first.header.Get("ETag")
	if first.status != 200 || tag != ETag(version) || first.header.Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("%d %v", first.status, first.header)
	}
	for header, want := range map[string]int{tag: 304, "W/" + tag: 304, `"a", ` + tag: 304, "*": 304, `"a"`: 200, "": 200} {
		a := ask(t, "GET", server.URL+"/", "", "If-None-Match: "+header)
		if a.status != want || (want == 304) != (a.body == "") || a.header.Get("ETag") != tag {
			t.Errorf("If-None-Match: %s: %d %q, want %d", header, a.status, a.body, want)
		}
	}
}

func TestSeen(t *testing.T) {
	for _, c := range []struct {
		header, seen string
		status       int
	}{
		{ETag("7"), "7", 0},
		{`"x", ` + ETag("7"), "7", 0},
		{"*", "", 0},
		{ETag("6"), "", 412},
		{"W/" + ETag("7"), "", 412}, // a weak tag names no version exactly
		{"", "", 428},
	} {
		seen, err := Seen(c.header, "7")
		refusal, _ := errors.AsType[*Refusal](err)
		if seen != c.seen || (c.status == 0) != (err == nil) || err != nil && refusal.Status != c.status {
			t.Errorf("If-Match: %s: %q %v, want %q %d", c.header, seen, err, c.seen, c.status)
		}
	}
}
