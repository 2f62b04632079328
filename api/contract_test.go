package api

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

func sample(t testing.TB) *Contract {
	t.Helper()
	text, err := os.ReadFile("testdata/sample.yaml")
	must(t, err)
	contract, err := LoadContract(text)
	must(t, err)
	return contract
}

func serveSample(t *testing.T) string {
	contract := sample(t)
	return serve(t, func(e *gin.Engine) {
		done := func(c *gin.Context) {
			body, err := io.ReadAll(c.Request.Body)
			if err != nil {
				Refuse(c, err)
				return
			}
			c.String(http.StatusOK, "%s", body)
		}
		e.GET("/api/v1/books", done)
		e.POST("/api/v1/books", done)
		e.PUT("/api/v1/books/:id", done)
		e.POST("/api/v1/imports", done)
		e.POST("/elsewhere", done)
	}, contract.LimitBodies(), contract.Check(), contract.RequireMatch()).URL
}

// What is wrong in a request is named by its place, and the sentence says what would be right.
func TestRequestsAgainstTheContract(t *testing.T) {
	url := serveSample(t)
	const json = "Content-Type: application/json"
	for _, c := range []struct {
		method, path, body, header string
		status                     int
		name                       string
		want                       []Defect
	}{
		{"GET", "/api/v1/books?limit=0", "", "", 422, "invalid", []Defect{{Field: "limit", Message: "must be at least 1"}}},
		{"GET", "/api/v1/books?limit=many", "", "", 422, "invalid", []Defect{{Field: "limit", Message: "must be a whole number"}}},
		{"GET", "/api/v1/books?limit=7&shelf=blue", "", "", 422, "invalid", []Defect{{Field: "shelf", Message: "must be one of: red, green"}}},
		{"GET", "/api/v1/books?since=yesterday&limit=101", "", "", 422, "invalid", []Defect{{Field: "limit", Message: "must be at most 100"}, {Field: "since", Message: "must be a day that exists, as in 2026-03-31"}}},
		{"GET", "/api/v1/books?since=2026-02-30", "", "", 422, "invalid", []Defect{{Field: "since", Message: "must be a day that exists, as in 2026-03-31"}}},
		{"POST", "/api/v1/books", "", json, 422, "invalid", []Defect{{Message: "the body is missing"}}},
		{"POST", "/api/v1/books", `{"id": `, json, 400, "malformed", nil},
		{"POST", "/api/v1/books", `{"id": "1", "title": "x"}`, "Content-Type: text/xml", 415, "unsupported", nil},
		{"POST", "/api/v1/books", `{"id": "1", "title": "x"}`, "X: y", 415, "unsupported", nil},
		{"POST", "/api/v1/books", `{"id": "1"}`, json, 422, "invalid", []Defect{{Field: "/title", Message: "is missing"}}},
		{"POST", "/api/v1/books", `{"id": 7, "title": "x"}`, json, 422, "invalid", []Defect{{Field: "/id", Message: "must be text"}}},
		{"POST", "/api/v1/books", `{"id": "1", "title": "x", "colour": "red"}`, json, 422, "invalid", []Defect{{Field: "/colour", Message: "is not known here: leave it out"}}},
		{"POST", "/api/v1/books", `{"id": "1", "title": "x", "price": "12,5"}`, json, 422, "invalid", []Defect{{Field: "/price", Message: "must look as the contract says, as in 12.50"}}},
		{"POST", "/api/v1/books", `{"id": "1", "title": "x", "pages": "many"}`, json, 422, "invalid", []Defect{{Field: "/pages", Message: "must be a whole number or null"}}},
		{"POST", "/api/v1/books", `{"id": "1", "title": "x", "kind": "film"}`, json, 422, "invalid", []Defect{{Field: "/kind", Message: "must be book"}}},
		{
			"POST", "/api/v1/books", `{"id": "1", "title": "", "authors": [{"name": "a"}, {"born": "1819"}]}`, json, 422, "invalid",
			[]Defect{{Field: "/authors/1/born", Message: "must be a day that exists, as in 2026-03-31"}, {Field: "/authors/1/name", Message: "is missing"}, {Field: "/title", Message: "must be at least 1 characters long"}},
		},
		{"PUT", "/api/v1/books/1", `{"id": "1", "title": "x"}`, json, 428, "precondition-required", nil},
		{"PUT", "/api/v1/books/" + strings.Repeat("1", 65), `{"id": "1", "title": "x"}`, json, 422, "invalid", []Defect{{Field: "id", Message: "must be at most 64 characters long"}}},
	} {
		a := ask(t, c.method, url+c.path, c.body, c.header)
		p := a.problem(t, c.status, c.name)
		if got := byField(p.Errors); len(got) != len(c.want) || !equalDefects(got, c.want) {
			t.Errorf("%s %s %s: %+v, want %+v", c.method, c.path, c.body, got, c.want)
		}
	}
}

