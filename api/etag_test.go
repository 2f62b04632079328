package api

import (
	"errors"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"
)

func TestUnchanged(t *testing.T) {
	version := "7-posted"
	server := serve(t, func(e *gin.Engine) {
		e.GET("/", func(c *gin.Context) {
			if !Unchanged(c, version) {
				c.String(http.StatusOK, "all of it")
			}
		})
	}, Secure())
	first := ask(t, "GET", server.URL+"/", "")
	tag := first.header.Get("ETag")
	if first.status != 200 || tag != *etag(version) || first.header.Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("%d %v", first.status, first.header)
	}
	for header, want := range map[string]int{tag: 304, "W/" + tag: 304, `"a", ` + tag: 304, "*": 304, `"a"`: 200, "": 200} {
		a := ask(t, "GET", server.URL+"/", "", "If-None-Match: "+header)
		if a.status != want || (want == 304) != (a.body == "") || a.header.Get("ETag") != tag {
			t.Errorf("If-None-Match: %s: %d %q, want %d", header, a.status, a.body, want)
		}
	}
}

func TestSeenVersion(t *testing.T) {
	for _, c := range []struct {
		header, seen string
		right        bool
	}{
		{`"7"`, "7", true},
		{` "posted-1" `, "posted-1", true},
		{"*", "", true},
		{"7", "", false},
		{`W/"7"`, "", false},
		{`"7", "8"`, "", false},
		{`""`, "", false},
		{`"`, "", false},
	} {
		seen, err := seenVersion(&c.header)
		refusal, _ := errors.AsType[*Refusal](err)
		if seen != c.seen || c.right != (err == nil) || err != nil && refusal.Status != http.StatusBadRequest {
			t.Errorf("If-Match: %s: %q %v, want %q", c.header, seen, err, c.seen)
		}
	}
	if seen, err := seenVersion(nil); seen != "" || err != nil {
		t.Errorf("without If-Match: %q, %v", seen, err)
	}
}
