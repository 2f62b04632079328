package api

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

func TestDocs(t *testing.T) {
	docs, err := NewDocs(sample(t))
	must(t, err)
	url := serve(t, func(e *gin.Engine) { docs.register(e) }, Secure()).URL
	a := ask(t, "GET", url+docsPath, "")
	for _, want := range []string{
		"<h1>A library", "<strong>borrowed</strong>", "<code>code</code>", `id="listBooks"`, `id="changeBook"`, `id="schema-NewBook"`, `href="#schema-Book"`,
		"may be repeated under an Idempotency-Key", "needs If-Match", "a whole number, at least 1, at most 100", "one of: red, green", "in path",
		"a whole number or null, at least 1", "The book&#39;s id.", `id="problem-not-found"`, "list of an object, at most 3 entries", "Effi Briest",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s is not on the page", want)
		}
	}
	for _, never := range []string{"<script", "http://", "https://", "src=", "ZgotmplZ", "@import", "url("} {
		if strings.Contains(a.body, never) {
			t.Errorf("%s is on the page", never)
		}
	}
	if !strings.Contains(a.header.Get("Content-Security-Policy"), "style-src 'sha256-") || a.header.Get("X-Frame-Options") != "DENY" {
		t.Errorf("%v", a.header)
	}
	if again := ask(t, "GET", url+docsPath, "", "If-None-Match: "+a.header.Get("ETag")); again.status != 304 || again.body != "" {
		t.Errorf("%d, %d bytes", again.status, len(again.body))
	}
	if text := ask(t, "GET", url+contractPath, ""); text.body != string(sample(t).Text) || !strings.HasPrefix(text.header.Get("Content-Type"), "application/yaml") {
		t.Errorf("%v", text.header)
	}
	wellFormed(t, a.body)
	anchors(t, a.body)
	if a := ask(t, "GET", url+"/problems/stale", ""); a.status != 200 || a.body == "" { // by way of a redirect
		t.Errorf("%d", a.status)
	}
	ask(t, "GET", url+"/problems/none", "").problem(t, 404, "not-found")
}

// wellFormed checks that what is opened is closed.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// anchors checks that every link within the page leads somewhere, and that no two places have one name.
func anchors(t *testing.T, page string) {
	t.Helper()
	places := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if places[m[1]] {
			t.Errorf("two places are called %s", m[1])
		}
		places[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !places[m[1]] {
			t.Errorf("a link leads to %s, which is not there", m[1])
		}
	}
}