func TestRequestsThatKeepTheContract(t *testing.T) {
	url := serveSample(t)
	const json = "Content-Type: application/json; charset=utf-8"
	for _, c := range []struct{ method, path, body, header string }{
		{"GET", "/api/v1/books", "", ""},
		{"GET", "/api/v1/books?limit=7&since=2024-02-29&shelf=red", "", ""},
		{"POST", "/api/v1/books", `{"id": "1", "title": "x", "price": "12.50", "pages": null, "kind": "book", "authors": [{"name": "a", "born": "1819-12-30"}]}`, json},
		{"POST", "/api/v1/imports", strings.Repeat("x,y\r\n", 500_000), "Content-Type: text/csv"},
		{"POST", "/elsewhere", "what it likes", "Content-Type: text/plain"},
	} {
		if a := ask(t, c.method, url+c.path, c.body, c.header); a.status != 200 || a.body != c.body {
			t.Errorf("%s %s: %d, %d bytes", c.method, c.path, a.status, len(a.body))
		}
	}
}

func TestBodiesAreLimited(t *testing.T) {
	url := serveSample(t)
	p := ask(t, "POST", url+"/api/v1/books", strings.Repeat("x", bodyLimit+1), "Content-Type: application/json").problem(t, 413, "too-large")
	if p.Detail != "the body may be 1048576 bytes long at most" {
		t.Errorf("%q", p.Detail)
	}
	ask(t, "POST", url+"/api/v1/imports", strings.Repeat("x", 3_000_001), "Content-Type: text/csv").problem(t, 413, "too-large")

	// A body that does not say how long it is, is stopped while it is read.
	request, err := http.NewRequestWithContext(t.Context(), "POST", url+"/api/v1/books", io.MultiReader(strings.NewReader(strings.Repeat(" ", bodyLimit)), strings.NewReader(" {}")))
	must(t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	defer response.Body.Close()
	if response.StatusCode != 413 {
		t.Errorf("%d", response.StatusCode)
	}
}

func TestResponsesAgainstTheContract(t *testing.T) {
	contract := sample(t)
	get, _ := http.NewRequest("GET", "/api/v1/books", nil)
	post, _ := http.NewRequest("POST", "/api/v1/books", nil)
	put, _ := http.NewRequest("PUT", "/api/v1/books/1", nil)
	header := func(media string, more ...string) http.Header {
		h := http.Header{}
		if media != "" {
			h.Set("Content-Type", media)
		}
		for i := 0; i < len(more); i += 2 {
			h.Set(more[i], more[i+1])
		}
		return h
	}
	for i, c := range []struct {
		r      *http.Request
		status int
		header http.Header
		body   string
		keeps  bool
	}{
		{get, 200, header("application/json"), `{"books": [{"id": "1", "title": "x"}]}`, true},
		{get, 200, header("application/json"), `{"books": [{"id": "1"}]}`, false},
		{get, 200, header("application/json"), `{}`, false},
		{get, 200, header("text/csv; charset=utf-8"), "id,title\r\n", true},
		{get, 200, header("image/png"), "x", false},
		{get, 404, header("application/problem+json"), `{"type": "/problems/not-found", "title": "x", "status": 404}`, true},
		{get, 404, header("application/problem+json"), `{"title": "x", "status": 404}`, false},
		{get, 404, header("application/json"), `{"type": "/problems/not-found", "title": "x", "status": 404}`, false},
		{post, 201, header("application/json", "ETag", `"1"`), `{"id": "1", "title": "x"}`, true},
		{post, 201, header("application/json"), `{"id": "1", "title": "x"}`, false},
		{put, 204, header(""), "", true},
	} {
		if err := contract.CheckResponse(c.r, c.status, c.header, []byte(c.body)); (err == nil) != c.keeps {
			t.Errorf("%d: %s: %v, and it keeps the contract: %v", i, c.body, err, c.keeps)
		}
	}
}
